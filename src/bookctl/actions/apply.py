"""Many requests, one change: every line is answered, and all that was granted is one commit."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import Decoder

from bookctl.actions.book import book
from bookctl.actions.desk import Desk
from bookctl.actions.mark import cancel, mark
from bookctl.actions.move import move
from bookctl.actions.note import note
from bookctl.actions.outcome import Outcome
from bookctl.actions.pay import pay
from bookctl.actions.problems import Problem, Usage
from bookctl.actions.rate import rate
from bookctl.actions.requests import AnyRequest, Book, Cancel, Mark, Move, Note, OpenSession, Pay, Rate
from bookctl.actions.session import open_session
from bookctl.model.text import unsafe

MANY_LINES = frozenset({"text", "reason", "force"})
VERBS: dict[type[Any], Callable[[Desk, Any], Outcome]] = {
    Book: book,
    Move: move,
    Cancel: cancel,
    Mark: mark,
    Note: note,
    Pay: pay,
    Rate: rate,
    OpenSession: open_session,
}


class Answer(NamedTuple):
    """What became of one line: its number, and the outcome or the problem."""

    line: int
    outcome: Outcome | None
    problem: Problem | None


class _Whose(Struct):
    customer: str = ""


def answers(desk: Desk, lines: Sequence[bytes], *, stop: bool) -> Iterator[Answer]:
    """Answers each line in turn, on the book as the lines before it left it; with `stop` the first problem ends it."""
    decode = Decoder(AnyRequest).decode
    desk.begin_batch(_customers(lines))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer = _answer(desk, number, _read(line, decode))
        yield answer
        if stop and answer.problem:
            return


def _customers(lines: Sequence[bytes]) -> set[str]:
    """As they are named; what does not read is told when it is that line's turn."""
    decode, found = Decoder(_Whose).decode, set()
    for line in lines:
        try:
            found.add(decode(line).customer)
        except (DecodeError, RecursionError):  # a ValidationError is one
            continue
    return found - {""}


def _refuse_unsafe(request: AnyRequest) -> None:
    """What the file could not hold is told of its own line, not of the batch."""
    for key in request.__struct_fields__:
        value = getattr(request, key)
        if (
            type(value) is str
            and not value.isprintable()
            and (sign := unsafe(value, lines=key in MANY_LINES))
        ):
            raise Usage(f"{key} has a character that cannot be shown: {sign}")


def _read(line: bytes, decode: Callable[[bytes], AnyRequest]) -> AnyRequest | Problem:
    try:
        request = decode(line)
        if b"\\" in line or not line.decode().isprintable():
            _refuse_unsafe(request)
    except Problem as problem:
        return problem
    except ValidationError as fault:
        return Usage(str(fault))
    except (DecodeError, RecursionError, UnicodeDecodeError) as fault:
        return Usage(f"the line is no JSON: {fault}")
    return request


def _answer(desk: Desk, number: int, request: AnyRequest | Problem) -> Answer:
    if isinstance(request, Problem):
        return Answer(number, None, request)
    try:
        return Answer(number, VERBS[type(request)](desk, request), None)
    except Problem as problem:
        return Answer(number, None, problem)
