"""When and with whom it can be: what every verb asks that puts something into the book."""

from collections.abc import Callable, Sequence

from bookctl.actions.barred import clash_to_tell, too_much
from bookctl.actions.caps import Terms, open_slots, resource_over
from bookctl.actions.deal import Gate, codes
from bookctl.actions.desk import Desk
from bookctl.actions.problems import Refused
from bookctl.engine.policy import Taken
from bookctl.engine.refuse import horizon_end
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking, Event, Session, Status, Use, held_by
from bookctl.model.time import DAY, day_start

NEAR, FAR = 14, 62  # days


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
    """The last time before the wished one and the next two after it at which it would be granted.

    Looked for from that day on, or from the last one that can be booked, for a fortnight; where a month's cap is full, longer.
    """
    if wish.start is None:
        return []
    policy = desk.policy(wish.service, wish.tier)
    begin = min(day_start(desk.day(wish.start), desk.zone), horizon_end(policy, desk.now, desk.zone) - DAY)
    ends = [NEAR, FAR] if any(cap.every == "month" for cap in policy.cap or ()) else [NEAR]
    for days in ends:
        found = _around(desk, wish, fits, (max(desk.now, begin), max(wish.start, begin) + days * DAY))
        if found:
            break
    return [f"free: {desk.local(at):%a %d %b %H:%M}" for at in found]


def _around(desk: Desk, wish: Wish, fits: Callable[[Placement], bool], span: tuple[int, int]) -> list[int]:
    free, start = wish._replace(start=None, avoid=frozenset(), force=False), wish.start or 0
    before: int | None = None
    after: list[int] = []
    for slot in filter(fits, open_slots(desk, desk.planner, free, span)):
        if slot.start < start:
            before = slot.start
        else:
            after.append(slot.start)
        if len(after) == 2:
            break
    return ([] if before is None else [before]) + after


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
