"""A seat in a class from another program: the session must be on the timetable."""

from typing import TYPE_CHECKING

from bookctl.actions.desk import Desk
from bookctl.actions.join import taken_seats
from bookctl.actions.placing import first_event
from bookctl.actions.problems import Refused
from bookctl.engine import seats
from bookctl.engine.wish import Refusal
from bookctl.intake.fault import RowFault
from bookctl.ledger.index import Row
from bookctl.model.booking import Booking, Status
from bookctl.model.money import format_minor
from bookctl.model.status import OCCUPYING

if TYPE_CHECKING:
    from bookctl.intake.enter import Wanting


def seat(desk: Desk, wanting: "Wanting", status: Status, force: str | None) -> Booking:
    """One seat in the session that starts then; Refused where it is full, RowFault where there is none."""
    session = _session(desk, wanting)
    refusal = _room(desk, session, wanting) if status in OCCUPYING else None
    if refusal is not None and force is None:
        raise Refused.by(refusal)
    usual = desk.catalogue.services[wanting.service].price if session.start >= desk.now else None
    said = wanting.item.price
    return Booking(
        id="",
        service=wanting.service,
        customer=wanting.customer.id,
        start=desk.local(session.start),
        end=desk.local(session.end),
        session=session.id,
        status=status,
        price=float(format_minor(said, desk.settings.currency)) if said is not None else usual,
        forced=force if refusal else None,
        history=[first_event(desk, status, (refusal,) if refusal else (), "import")],
    )


def _room(desk: Desk, session: Row, wanting: "Wanting") -> Refusal | None:
    if session.status == "cancelled":
        raise RowFault(f"session {session.id} is cancelled")
    taken = taken_seats(desk, session.id)
    if any(who == wanting.customer.id for who, _ in taken):
        raise RowFault(f"the customer has a seat in session {session.id} already")
    return seats.join(session.seats, [count for _, count in taken], 1)


def _session(desk: Desk, wanting: "Wanting") -> Row:
    start = wanting.item.start
    for row in desk.rows.sessions(wanting.service, start, start + 60):
        if row.start == start:
            return row
    at = desk.local(start)
    raise RowFault(
        f"no session of {wanting.service} starts at {at:%a %d %b %Y %H:%M}: "
        f'bookctl session add {wanting.service} "{at:%Y-%m-%d %H:%M}"'
    )
