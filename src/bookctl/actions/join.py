"""A seat in a class: a booking that holds no resources of its own, the session does."""

from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import NotFound, Refused
from bookctl.actions.requests import Book
from bookctl.engine import seats
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking, Event
from bookctl.model.status import occupies
from bookctl.model.time import DAY


def join(desk: Desk, request: Book, customer: CustomerRow, service: str) -> Outcome:
    """Joins the session of the service that begins at the start; Refused where it is full, over or cancelled."""
    start = desk.instant_of(request.start)
    session = _session_at(desk, service, start)
    taken = taken_seats(desk, session.id)
    refusal = seats.join(session.seats, [count for _, count in taken], request.seats)
    if any(who == customer.id for who, _ in taken):
        raise Refused(f"{customer.name} has a seat in this session already")
    if refusal is not None and request.force is None:
        raise Refused.by(refusal)
    if session.end <= desk.now:
        raise Refused("this session is over")
    from bookctl.actions.book import Wanted, check_customer, price_of

    check_customer(
        desk, customer, Wanted(service, session.start, session.end), force=request.force is not None
    )
    kind = desk.catalogue.services[service]
    made = Booking(
        id=desk.fresh_id(f"{customer.id} {session.id}"),
        service=service,
        customer=customer.id,
        start=desk.local(session.start),
        end=desk.local(session.end),
        session=session.id,
        seats=request.seats,
        status=request.status,
        price=price_of(desk, request.price if request.price is not None else kind.price, None),
        source=request.source,
        request=request.request,
        forced=request.force if refusal else None,
        history=[Event(at=desk.local(desk.now), status=request.status, by=request.by or desk.by)],
    )
    return Outcome(f"join {session.id} {made.id}", "booked", told(desk.add(made)))


def taken_seats(desk: Desk, session: str) -> list[tuple[str, int]]:
    """Who holds seats, and how many, as decided so far."""
    return [
        (row.customer or "", row.seats)
        for row in desk.rows.of_session(session)
        if occupies(row.status, desk.local(row.until) if row.until else None, desk.now)
    ]


def _session_at(desk: Desk, service: str, start: int) -> Row:
    near = [
        row for row in desk.rows.sessions(service, start - DAY, start + 7 * DAY) if row.status == "confirmed"
    ]
    for row in near:
        if row.start == start:
            return row
    raise NotFound(
        f"no session of {service} starts at {desk.local(start):%a %d %b %Y %H:%M}",
        lines=[f"{row.id}  {desk.local(row.start):%a %d %b %H:%M}" for row in near[:5]],
        help=f'bookctl session add {service} "{desk.local(start):%Y-%m-%d %H:%M}"',
    )


def seat_of(desk: Desk, session: str, customer: str) -> Row:
    """The seat a customer holds in a session."""
    row, who = desk.row(session), desk.customer(customer)
    for seat in desk.rows.of_session(row.id):
        if seat.customer == who.id and occupies(seat.status, None, desk.now):
            return seat
    raise NotFound(f"{who.name} has no seat in {row.id}")
