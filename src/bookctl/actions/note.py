"""Remarks. They are personal, so they stand in the customer's file, with the booking's id."""

from bookctl.actions import lookup
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.actions.requests import Note
from bookctl.ledger.format import pairs
from bookctl.ledger.layout import record_path
from bookctl.ledger.toml.splice import append_table
from bookctl.model.customer import Note as Remark
from bookctl.model.text import unsafe


def note(desk: Desk, request: Note) -> Outcome:
    """Adds a remark to a booking's customer or to a customer."""
    if not request.text.strip():
        raise Usage("the note is empty")
    if (fault := unsafe(request.text, lines=True)) is not None:
        raise Usage(f"the note contains {fault}, which could steer a terminal")
    customer, booking = _about(desk, request.about)
    remark = Remark(at=desk.local(desk.now), text=request.text, booking=booking, by=request.by or desk.by)
    path = record_path("customer", customer)
    body = "".join(f"{key} = {value}\n" for key, value in pairs(remark, desk.settings.currency))
    desk.draft.put(path, append_table(desk.draft.text(path), "note", body))
    return Outcome(
        f"note {booking or customer}",
        "noted",
        {"customer": customer, "booking": booking, "text": request.text},
    )


def _about(desk: Desk, about: str) -> tuple[str, str | None]:
    try:
        row = desk.row(about)
    except NotFound:
        return lookup.customer(desk.index, about).id, None
    if row.customer is None:
        raise Refused(f"{row.id} is a session; notes are about customers")
    return row.customer, row.id
