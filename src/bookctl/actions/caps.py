"""How much may be booked of each resource."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from bookctl.actions.standing import Scene
from bookctl.engine.occupancy import Busy
from bookctl.engine.place import Planner
from bookctl.engine.policy import Limit, Taken, limits, over, period
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.model.status import Held


class BusyScene(Scene, Protocol):
    @property
    def busy(self) -> Busy: ...


class Terms(NamedTuple):
    """Whose caps hold for what is wanted; `ignore` is the booking that is being moved."""

    service: str
    tier: str | None
    ignore: str = ""


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
    """A resource is counted in the period in which its own part of a booking begins, without padding."""
    wanted = _part(terms.service, (placed.start, placed.end), _of(placed.uses, resource))
    clock = scene.catalogue.settings.zone, scene.catalogue.settings.first_weekday
    first, last = period(wanted.start, limit.cap.every, *clock)
    owned: defaultdict[str, list[Held]] = defaultdict(list)
    for use in scene.busy.held(resource, first, last):
        if use.owner != terms.ignore:
            owned[use.owner].append(use)
    others = [
        _part(row.service, (row.start, row.end), uses)
        for owner, uses in owned.items()
        if (row := scene.rows.latest(owner) or scene.index.row(owner)) is not None
    ]
    return over(limit, wanted, others, resource, clock)


def _of(uses: Iterable[Held], resource: str) -> list[Held]:
    return [use for use in uses if use.resource == resource]


def _part(service: str, whole: tuple[int, int], uses: Iterable[Held]) -> Taken:
    """When a resource begins to work for a booking, and for how long altogether."""
    pieces = [(max(use.start, whole[0]), min(use.end, whole[1])) for use in uses]
    start = min(first for first, _ in pieces)
    return Taken(service, start, start + sum(last - first for first, last in pieces))
