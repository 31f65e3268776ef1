"""A booking that was imported before, and what the file says of it now."""

from typing import NamedTuple

from msgspec.structs import replace

from bookctl.actions.desk import Desk
from bookctl.actions.edit import edited, place_of, settled
from bookctl.actions.placing import uses_of
from bookctl.actions.problems import Refused
from bookctl.engine.lifecycle import advance
from bookctl.intake.enter import Clerk, Wanting
from bookctl.intake.fault import RowFault
from bookctl.intake.item import Item
from bookctl.ledger.draft import Added
from bookctl.ledger.index import Row
from bookctl.ledger.load import page_from
from bookctl.ledger.toml.splice import record_text, remove_record
from bookctl.model.booking import Booking, Event, Status
from bookctl.model.status import OCCUPYING


class Change(NamedTuple):
    """What the file has otherwise: another time, another status, or both."""

    moved: bool
    status: Status | None


class Said:
    """What the file said of a booking when it was last taken, by its id."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pages: dict[str, dict[str, str]] = {}

    def of(self, row: Row) -> str | None:
        """None where the book does not know any more."""
        if row.page not in self._pages:
            page, _ = page_from(row.page, self._desk.draft.text(row.page).encode())
            self._pages[row.page] = {one.id: _said(one) for one in page.booking}
        return self._pages[row.page].get(row.id) or None


def _said(booking: Booking) -> str:
    kept = booking.x.get("import")
    return str(kept.get("said", "")) if isinstance(kept, dict) else ""


def change_of(item: Item, row: Row, said: Said, now: int) -> Change | None:
    """None where the file tells the same as before, or the same as the book."""
    moved = row.start != item.start or (item.end is not None and row.end != item.end)
    status = None if row.status in {item.status, item.due(now)} else item.due(now)
    if not moved and status is None:
        return None
    return None if said.of(row) == item.said else Change(moved, status)


def words(change: Change, row: Row, desk: Desk) -> str:
    """What became of it, for the list."""
    parts = [f"was {desk.local(row.start):%a %d %b %Y %H:%M}"] if change.moved else []
    return ", ".join([*parts, f"was {row.status}"] if change.status else parts)


def update(clerk: Clerk, wanting: Wanting, row: Row, change: Change) -> Row:
    """The booking as the file has it now; Refused where its life or the time does not allow that."""
    desk = clerk.desk
    record = desk.record(row)
    if not isinstance(record, Booking):
        raise RowFault(f"{row.id} is a session")
    if change.moved and row.session:
        raise RowFault(f"{row.id} is a seat in session {row.session}: move the session")
    events = _events(desk, row, change.status, clerk.terms.force)
    values: dict[str, object] = {"status": change.status} if change.status else {}
    if change.status and row.until is not None:
        values["until"] = None
    if change.moved or (change.status in OCCUPYING and row.status not in OCCUPYING and not row.session):
        values |= _place(clerk, wanting, row, change.status or record.status)
    if change.moved:
        first = events[0] if events else Event(at=desk.local(desk.now), by="import")
        events[:1] = [replace(first, moved=record.start)]
    values["x"] = record.x | {"import": {"said": wanting.item.said}}
    return _rewritten(desk, row, values, events)


def _place(clerk: Clerk, wanting: Wanting, row: Row, status: Status) -> dict[str, object]:
    """Where the booking stands from now on."""
    desk = clerk.desk
    placed = clerk.placement(wanting, status, ignore=row.id)
    values: dict[str, object] = {
        "start": desk.local(placed.start),
        "end": desk.local(placed.end),
        "uses": uses_of(placed),
    }
    if wanting.asked:
        values["asked"] = list(wanting.asked)
    return values | ({"forced": clerk.terms.force} if placed.overridden else {})


def _events(desk: Desk, row: Row, target: Status | None, force: str | None) -> list[Event]:
    """The steps from the booking's status to the file's; a request may have been confirmed in between."""
    steps, forced = [target] if target else [], None
    refusal = advance(row.status, target) if target else None
    if target and refusal is not None:
        if advance(row.status, "confirmed") is None and advance("confirmed", target) is None:
            steps = ["confirmed", target]
        elif force is None:
            raise Refused.by(refusal._replace(text=f"{row.id}: {refusal.text}"))
        else:
            forced = "status"
    return [Event(at=desk.local(desk.now), by="import", status=step, forced=forced) for step in steps]


def _rewritten(desk: Desk, row: Row, values: dict[str, object], events: list[Event]) -> Row:
    """Takes the record's own text, comments and all, to where its start belongs."""
    page = desk.draft.text(row.page)
    ref = place_of(page, row.kind, row.id)
    text = record_text(page, ref).replace("\r\n", "\n")
    desk.draft.put(row.page, remove_record(page, ref))
    for event in events[:-1]:
        text = edited(text, (row.kind, 0), event, desk.settings.currency, {})
    text = edited(text, (row.kind, 0), events[-1], desk.settings.currency, values)
    made = desk.record(row)
    for event in events[:-1]:
        made = settled(desk, made, event, {})
    made = settled(desk, made, events[-1], values)
    start = int(made.start.timestamp())
    desk.draft.add(desk.page_of(start), Added(start, made.id, text.rstrip("\n") + "\n"))
    found = desk.rows.latest(row.id)
    assert found is not None  # noqa: S101 - settled has put it there
    return found
