"""A seat in a class: a booking that holds no resources of its own, the session does."""

from collections.abc import Callable

from bookctl.actions import standing
from bookctl.actions.answers import keep
from bookctl.actions.barred import clash_to_tell, not_for, too_much
from bookctl.actions.caps import Terms
from bookctl.actions.deal import agreed_values, booked_words, deal, unasked
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.overlay import is_live
from bookctl.actions.overriding import Gate
from bookctl.actions.problems import NotFound, Refused
from bookctl.actions.quoting import Party, quoted
from bookctl.actions.requests import Book
from bookctl.actions.standing import Scene
from bookctl.actions.wait_state import warn_of_queue
from bookctl.engine import seats
from bookctl.engine.policy import Taken
from bookctl.engine.refuse import About, timing
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking
from bookctl.model.status import occupies
from bookctl.model.time import DAY


def join(desk: Desk, request: Book, customer: CustomerRow, service: str) -> Outcome:
    """Joins the session of the service that begins at the start; Refused where it is full, over or cancelled."""
    session = _session_at(desk, service, desk.instant_of(request.start), request.session)
    gate = Gate(request.force)
    taken = taken_seats(desk, session.id)
    if any(who == customer.id for who, _ in taken):
        raise Refused(f"{customer.name} has a seat in this session already")
    if session.end <= desk.now:
        raise Refused("this session is over")
    _room(desk, gate, session, customer, request.seats)
    tier = standing.tier(desk, customer)
    wanted = Taken(service, session.start, session.end)
    _in_time(desk, gate, session, tier, own=request.own)
    gate.judge(not_for(desk, customer, Terms(service, tier)))
    _not_too_much(desk, gate, session, (customer, request.seats), Terms(service, tier))
    party = Party(customer, tier, wanted, (), request.seats)
    offered = quoted(desk, party, request.coupon)
    if isinstance(offered, Refusal):
        raise Refused.by(offered)
    made = Booking(
        id=desk.fresh_id(f"{customer.id} {session.id}"),
        service=service,
        customer=customer.id,
        start=desk.local(session.start),
        end=desk.local(session.end),
        session=session.id,
        seats=request.seats,
        **agreed_values(desk, request, deal(desk, request, party, offered), gate),
    )
    row = desk.add(made)
    keep(desk, customer.id, made.id, service, request.answers, force=unasked(request))
    if request.wait is None:
        warn_of_queue(desk, customer.id, service, session.start, session.id)
    return Outcome(f"join {session.id} {made.id}", booked_words(desk, made), told(row))


def _room(desk: Desk, gate: Gate, session: Row, customer: CustomerRow, wanted: int) -> None:
    """A full class says how to wait for a seat."""
    taken = [count for _, count in taken_seats(desk, session.id)]
    refusal = seats.join(session.seats, taken, wanted)
    if refusal is not None and gate.force is None:
        refused = Refused.by(refusal, _others(desk, session, wanted))
        refused.help = f"bookctl wait add {customer.id} --session {session.id} puts them on the waiting list"
        raise refused
    gate.judge(refusal)


def _in_time(desk: Desk, gate: Gate, session: Row, tier: str | None, *, own: bool) -> None:
    """Notice and horizon are the class's as any service's; the practice may still add who comes late."""
    about = About(session.service, tier, desk.policy(session.service, tier))
    for refusal in timing(about, desk.catalogue, session.start, desk.now):
        if refusal.code != "past" or own:
            gate.judge(refusal, lambda: _others(desk, session, 1))


def _not_too_much(desk: Desk, gate: Gate, session: Row, who: tuple[CustomerRow, int], terms: Terms) -> None:
    customer, wanted = who
    what = Taken(session.service, session.start, session.end)

    def fits(row: Row) -> bool:
        return not any(too_much(desk, customer, terms, Taken(row.service, row.start, row.end)))

    for refusal in too_much(desk, customer, terms, what):
        gate.judge(refusal, lambda: _others(desk, session, wanted, fits))
    desk.warnings += clash_to_tell(desk, customer, terms, what)


def _others(desk: Desk, session: Row, wanted: int, fits: Callable[[Row], bool] = lambda _: True) -> list[str]:
    """The next sessions with room for as many."""
    found = [
        row
        for row in desk.rows.sessions(session.service, session.end, session.end + 28 * DAY)
        if row.status == "confirmed"
        and row.seats - sum(count for _, count in taken_seats(desk, row.id)) >= wanted
        and fits(row)
    ]
    return [f"free: {row.id}  {desk.local(row.start):%a %d %b %H:%M}" for row in found[:3]]


def taken_seats(scene: Scene, session: str) -> list[tuple[str, int]]:
    """Who holds seats, and how many, as decided so far."""
    return [
        (row.customer or "", row.seats) for row in scene.rows.of_session(session) if is_live(row, scene.now)
    ]


def _session_at(desk: Desk, service: str, start: int, id_: str | None) -> Row:
    near = [
        row for row in desk.rows.sessions(service, start - DAY, start + 7 * DAY) if row.status == "confirmed"
    ]
    for row in near:
        if row.start == start and id_ in {None, row.id}:
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
