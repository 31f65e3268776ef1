"""How much may be booked: of a customer, and of each resource."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from bookctl.actions.overlay import is_live
from bookctl.actions.standing import Scene
from bookctl.engine.occupancy import Busy
from bookctl.engine.place import Planner
from bookctl.engine.policy import Limit, Taken, limits, over, period
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import CustomerRow


class BusyScene(Scene, Protocol):
    @property
    def busy(self) -> Busy: ...


class Terms(NamedTuple):
    """Whose caps hold for what is wanted; `ignore` is the booking that is being moved."""

    service: str
    tier: str | None
    ignore: str = ""


def customer_over(scene: Scene, customer: CustomerRow, terms: Terms, wanted: Taken) -> Refusal | None:
    """Refused where the customer would have more than a cap of theirs allows."""
    if scene.policy(terms.service, terms.tier).cap is None:
        return None
    clock = scene.catalogue.settings.zone, scene.catalogue.settings.first_weekday
    for limit in limits(scene.catalogue, terms.service, terms.tier, "customer"):
        first, last = period(wanted.start, limit.cap.every, *clock)
        others = [
            Taken(row.service, row.start, row.end)
            for row in scene.rows.of_customer(customer.id, first, last)
            if row.id != terms.ignore and is_live(row, scene.now)
        ]
        refusal = over(limit, wanted, others, customer.name, clock)
        if refusal is not None:
            return refusal
    return None


def resource_over(scene: BusyScene, terms: Terms, placed: Placement) -> Refusal | None:
    """Refused for the first resource that would have more than its cap; `resources` of the refusal names it."""
    if scene.policy(terms.service, terms.tier).cap is None:
        return None
    found = list(limits(scene.catalogue, terms.service, terms.tier, "resource"))
    for resource in dict.fromkeys(use.resource for use in placed.uses) if found else ():
        for limit in found:
            refusal = _over(scene, limit, terms, placed, resource)
            if refusal is not None:
                return refusal._replace(resources=(resource,))
    return None


def open_slots(scene: BusyScene, planner: Planner, wish: Wish, span: tuple[int, int]) -> Iterator[Placement]:
    """The planner's slots with a start in the span, without resources that have as much as they may."""
    terms = Terms(wish.service, wish.tier, wish.ignore or "")
    for slot in planner.slots(scene.busy, wish, *span, scene.now):
        found: Placement | Refusal = slot
        avoid: frozenset[str] = frozenset()
        while isinstance(found, Placement) and (full := resource_over(scene, terms, found)) is not None:
            avoid |= set(full.resources)
            found = planner.place(scene.busy, wish._replace(start=slot.start, avoid=avoid), scene.now)
        if isinstance(found, Placement):
            yield found


def _over(scene: BusyScene, limit: Limit, terms: Terms, placed: Placement, resource: str) -> Refusal | None:
    clock = scene.catalogue.settings.zone, scene.catalogue.settings.first_weekday
    first, last = period(placed.start, limit.cap.every, *clock)
    owners = dict.fromkeys(
        use.owner for use in scene.busy.held(resource, first, last) if use.owner != terms.ignore
    )
    rows = [
        row for owner in owners if (row := scene.rows.latest(owner) or scene.index.row(owner)) is not None
    ]
    others = [Taken(row.service, row.start, row.end) for row in rows]
    return over(limit, Taken(terms.service, placed.start, placed.end), others, resource, clock)
