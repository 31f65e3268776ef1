"""Free times for a service."""

from itertools import islice
from typing import NamedTuple

from bookctl.actions import lookup, standing
from bookctl.actions.barred import barred
from bookctl.actions.caps import Terms, open_slots
from bookctl.actions.overlay import Rows
from bookctl.engine.place import Planner
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import Index
from bookctl.model.policy import Policy


class Search(NamedTuple):
    """What is looked for, in a person's words."""

    service: str
    resources: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()
    customer: str | None = None


class Standpoint:
    """The book as it stands, for those who only ask."""

    def __init__(self, index: Index, now: int) -> None:
        self.index, self.now = index, now
        self.catalogue = index.catalogue()
        self.rows = Rows(index)
        self.busy = index.busy(now)
        self._policies: dict[tuple[str, str | None], Policy] = {}

    def policy(self, service: str, tier: str | None = None) -> Policy:
        """The rules in force for a service and a customer's tier."""
        if (service, tier) not in self._policies:
            self._policies[service, tier] = self.catalogue.policy(service, tier)
        return self._policies[service, tier]


def free_slots(index: Index, now: int, search: Search, span: tuple[int, int], limit: int) -> list[Placement]:
    """The first free starts in [start, end), each with what it would hold."""
    planner, wish, scene = prepared(index, now, search)
    slots = open_slots(scene, planner, wish, (max(span[0], now), span[1]))
    return list(islice((slot for slot in slots if barred_from(scene, wish, search, slot) is None), limit))


def barred_from(scene: Standpoint, wish: Wish, search: Search, placed: Placement) -> Refusal | None:
    """The first rule that keeps the customer from it, where one was named."""
    if search.customer is None:
        return None
    who, terms = lookup.customer(scene.index, search.customer), Terms(wish.service, wish.tier)
    return next(barred(scene, who, terms, Taken(wish.service, placed.start, placed.end)), None)


def prepared(index: Index, now: int, search: Search) -> tuple[Planner, Wish, Standpoint]:
    scene = Standpoint(index, now)
    services, resources = index.names("service"), index.names("resource")
    who = lookup.customer(index, search.customer) if search.customer else None
    wish = Wish(
        service=lookup.named("service", services, search.service),
        start=None,
        addons=tuple(lookup.named("service", services, text) for text in search.addons),
        asked=tuple(lookup.named("resource", resources, text) for text in search.resources),
        prefers=who.prefers if who else (),
        customer=who.id if who else None,
        tier=standing.tier(scene, who) if who else None,
    )
    return Planner(scene.catalogue), wish, scene
