"""When and with whom it can be: what every verb asks that puts something into the book."""

from collections.abc import Callable, Sequence

from bookctl.actions.barred import clash_to_tell, too_much
from bookctl.actions.caps import Terms, resource_over
from bookctl.actions.desk import Desk
from bookctl.actions.nearest import around
from bookctl.actions.overriding import Gate, codes
from bookctl.actions.problems import Refused
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking, Event, Session, Status, Use, held_by


def place(desk: Desk, wish: Wish) -> Placement:
    """The engine's answer within the caps of the resources, or Refused with the nearest times that would do."""
    answer = placed(desk, wish)
    if isinstance(answer, Refusal):
        raise Refused.by(answer, [] if desk.batch else nearest(desk, wish))
    return answer


def placed(desk: Desk, wish: Wish) -> Placement | Refusal:
    """The same, without alternatives."""
    refused: Refusal | None = None
    while True:
        answer = desk.planner.place(desk.busy, wish, desk.now)
        if isinstance(answer, Refusal):
            return refused or answer
        over = resource_over(desk, Terms(wish.service, wish.tier, wish.ignore or ""), answer)
        if over is None:
            return answer
        if wish.force:
            return answer._replace(overridden=(*answer.overridden, over))
        refused = refused or over
        wish = wish._replace(avoid=wish.avoid | set(over.resources))


def judge(desk: Desk, gate: Gate, customer: CustomerRow, wish: Wish, wanted: Taken) -> None:
    """Whether it would be too much for the customer; the alternatives are times at which it would not."""
    terms = Terms(wish.service, wish.tier, wish.ignore or "")

    def fits(slot: Placement) -> bool:
        return not any(too_much(desk, customer, terms, Taken(wish.service, slot.start, slot.end)))

    for refusal in too_much(desk, customer, terms, wanted):
        gate.judge(refusal, lambda: [] if desk.batch else nearest(desk, wish, fits))
    desk.warnings += clash_to_tell(desk, customer, terms, wanted)


def as_booked(desk: Desk, row: Row, item: Booking | Session, tier: str | None) -> Wish:
    """What would be asked for to book it again, with whom it is now where they are free; without a start."""
    return Wish(
        service=row.service,
        start=None,
        addons=tuple(item.addons) if isinstance(item, Booking) else (),
        prefers=tuple(dict.fromkeys(use.resource for use in held_by(item))),
        customer=row.customer,
        ignore=row.id,
        minutes=_own_length(desk, row, item),
        tier=tier,
    )


def _own_length(desk: Desk, row: Row, item: Booking | Session) -> int | None:
    """The booking's length where it was not the catalogue's when it was made."""
    minutes = (row.end - row.start) // 60
    service = desk.catalogue.services[row.service]
    addons = item.addons if isinstance(item, Booking) else []
    usual = service.length + sum(desk.catalogue.services[addon].length for addon in addons)
    return None if minutes == usual or len(service.steps) > 1 else minutes


def nearest(desk: Desk, wish: Wish, fits: Callable[[Placement], bool] = lambda _: True) -> list[str]:
    """The last time before the wished one and the next two after it at which it would be granted, in words."""
    return [f"free: {desk.local(at):%a %d %b %H:%M}" for at in around(desk, desk.planner, wish, fits)]


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


def first_event(desk: Desk, status: Status, overridden: Sequence[Refusal], by: str | None) -> Event:
    return Event(
        at=desk.local(desk.now),
        status=status,
        by=by or desk.by,
        forced=codes(overridden),
    )
