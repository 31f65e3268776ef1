import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bookctl.cli.answers import answers_of
from bookctl.cli.asking import typed
from bookctl.cli.nouns import print_rows
from bookctl.cli.options import DryRun
from bookctl.cli.state import View, current
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.engine.questions import Value
    from bookctl.model.question import Question

app = typer.Typer(rich_markup_mode=None)
COLUMNS = (
    Column("id"), Column("question", shrink=True), Column("answer", shrink=True), Column("takes", shrink=True), Column("needed"),
)  # fmt: skip


class Asked(NamedTuple):
    """What a service may ask, and what a booking's customer answered so far."""

    questions: "Sequence[Question]"
    answers: "dict[str, Value]"


@app.command()
def answer(
    booking: Annotated[str, typer.Argument(help="Id of the booking, or its beginning.")],
    answers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID=VALUE]...", help="Answers; without any they are listed."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    given = answers_of(answers)
    if not given:
        with current().reading(everything=True) as view:
            asked = _asked(view, booking)
        _list(asked)
        given = _ask(asked) if sys.stdin.isatty() and current().env.to_tty else {}
    if given:
        _keep(booking, given, dry=dry_run)


def _keep(booking: str, given: dict[str, str], *, dry: bool) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.answers import answer as do

        return do(desk, booking, given)

    write(action, dry=dry)


def _asked(view: View, text: str) -> Asked:
    from bookctl.actions import lookup
    from bookctl.actions.problems import Refused
    from bookctl.cli.visit import answers_for

    row = lookup.booking(view.index, text)
    if row.customer is None:
        raise Refused(f"{row.id} is a session; questions are for customers")
    service = view.index.catalogue().services.get(row.service)
    answers = answers_for(view, row.customer, row.id)
    return Asked(service.question if service else (), answers)


def _list(asked: Asked) -> None:
    from bookctl.engine.questions import asked as now_asked
    from bookctl.engine.questions import kind_words, words

    questions = now_asked(asked.questions, asked.answers)
    rows = [
        (
            one.id,
            one.text,
            words(asked.answers[one.id]) if one.id in asked.answers else "",
            kind_words(one),
            f"at {one.ask}" if one.required else "",
        )
        for one in questions
    ]
    records = [
        {
            "id": one.id, "question": one.text, "type": one.type, "choices": one.choices, "required": one.required,
            "ask": one.ask, "answer": asked.answers.get(one.id),
        }
        for one in questions
    ]  # fmt: skip
    print_rows(COLUMNS, rows, records, "questions")
    if not rows:
        current().say("nothing is asked")


def _ask(asked: Asked) -> dict[str, str]:
    """One after the other, what was not answered yet, as the answers lead on; an empty line passes a question over."""
    from bookctl.engine.questions import asked as now_asked

    given: dict[str, str] = {}
    answers, passed = dict(asked.answers), set[str]()
    while True:
        open_ = [
            one
            for one in now_asked(asked.questions, answers)
            if one.id not in answers and one.id not in passed
        ]
        if not open_:
            return given
        one = open_[0]
        text, value = _asked_one(one)
        if value is None:
            passed.add(one.id)
        else:
            given[one.id], answers[one.id] = text, value


def _asked_one(one: "Question") -> "tuple[str, Value | None]":
    """What was typed and what it means; again where it is no answer, None for an empty line."""
    from bookctl.engine.questions import Fault, kind_words, read
    from bookctl.model.text import shown

    while True:
        print(f"{shown(one.text)} ({shown(kind_words(one))}) ", end="", file=sys.stderr, flush=True)
        text = typed()
        if not text:
            return "", None
        value = read(one, text)
        if not isinstance(value, Fault):
            return text, value
        print(f"  {shown(value.text)}", file=sys.stderr)
