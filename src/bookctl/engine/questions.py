"""What a service asks: which questions, depending on other answers, and what the answers may be."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from bookctl.model.question import Question
from bookctl.model.text import shown

Value = str | int | float | bool
YES = ("yes", "y", "true", "是", "有", "对")
NO = ("no", "n", "false", "否", "没有", "无", "不")
_WHEN = re.compile(
    r"(?:(not)\s+([a-z0-9][a-z0-9-]*)|([a-z0-9][a-z0-9-]*)(?:\s*(>=|<=|!=|=|>|<)\s*|\s+(not in|in|is)\s+)(.+)|([a-z0-9][a-z0-9-]*))",
    re.DOTALL,
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
_LONGEST = 2000


class When(NamedTuple):
    """A question's condition; `op` is `yes` or `no` where nothing is compared."""

    question: str
    op: str
    values: tuple[str, ...] = ()


class Judged(NamedTuple):
    """The answers as they are kept, and every fault, a sentence each."""

    values: dict[str, Value]
    faults: list[str]


def parse_when(text: str) -> When | None:
    """None where it does not read."""
    found = _WHEN.fullmatch(text.strip())
    if found is None:
        return None
    negated, other, compared, sign, word, rest, alone = found.groups()
    if negated:
        return When(other, "no")
    if alone:
        return When(alone, "yes")
    op = {"is": "=", "in": "=", "not in": "!="}.get(word, sign)
    values = (
        tuple(part.strip() for part in rest.split(",") if part.strip())
        if word
        else (rest.strip().strip('"'),)
    )
    return When(compared, op, values) if values else None


def holds(condition: str | None, answers: Mapping[str, Value]) -> bool:
    """Whether a question is asked; about what was not answered only `not` holds."""
    if condition is None:
        return True
    when = parse_when(condition)
    if when is None:
        return False
    found = answers.get(when.question)
    if when.op in {"yes", "no"}:
        return (found is not None and found is not False) == (when.op == "yes")
    if found is None:
        return False
    if when.op in {"=", "!="}:
        return any(_same(found, value) for value in when.values) == (when.op == "=")
    return _compared(found, when)


def _same(found: Value, wanted: str) -> bool:
    if isinstance(found, bool):
        return wanted.casefold() in (YES if found else NO)
    if isinstance(found, str):
        return found.casefold() == wanted.casefold()
    return bool(_NUMBER.fullmatch(wanted)) and float(wanted) == found


def _compared(found: Value, when: When) -> bool:
    """Numbers as numbers, dates as they are written."""
    wanted = when.values[0]
    if isinstance(found, bool):
        return False
    if isinstance(found, str):
        one, other = (found > wanted) - (found < wanted), 0
    elif _NUMBER.fullmatch(wanted):
        one, other = (found > float(wanted)) - (found < float(wanted)), 0
    else:
        return False
    return {">": one > other, "<": one < other, ">=": one >= other, "<=": one <= other}[when.op]


def asked(questions: Sequence[Question], answers: Mapping[str, Value]) -> list[Question]:
    """Those that apply, in order; an answer to what is not asked itself does not count."""
    made, counted = [], dict[str, Value]()
    for question in questions:
        if holds(question.when, counted):
            made.append(question)
            if question.id in answers:
                counted[question.id] = answers[question.id]
    return made


def judge(
    questions: Sequence[Question],
    given: Mapping[str, str],
    before: Mapping[str, Value] | None = None,
    *,
    whole: Sequence[str] = ("booking",),
) -> Judged:
    """The typed answers and all that is wrong with them.

    `before` was answered earlier; `whole` names the occasions whose required questions must be answered by now.
    """
    known = {question.id: question for question in questions}
    values, faults = dict[str, Value](), list[str]()
    for id_, text in given.items():
        if id_ not in known:
            faults.append(_unknown(id_, known))
            continue
        value = read(known[id_], text)
        if isinstance(value, Fault):
            faults.append(f"{id_}: {value.text}")
        else:
            values[id_] = value
    answers = {**(before or {}), **values}
    wanted = asked(questions, answers)
    names = {question.id for question in wanted}
    for id_ in [id_ for id_ in values if id_ not in names]:
        faults.append(f"{id_} is not asked: only if {known[id_].when}")
        del values[id_]
    faults += [
        f"{question.id} is not answered: {question.text} ({kind_words(question)})"
        for question in wanted
        if question.required and question.ask in whole and question.id not in {**answers, **given}
    ]
    return Judged(values, faults)


def _unknown(id_: str, known: Mapping[str, Question]) -> str:
    near = get_close_matches(id_, known, 1, 0.5)
    hint = (
        f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}" if known else "none is asked"
    )
    return f"there is no question {shown(id_)!r}: {hint}"


class Fault(NamedTuple):
    """Why an answer cannot be taken."""

    text: str


def read(question: Question, text: str) -> Value | Fault:
    """The answer in the question's type."""
    text = text.strip()
    if not text:
        return Fault(f"no answer; it is {kind_words(question)}")
    if question.type == "text":
        return text if len(text) <= _LONGEST else Fault(f"longer than {_LONGEST} characters")
    made: Value | None = _READERS[question.type](question, text)
    if made is None:
        near = get_close_matches(text, question.choices, 1, 0.5)
        hint = f": did you mean {near[0]}?" if near else ""
        return Fault(f"{shown(text)!r} is not {kind_words(question)}{hint}")
    return made


def _yesno(_: Question, text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def _number(question: Question, text: str) -> Value | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text) if "." in text else int(text)
    low = question.min is not None and number < question.min
    high = question.max is not None and number > question.max
    return None if low or high else number


def _choice(question: Question, text: str) -> str | None:
    return next((one for one in question.choices if one.casefold() == text.casefold()), None)


def _date(_: Question, text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


_READERS = {"yesno": _yesno, "number": _number, "choice": _choice, "date": _date}


def kind_words(question: Question) -> str:
    """What the answer must be, for whoever is asked."""
    plain = {"yesno": "yes or no", "date": "a date, as in 2026-11-27", "text": "a text"}
    if question.type in plain:
        return plain[question.type]
    if question.type == "choice":
        return f"one of {', '.join(question.choices)}"
    low, high = question.min, question.max
    if low is not None and high is not None:
        return f"a number from {low} to {high}"
    if low is not None:
        return f"a number, at least {low}"
    return "a number" if high is None else f"a number, at most {high}"


def words(value: Value) -> str:
    """An answer as it is shown."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
