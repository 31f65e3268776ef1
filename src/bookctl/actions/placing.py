"""When and with whom it can be: what every verb asks that puts something into the book."""

from collections.abc import Sequence

from bookctl.actions.caps import Terms, open_slots, resource_over
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


def nearest(desk: Desk, wish: Wish) -> list[str]:
    """The last time before the wished one on its day and the next two after it at which it would be granted."""
    if wish.start is None:
        return []
    first, last = day_start(desk.day(wish.start), desk.zone), wish.start + 14 * DAY
    free = wish._replace(start=None, avoid=frozenset())
    slots = open_slots(desk, desk.planner, free, (max(desk.now, first), last))
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
    desk: Desk,
    customer: CustomerRow,
    wanted: Taken,
    *,
    ignore: str = "",
    force: bool = False,
    tier: str | None = None,
) -> None:
    """A customer is in one place at a time, as far as the policy says so."""
    rule = desk.policy(wanted.service, tier).customer_overlap
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


def first_event(desk: Desk, status: Status, overridden: Sequence[Refusal], by: str | None) -> Event:
    return Event(
        at=desk.local(desk.now),
        status=status,
        by=by or desk.by,
        forced="; ".join(rule.code for rule in overridden) or None,
    )
