"""A new booking: who is asked for, when it can be, and what it then holds."""

from bookctl.actions import lookup, standing
from bookctl.actions.answers import keep
from bookctl.actions.barred import not_for
from bookctl.actions.caps import Terms
from bookctl.actions.deal import Deal, agreed_values, booked_words, deal, unasked
from bookctl.actions.desk import Desk
from bookctl.actions.join import join
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import judge, uses_of
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.quoting import Party, quoted
from bookctl.actions.requests import Book
from bookctl.actions.reward import place_with
from bookctl.actions.wait_state import warn_of_queue
from bookctl.engine.policy import Taken
from bookctl.engine.pricing import Quote
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow, Row
from bookctl.ledger.tombstone import NAME as FORGOTTEN
from bookctl.model.booking import Booking


def book(desk: Desk, request: Book) -> Outcome:
    """Books or says why not: Refused, NotFound, Usage. The same request id is booked once."""
    if (again := _answered(desk, request)) is not None:
        return again
    _own_words(request)
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
    gate.judge(not_for(desk, customer, Terms(service, wish.tier)))
    where, offered = _placed(desk, request, wish, customer)
    gate.overridden += where.overridden
    party = _party(wish, customer, where.start, where.end)
    judge(desk, gate, customer, wish, party.what)
    made = _record(desk, request, wish, where, deal(desk, request, party, offered), gate)
    row = desk.add(made, (where.start, where.end))
    keep(desk, customer.id, made.id, service, request.answers, force=unasked(request))
    if request.wait is None:
        warn_of_queue(desk, customer.id, service, where.start, None)
    return Outcome(f"book {made.id}", booked_words(desk, made), told(row))


def _own_words(request: Book) -> None:
    """What only the practice decides is not a customer's to say."""
    if not request.own:
        return
    if request.force is not None:
        raise Usage("--force is the practice's: a customer cannot override its rules")
    said = {
        "--price": request.price is not None,
        "--minutes": request.minutes is not None,
    }
    for option in (option for option, given in said.items() if given):
        raise Usage(f"{option} is the practice's: a customer who books themself cannot set it")


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
    extra = offered.minutes if request.minutes is None else 0
    return place_with(desk, wish, extra), offered


def _record(desk: Desk, request: Book, wish: Wish, where: Placement, made: Deal, gate: Gate) -> Booking:
    return Booking(
        id=desk.fresh_id(f"{wish.customer} {wish.service} {where.start}"),
        service=wish.service,
        customer=wish.customer or "",
        start=desk.local(where.start),
        end=desk.local(where.end),
        uses=uses_of(where),
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
