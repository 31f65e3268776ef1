"""Freed time is held for whoever waits for it, one after the other: nobody is told of a time that is not theirs."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from bookctl.actions import standing
from bookctl.actions.barred import barred
from bookctl.actions.book import book
from bookctl.actions.caps import Terms, open_slots
from bookctl.actions.desk import Desk
from bookctl.actions.join import taken_seats
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.actions.requests import Book
from bookctl.actions.wait_state import Standing, everyone, offers_of
from bookctl.engine import seats
from bookctl.engine.policy import Taken
from bookctl.engine.spans import Span
from bookctl.engine.waitlist import OPEN, TURNED_DOWN, Place, fills, let_pass, queue, within
from bookctl.engine.wish import Wish
from bookctl.ledger.index import CustomerRow, Row, WaitRow
from bookctl.model.booking import Booking
from bookctl.model.counted import counted
from bookctl.model.hours import parse_hours
from bookctl.model.service import Service
from bookctl.model.time import MINUTE, day_start

TRIES = 10  # times that a rule of the customer's own forbids, after which the next in line has their turn
LOOKED_AT = 400
SOURCE = "waitlist"


class Freed(NamedTuple):
    """A stretch that became free at the instant `at`; `session` where it is seats of a class."""

    start: int
    end: int
    at: int
    session: str | None = None

    @property
    def span(self) -> Span:
        return self.start, self.end


class Made(NamedTuple):
    """An offer: the wait, and the booking that is held for it."""

    wait: WaitRow
    row: Row


def offer(desk: Desk, waiting: Iterable[Standing] | None = None, freed: Freed | None = None) -> list[Made]:
    """Holds what is free, in the order of the discipline; of a freed stretch, for those who waited when it was freed."""
    known = everyone(desk) if waiting is None else waiting
    turns = {one.wait.id: one for one in known if one.state in OPEN}
    if freed is not None:
        turns = {id_: one for id_, one in turns.items() if one.wait.at <= freed.at}
    batch, desk.batch = (
        desk.batch,
        True,
    )  # a refusal here is the next one's turn: no alternatives are looked for
    try:
        found = [place for one in turns.values() for place in islice(_places(desk, one, freed), 1)]
        order = queue(found, desk.settings.waitlist.order, freed and freed.span)
        made = [(turns[place.id].wait, _held(desk, turns[place.id], freed)) for place in order]
    finally:
        desk.batch = batch
    return [Made(wait, row) for wait, row in made if row is not None]


def offering(desk: Desk, waiting: Iterable[Standing] | None = None) -> Outcome:
    """The same as an answer for a person."""
    made = offer(desk, waiting)
    words = f"{counted(len(made), 'offer')} made" if made else "nothing to offer"
    data = {"offers": [told(one.row) for one in made]}
    return Outcome(f"wait offer {' '.join(one.wait.id for one in made)}".rstrip(), words, data, len(made))


def sweep(desk: Desk) -> list[Made]:
    """Who is next where a hold has lapsed or an offer was turned down."""
    waiting = [one for one in everyone(desk) if one.state in OPEN]
    if not waiting:
        return []
    last = max(date.fromisoformat(one.wait.end) for one in waiting)
    rows = desk.index.rows(desk.now, day_start(last + timedelta(days=1), desk.zone), ("booking",))
    freed = dict.fromkeys(
        _freed_by(desk, row) for row in rows if row.start > desk.now and ended(row, desk.now)
    )
    return [made for one in freed for made in offer(desk, freed=one)]


def ended(row: Row, now: int) -> bool:
    """Whether it gave its time free in a way that no rule sees: a hold that lapsed, or an offer that was turned down."""
    if row.lapsed(now):
        return True
    turned_down = row.more.wait is not None and row.status in TURNED_DOWN
    return turned_down and all(offer.passed for offer in offers_of((row,), now))


def freed_by(desk: Desk, row: Row, change: str | None) -> Freed:
    """What a booking's change set free: where it was before a move, else where it is."""
    if change == "moved":
        item = desk.record(row)
        moves = [event for event in item.history if event.moved is not None]
        if isinstance(item, Booking) and moves and moves[-1].moved is not None:
            start = int(moves[-1].moved.timestamp())
            return Freed(start, start + row.end - row.start, int(moves[-1].at.timestamp()))
    return _freed_by(desk, row)


def _freed_by(desk: Desk, row: Row) -> Freed:
    """Seats of a class that takes place, or else the time itself."""
    at = (row.until if row.lapsed(desk.now) else row.changed) or desk.now
    session = desk.rows.latest(row.session) or desk.index.row(row.session) if row.session else None
    if session is not None and session.status == "confirmed":
        return Freed(session.start, session.end, at, session.id)
    return Freed(row.start, row.end, at)


def free_for(desk: Desk, wait: WaitRow, most: int) -> list[Place]:
    """The first times that would do and that they could book now."""
    customer = desk.customer(wait.customer)
    terms = Terms(wait.service, standing.tier(desk, customer))
    places = (
        place
        for place in _places(desk, Standing(wait, "waiting", (), desk.now), None)
        if not any(barred(desk, customer, terms, Taken(wait.service, place.start, place.end)))
    )
    return list(islice(places, most))


def _held(desk: Desk, one: Standing, freed: Freed | None) -> Row | None:
    """The booking that holds the first of the times that may be; None where there is none any more."""
    places = list(islice(_places(desk, one, freed), TRIES))
    for place in places:
        row = _booked(desk, one.wait, place)
        if row is not None:
            return row
    return None


def _booked(desk: Desk, wait: WaitRow, place: Place) -> Row | None:
    """Held no longer than until it starts; None where a rule forbids it."""
    minutes = min(desk.settings.waitlist.offer, (place.start - desk.now) // MINUTE)
    request = Book(
        customer=wait.customer,
        service=wait.service,
        start=desk.stamp(place.start),
        resources=list(wait.asked),
        seats=wait.seats,
        status="held",
        hold=minutes,
        session=wait.session,
        wait=wait.id,
        source=SOURCE,
    )
    touched, warned = set(desk.touched), len(desk.warnings)
    try:
        return desk.rows.latest(book(desk, request).data["id"])
    except (Refused, NotFound, Usage):
        if set(desk.touched) != touched:  # half of it stands in the draft: nothing of this change may be kept
            raise
        del desk.warnings[warned:]
        return None


def _places(desk: Desk, one: Standing, freed: Freed | None) -> Iterator[Place]:
    """Times and seats that would do for a wait: of what was freed the fullest first, else the earliest."""
    wait = one.wait
    service = desk.catalogue.services.get(wait.service)
    customer = desk.index.customer(wait.customer)
    if service is None or customer is None or customer.retired is not None:
        return
    first, last = _span(desk, wait, service, freed)
    spans = (
        _sessions(desk, wait, (first, last))
        if service.is_class
        else _slots(desk, wait, customer, (first, last))
    )
    windows = [window for text in wait.hours for window in parse_hours(text)]
    offers = offers_of(one.offers, desk.now)
    found = (
        Place(wait.at, wait.id, start, end, wait.seats)
        for start, end, session in spans
        if within(start, windows, desk.zone)
        and not let_pass(offers, (start, end))
        and (freed is None or (start < freed.end and end > freed.start and freed.session in {None, session}))
    )
    if freed is None:
        yield from found
    else:
        yield from sorted(
            islice(found, LOOKED_AT), key=lambda place: (-fills(place, freed.span), place.start)
        )


def _span(desk: Desk, wait: WaitRow, service: Service, freed: Freed | None) -> Span:
    """Within which a start would do; not so soon that nobody could answer."""
    first = day_start(date.fromisoformat(wait.start), desk.zone)
    last = day_start(date.fromisoformat(wait.end) + timedelta(days=1), desk.zone)
    soonest = desk.now + max(1, desk.settings.waitlist.notice) * MINUTE
    if freed is not None:
        first, last = max(first, freed.start - service.length * MINUTE + 1), min(last, freed.end)
    return max(first, soonest), last


def _slots(
    desk: Desk, wait: WaitRow, customer: CustomerRow, span: Span
) -> Iterator[tuple[int, int, str | None]]:
    wish = Wish(
        service=wait.service,
        start=None,
        asked=wait.asked,
        prefers=customer.prefers,
        customer=customer.id,
        tier=standing.tier(desk, customer),
    )
    if span[0] < span[1]:
        for slot in open_slots(desk, desk.planner, wish, span):
            yield slot.start, slot.end, None


def _sessions(desk: Desk, wait: WaitRow, span: Span) -> Iterator[tuple[int, int, str | None]]:
    """Classes that take place and have seats for them."""
    if span[0] >= span[1]:
        return
    for row in desk.rows.sessions(wait.service, *span):
        wanted = (
            wait.session in {None, row.id} and row.status == "confirmed" and span[0] <= row.start < span[1]
        )
        taken = [count for _, count in taken_seats(desk, row.id)] if wanted else []
        if wanted and seats.join(row.seats, taken, wait.seats) is None:
            yield row.start, row.end, row.id
