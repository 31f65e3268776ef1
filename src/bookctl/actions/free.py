"""Free times for a service, and why a time is not free."""

from itertools import islice
from typing import NamedTuple

from bookctl.actions import lookup
from bookctl.engine.place import Planner
from bookctl.engine.wish import Placement, Reason, Refusal, Wish
from bookctl.ledger.index import Index


class Search(NamedTuple):
    """What is looked for, in a person's words."""

    service: str
    resources: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()
    customer: str | None = None


def free_slots(index: Index, now: int, search: Search, span: tuple[int, int], limit: int) -> list[Placement]:
    """The first free starts in [start, end), each with what it would hold."""
    planner, wish = prepared(index, search)
    return list(islice(planner.slots(index.busy(now), wish, max(span[0], now), span[1], now), limit))


def explain(index: Index, now: int, search: Search, start: int) -> tuple[Placement | Refusal, list[Reason]]:
    """The gate's answer for that start, and each candidate's."""
    planner, wish = prepared(index, search)
    busy = index.busy(now)
    wish = wish._replace(start=start)
    return planner.place(busy, wish, now), planner.reasons(busy, wish, now)


def prepared(index: Index, search: Search) -> tuple[Planner, Wish]:
    services, resources = index.names("service"), index.names("resource")
    who = lookup.customer(index, search.customer) if search.customer else None
    wish = Wish(
        service=lookup.named("service", services, search.service),
        start=None,
        addons=tuple(lookup.named("service", services, text) for text in search.addons),
        asked=tuple(lookup.named("resource", resources, text) for text in search.resources),
        prefers=who.prefers if who else (),
        customer=who.id if who else None,
    )
    return Planner(index.catalogue()), wish
