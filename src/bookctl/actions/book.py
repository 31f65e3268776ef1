"""A new booking: who is asked for, when it can be, and what it then holds."""

from bookctl.actions import lookup, standing
from bookctl.actions.answers import keep
from bookctl.actions.caps import Terms
from bookctl.actions.deal import Deal, Gate, Party, agreed_values, booked_words, deal, quoted, unasked
from bookctl.actions.desk import Desk
from bookctl.actions.join import join
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.placing import customer_refusal, nearest, place, uses_of, warn_of_clash
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Book
from bookctl.actions.wait_state import warn_of_queue
from bookctl.engine.policy import Guest, Taken, may_book
from bookctl.engine.pricing import Quote
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow, Row
from bookctl.ledger.tombstone import NAME as FORGOTTEN
from bookctl.model.booking import Booking


def book(desk: Desk, request: Book) -> Outcome:
    """Books or says why not: Refused, NotFound, Usage. The same request id is booked once."""
    if (again := _answered(desk, request)) is not None:
        return again
    if request.own and request.force is not None:
        raise Usage("--force is the practice's: a customer cannot override its rules")
    customer = desk.customer(request.customer)
    if customer.name == FORGOTTEN:
        raise Refused(
            f"{customer.id} was forgotten",
            help='whoever comes again is new: bookctl customer add --name "..."',
        )
    desk.warn_of(customer)
    service = lookup.named("service", desk.service_names, request.service)
    if desk.catalogue.services[service].is_class:
        return join(desk, request, customer, service)
    if request.seats != 1:
        raise Usage(f"{service} is no class: it has no seats")
    gate = Gate(request.force)
    wish = _wish(desk, request, customer, service)
    guest = Guest(wish.tier, customer.tags, customer.name)
    gate.judge(may_book(desk.catalogue, desk.policy(service, wish.tier), service, guest))
    placed, offered = _placed(desk, request, wish, customer)
    gate.overridden += placed.overridden
    party = _party(wish, customer, placed.start, placed.end)
    terms = Terms(service, wish.tier)

    def refusal(start: int, end: int) -> Refusal | None:
        return customer_refusal(desk, customer, terms, Taken(service, start, end))

    gate.judge(
        refusal(placed.start, placed.end),
        lambda: nearest(desk, wish, lambda slot: refusal(slot.start, slot.end) is None),
    )
    warn_of_clash(desk, customer, terms, party.what)
    made = _record(desk, request, wish, placed, deal(desk, request, party, offered), gate)
    row = desk.add(made, (placed.start, placed.end))
    keep(desk, customer.id, made.id, service, request.answers, force=unasked(request))
    if request.wait is None:
        warn_of_queue(desk, customer.id, service, placed.start, None)
    return Outcome(f"book {made.id}", booked_words(desk, made), told(row))


def _wish(desk: Desk, request: Book, customer: CustomerRow, service: str) -> Wish:
    return Wish(
        service=service,
        start=desk.instant_of(request.start),
        addons=tuple([lookup.named("service", desk.service_names, name) for name in request.addons]),
        asked=tuple([lookup.named("resource", desk.resource_names, name) for name in request.resources]),
        prefers=customer.prefers,
        customer=customer.id,
        minutes=request.minutes,
        force=request.force is not None,
        tier=standing.tier(desk, customer),
    )


def _party(wish: Wish, customer: CustomerRow, start: int, end: int) -> Party:
    return Party(customer, wish.tier, Taken(wish.service, start, end), wish.addons)


def _placed(desk: Desk, request: Book, wish: Wish, customer: CustomerRow) -> tuple[Placement, Quote]:
    """Where it goes and what it costs; time that a price rule gives on top is taken where it is free."""
    start = wish.start or 0
    offered = quoted(desk, _party(wish, customer, start, start), request.coupon)
    if isinstance(offered, Refusal):
        raise Refused.by(offered)
    if offered.minutes and request.minutes is None:
        longer = wish._replace(minutes=_usual(desk, wish) + offered.minutes)
        found = desk.planner.place(desk.busy, longer._replace(force=False), desk.now)
        if isinstance(found, Placement):
            return found, offered
        desk.warnings.append(f"the {offered.minutes} min on top are not free: booked without them")
    return place(desk, wish), offered


def _usual(desk: Desk, wish: Wish) -> int:
    return sum(desk.catalogue.services[id_].length for id_ in (wish.service, *wish.addons))


def _record(desk: Desk, request: Book, wish: Wish, placed: Placement, made: Deal, gate: Gate) -> Booking:
    return Booking(
        id=desk.fresh_id(f"{wish.customer} {wish.service} {placed.start}"),
        service=wish.service,
        customer=wish.customer or "",
        start=desk.local(placed.start),
        end=desk.local(placed.end),
        uses=uses_of(placed),
        asked=list(wish.asked),
        addons=list(wish.addons),
        **agreed_values(desk, request, made, gate),
    )


def _answered(desk: Desk, request: Book) -> Outcome | None:
    """The booking this request id already made."""
    row: Row | None = desk.rows.of_request(request.request) if request.request else None
    if row is None:
        return None
    return Outcome(f"book {row.id}", "booked already", told(row), records=0)
