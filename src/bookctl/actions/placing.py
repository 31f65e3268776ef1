"""When and with whom it can be: what every verb asks that puts something into the book."""

from collections.abc import Callable, Sequence

from bookctl.actions.caps import Terms, customer_over, open_slots, resource_over
from bookctl.actions.desk import Desk
from bookctl.actions.overlay import is_live
from bookctl.actions.problems import Refused
from bookctl.engine.place import customer_clash
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow
from bookctl.model.booking import Event, Status, Use
from bookctl.model.status import Held
from bookctl.model.time import DAY, day_start


def place(desk: Desk, wish: Wish) -> Placement:
    """The engine's answer within the caps of the resources, or Refused with the nearest times that would do."""
    refused: Refusal | None = None
    while True:
        answer = desk.planner.place(desk.busy, wish, desk.now)
        if isinstance(answer, Refusal):
            raise Refused.by(refused or answer, [] if desk.batch else nearest(desk, wish))
        over = resource_over(desk, Terms(wish.service, wish.tier, wish.ignore or ""), answer)
        if over is None:
            return answer
        if wish.force:
            return answer._replace(overridden=(*answer.overridden, over))
        refused = refused or over
        wish = wish._replace(avoid=wish.avoid | set(over.resources))


def nearest(desk: Desk, wish: Wish, fits: Callable[[Placement], bool] = lambda _: True) -> list[str]:
    """The last time before the wished one on its day and the next two after it at which it would be granted."""
    if wish.start is None:
        return []
    first, last = day_start(desk.day(wish.start), desk.zone), wish.start + 14 * DAY
    free = wish._replace(start=None, avoid=frozenset())
    slots = open_slots(desk, desk.planner, free, (max(desk.now, first), last))
    before: int | None = None
    after: list[int] = []
    for slot in filter(fits, slots):
        if slot.start < wish.start:
            before = slot.start
        else:
            after.append(slot.start)
        if len(after) == 2:
            break
    return [f"free: {desk.local(at):%a %d %b %H:%M}" for at in ([] if before is None else [before]) + after]


def customer_refusal(desk: Desk, customer: CustomerRow, terms: Terms, wanted: Taken) -> Refusal | None:
    """Whether it would be too much for the customer: two places at once, as far as the policy forbids that, or a cap."""
    rule = desk.policy(terms.service, terms.tier).customer_overlap
    clash = None if rule == "allow" else _clash(desk, customer, terms, wanted)
    if clash is not None and rule == "refuse":
        return clash
    return customer_over(desk, customer, terms, wanted)


def warn_of_clash(desk: Desk, customer: CustomerRow, terms: Terms, wanted: Taken) -> None:
    """Tells of two places at once where the policy only warns."""
    if desk.policy(terms.service, terms.tier).customer_overlap == "warn":
        clash = _clash(desk, customer, terms, wanted)
        desk.warnings += [clash.text] if clash else []


def _clash(desk: Desk, customer: CustomerRow, terms: Terms, wanted: Taken) -> Refusal | None:
    own = [
        Held(row.customer or "", row.start, row.end, 1, row.id)
        for row in desk.rows.of_customer(customer.id, wanted.start, wanted.end)
        if row.id != terms.ignore and is_live(row, desk.now)
    ]
    return customer_clash(own, wanted.start, wanted.end, customer.name) if own else None


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
        forced="; ".join(rule.code for rule in overridden) or None,
    )
