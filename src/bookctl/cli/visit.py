"""What a customer's file says of one visit: notes and answers."""

from typing import TYPE_CHECKING, Any

from bookctl.cli.state import View

if TYPE_CHECKING:
    from bookctl.engine.questions import Value
    from bookctl.model.booking import Booking, Session
    from bookctl.model.customer import Answer, Customer, Note


def facts(view: View, item: "Booking | Session") -> list[tuple[str, str]]:
    """As `show` tells them, a line each."""
    record = _record(view, getattr(item, "customer", None))
    if record is None:
        return []
    texts = question_texts(view, item.service)
    answers = [answer_line(one, texts) for one in record.answer if one.booking == item.id]
    notes = [note_line(one) for one in record.note if one.booking == item.id]
    return [("answers", "\n".join(answers)), ("notes", "\n".join(notes))]


def data(view: View, item: "Booking | Session") -> dict[str, Any]:
    """As `show` has them in JSON."""
    from msgspec import to_builtins

    record = _record(view, getattr(item, "customer", None))
    answers = {one.question: one.value for one in record.answer if one.booking == item.id} if record else {}
    notes = [to_builtins(one) for one in record.note if one.booking == item.id] if record else []
    return {"answers": answers, "notes": notes}


def answers_for(view: View, customer: str, booking: str) -> "dict[str, Value]":
    """By question."""
    record = _record(view, customer)
    return {one.question: one.value for one in record.answer if one.booking == booking} if record else {}


def question_texts(view: View, service: str) -> dict[str, str]:
    found = view.index.catalogue().services.get(service)
    return {one.id: one.text for one in found.question} if found else {}


def answer_line(one: "Answer", texts: dict[str, str]) -> str:
    from bookctl.engine.questions import words

    return f"{texts.get(one.question, one.question)} {words(one.value)}"


def visit_when(view: View, booking: str) -> str:
    """When a booking is; empty where the book does not have it any more."""
    row = view.index.row(booking)
    return f"{view.local(row.start):%a %d %b %Y %H:%M}" if row else ""


def customer_facts(view: View, record: "Customer", last: int = 5) -> list[tuple[str, str]]:
    """The newest notes and the answers of the newest visit that has any, each with its visit."""
    notes = "\n".join(note_line(one) + _of(view, one.booking) for one in record.note[-last:])
    if not record.answer:
        return [("notes", notes)]
    newest = record.answer[-1].booking
    row = view.index.row(newest)
    texts = question_texts(view, row.service) if row else {}
    lines = [answer_line(one, texts) for one in record.answer if one.booking == newest]
    lines[0] += _of(view, newest)
    return [("answers", "\n".join(lines)), ("notes", notes)]


def _of(view: View, booking: str | None) -> str:
    when = visit_when(view, booking) if booking else ""
    return f"  [{booking}{', ' if when else ''}{when}]" if booking else ""


def note_line(one: "Note") -> str:
    return f"{one.at:%Y-%m-%d} {one.text}" + (f" ({one.by})" if one.by else "")


def _record(view: View, customer: str | None) -> "Customer | None":
    from bookctl.ledger.load import load_customer

    return load_customer(view.opened.root, customer)[0] if customer else None
