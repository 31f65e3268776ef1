"""What customers answer to a service's questions. It is personal, so it stands in the customer's file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookctl.actions.problems import Refused, Usage
from bookctl.engine.questions import Judged, Value, asked, judge
from bookctl.ledger.layout import record_path
from bookctl.ledger.toml.read import parse
from bookctl.model.text import unsafe

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.index import Row
    from bookctl.model.question import Question


def keep(
    desk: "Desk", customer: str, booking: str, service: str, given: Mapping[str, str], *, force: bool = False
) -> None:
    """Judges the answers to a new booking and writes them into the customer's file; Refused with every fault.

    With `force` nothing has to be answered, but what is must be right.
    """
    questions = _questions(desk, service)
    if not questions and not given:
        return
    judged = judge(questions, given, whole=() if force else ("booking",))
    _check(judged, given, booking=None)
    _write(desk, customer, booking, judged.values)


def answer(desk: "Desk", booking: str, given: Mapping[str, str]) -> "Outcome":
    """Takes answers for a booking that there is; a later one replaces the one before."""
    from bookctl.actions.outcome import Outcome

    row = desk.row(booking)
    if row.customer is None:
        raise Refused(f"{row.id} is a session; questions are for customers")
    before = kept(desk.draft.text(record_path("customer", row.customer)), row.id)
    judged = judge(_questions(desk, row.service), given, before, whole=())
    _check(judged, given, booking=row.id)
    _write(desk, row.customer, row.id, judged.values)
    return Outcome(
        f"answer {row.id}",
        f"answered {', '.join(judged.values)}",
        {"booking": row.id, "customer": row.customer, "answers": judged.values},
    )


def missing(desk: "Desk", row: "Row") -> "list[Question]":
    """The required questions that a booking's customer has not answered, those of arrival too."""
    questions = _questions(desk, row.service)
    if not questions or row.customer is None:
        return []
    answers = kept(desk.draft.text(record_path("customer", row.customer)), row.id)
    return [one for one in asked(questions, answers) if one.required and one.id not in answers]


def kept(text: str, booking: str) -> dict[str, Value]:
    """The answers for a booking by question, from the text of a customer's file."""
    rows = parse(text.encode()).get("answer", ())
    return {one["question"]: one["value"] for one in rows if one.get("booking") == booking}


def body(answer: Mapping[str, object]) -> str:
    """The lines of an `[[answer]]`."""
    from bookctl.ledger.toml.write import literal

    return "".join(f"{key} = {literal(value)}\n" for key, value in answer.items())


def _questions(desk: "Desk", service: str) -> "list[Question]":
    found = desk.catalogue.services.get(service)
    return found.question if found is not None else []


def _check(judged: Judged, given: Mapping[str, str], booking: str | None) -> None:
    for id_, text in given.items():
        if (fault := unsafe(text, lines=True)) is not None:
            raise Usage(f"the answer to {id_} contains {fault}, which could steer a terminal")
    if not judged.faults:
        return
    help_ = f"bookctl answer {booking} lists the questions" if booking else "--answer ID=VALUE answers one"
    if len(judged.faults) == 1:
        raise Refused(judged.faults[0], help=help_)
    raise Refused(f"{len(judged.faults)} answers are missing or wrong", lines=judged.faults, help=help_)


def _write(desk: "Desk", customer: str, booking: str, values: Mapping[str, Value]) -> None:
    """One `[[answer]]` for each question; one that is there already gets the new value and time."""
    from bookctl.ledger.toml.splice import append_table, set_key
    from bookctl.ledger.toml.write import literal

    if not values:
        return
    path = record_path("customer", customer)
    text = desk.draft.text(path)
    at = desk.local(desk.now)
    for question, value in values.items():
        rows = parse(text.encode()).get("answer", [])
        places = [
            number
            for number, one in enumerate(rows)
            if (one.get("booking"), one.get("question")) == (booking, question)
        ]
        if not places:
            made = {"booking": booking, "question": question, "value": value, "at": at}
            text = append_table(text, "answer", body(made | ({"by": desk.by} if desk.by else {})))
        elif rows[places[-1]]["value"] != value:
            ref = ("answer", places[-1])
            text = set_key(set_key(text, ref, "value", literal(value)), ref, "at", literal(at))
            if desk.by:
                text = set_key(text, ref, "by", literal(desk.by))
    desk.draft.put(path, text)
