"""A new booking: who is asked for, when it can be, and what it then holds."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from bookctl.actions import lookup
from bookctl.actions.desk import Desk
from bookctl.actions.join import join
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.overlay import is_live
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Book
from bookctl.engine.place import customer_clash
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking, Event, Status, Use
from bookctl.model.money import format_minor, to_minor
from bookctl.model.status import Held
from bookctl.model.time import DAY, day_start


class Wanted(NamedTuple):
    """When the customer would be where."""

    service: str
    start: int
    end: int


def book(desk: Desk, request: Book) -> Outcome:
    """Books or says why not: Refused, NotFound, Usage. The same request id is booked once."""
    if (again := _answered(desk, request)) is not None:
        return again
    customer = desk.customer(request.customer)
    desk.warn_of(customer)
    service = lookup.named("service", desk.service_names, request.service)
    if desk.catalogue.services[service].is_class:
        return join(desk, request, customer, service)
    if request.seats != 1:
        raise Usage(f"{service} is no class: it has no seats")
    start = desk.instant_of(request.start)
    wish = Wish(
        service=service,
        start=start,
        addons=tuple([lookup.named("service", desk.service_names, name) for name in request.addons]),
        asked=tuple([lookup.named("resource", desk.resource_names, name) for name in request.resources]),
        prefers=customer.prefers,
        customer=customer.id,
        minutes=request.minutes,
        force=request.force is not None,
    )
    placed = place(desk, wish)
    check_customer(desk, customer, Wanted(service, placed.start, placed.end), force=wish.force)
    made = _record(desk, request, wish, placed)
    return Outcome(f"book {made.id}", "booked", told(desk.add(made, (placed.start, placed.end))))


def place(desk: Desk, wish: Wish) -> Placement:
    """The engine's answer, or Refused with the nearest times that would do."""
    answer = desk.planner.place(desk.busy, wish, desk.now)
    if isinstance(answer, Refusal):
        raise Refused.by(answer, [] if desk.batch else nearest(desk, wish))
    return answer


def nearest(desk: Desk, wish: Wish) -> list[str]:
    """The last time before the wished one on its day and the next two after it at which it would be granted."""
    if wish.start is None:
        return []
    first, last = day_start(desk.day(wish.start), desk.zone), wish.start + 14 * DAY
    slots = desk.planner.slots(desk.busy, wish._replace(start=None), max(desk.now, first), last, desk.now)
    before: int | None = None
    after: list[int] = []
    for slot in slots:
        if slot.start < wish.start:
            before = slot.start
        else:
            after.append(slot.start)
        if len(after) == 2:
            break
    return [f"free: {desk.local(at):%a %d %b %H:%M}" for at in ([] if before is None else [before]) + after]


def check_customer(
    desk: Desk, customer: CustomerRow, wanted: Wanted, *, ignore: str = "", force: bool = False
) -> None:
    """A customer is in one place at a time, as far as the ledger's policy says so."""
    rule = desk.policy(wanted.service).customer_overlap
    if rule == "allow" or force:
        return
    own = [
        Held(row.customer or "", row.start, row.end, 1, row.id)
        for row in desk.rows.of_customer(customer.id, wanted.start, wanted.end)
        if row.id != ignore and is_live(row, desk.now)
    ]
    if not own:
        return
    clash = customer_clash(own, wanted.start, wanted.end, customer.name)
    if clash is not None and rule == "refuse":
        raise Refused.by(clash)
    if clash is not None:
        desk.warnings.append(clash.text)


def uses_of(placed: Placement) -> list[str | Use]:
    """The placement's stretches as a page writes them: a bare id where it is the whole booking."""
    return [
        held.resource
        if (held.start, held.end, held.units) == (placed.start, placed.end, 1)
        else Use(
            resource=held.resource,
            start=(held.start - placed.start) // 60,
            end=None if held.end == placed.end else (held.end - placed.start) // 60,
            units=held.units,
        )
        for held in placed.uses
    ]


def price_of(desk: Desk, given: str | float | None, minor: int | None) -> float | None:
    """The price as it stands in a file: what was said, else what the catalogue says."""
    currency = desk.settings.currency
    if given is not None:
        try:
            minor = to_minor(float(given), currency)
        except ValueError as fault:
            raise Usage(str(fault)) from None
        if minor < 0:
            raise Usage(f"a price is not negative: {given}")
    return None if minor is None else _decimal(minor, currency)


@lru_cache(maxsize=1024)
def _decimal(minor: int, currency: str) -> float:
    return float(format_minor(minor, currency))


def _record(desk: Desk, request: Book, wish: Wish, placed: Placement) -> Booking:
    hold = desk.policy(wish.service).hold or 0
    return Booking(
        id=desk.fresh_id(f"{wish.customer} {wish.service} {placed.start}"),
        service=wish.service,
        customer=wish.customer or "",
        start=desk.local(placed.start),
        end=desk.local(placed.end),
        uses=uses_of(placed),
        asked=list(wish.asked),
        addons=list(wish.addons),
        status=request.status,
        until=desk.local(desk.now + hold * 60) if request.status == "held" else None,
        price=price_of(desk, request.price, placed.price),
        source=request.source,
        request=request.request,
        forced=request.force if placed.overridden else None,
        history=[first_event(desk, request.status, placed.overridden, request.by)],
    )


def first_event(desk: Desk, status: Status, overridden: tuple[Refusal, ...], by: str | None) -> Event:
    return Event(
        at=now_of(desk),
        status=status,
        by=by or desk.by,
        forced="; ".join(rule.code for rule in overridden) or None,
    )


def now_of(desk: Desk) -> datetime:
    return desk.local(desk.now)


def _answered(desk: Desk, request: Book) -> Outcome | None:
    """The booking this request id already made."""
    row: Row | None = desk.rows.of_request(request.request) if request.request else None
    if row is None:
        return None
    return Outcome(f"book {row.id}", "booked already", told(row), records=0)
