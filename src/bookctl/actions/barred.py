"""What keeps a customer from a time that is free: whom a service is for, two places at once, and caps."""

from collections.abc import Iterator

from bookctl.actions.caps import Terms
from bookctl.actions.overlay import is_live
from bookctl.actions.standing import Scene
from bookctl.engine.place import customer_clash
from bookctl.engine.policy import Guest, Taken, limits, may_book, over, period, written
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import CustomerRow
from bookctl.model.status import Held


def barred(scene: Scene, customer: CustomerRow, terms: Terms, wanted: Taken) -> Iterator[Refusal]:
    """Every rule that keeps them from booking it."""
    refusal = not_for(scene, customer, terms)
    yield from [] if refusal is None else [refusal]
    yield from too_much(scene, customer, terms, wanted)


def not_for(scene: Scene, customer: CustomerRow, terms: Terms) -> Refusal | None:
    """Whether the service is for others only."""
    guest = Guest(terms.tier, customer.tags, customer.name)
    return may_book(scene.catalogue, scene.policy(terms.service, terms.tier), terms.service, guest)


def too_much(scene: Scene, customer: CustomerRow, terms: Terms, wanted: Taken) -> Iterator[Refusal]:
    """Every rule by which it would be too much for them: two places at once, as far as that is forbidden, and caps."""
    policy = scene.policy(terms.service, terms.tier)
    if policy.customer_overlap == "refuse" and (clash := _clash(scene, customer, terms, wanted)) is not None:
        file, key = written(scene.catalogue, terms.service, terms.tier, "customer_overlap")
        yield clash._replace(file=file, key=key)
    if policy.cap is None:
        return
    clock = scene.catalogue.settings.zone, scene.catalogue.settings.first_weekday
    for limit in limits(scene.catalogue, terms.service, terms.tier, "customer"):
        first, last = period(wanted.start, limit.cap.every, *clock)
        others = [
            Taken(row.service, row.start, row.end)
            for row in scene.rows.of_customer(customer.id, first, last)
            if row.id != terms.ignore and is_live(row, scene.now)
        ]
        refusal = over(limit, wanted, others, customer.name, clock)
        yield from [] if refusal is None else [refusal]


def clash_to_tell(scene: Scene, customer: CustomerRow, terms: Terms, wanted: Taken) -> list[str]:
    """Two places at once, in words, where the policy only warns."""
    if scene.policy(terms.service, terms.tier).customer_overlap != "warn":
        return []
    clash = _clash(scene, customer, terms, wanted)
    return [clash.text] if clash else []


def _clash(scene: Scene, customer: CustomerRow, terms: Terms, wanted: Taken) -> Refusal | None:
    own = [
        Held(row.customer or "", row.start, row.end, 1, row.id)
        for row in scene.rows.of_customer(customer.id, wanted.start, wanted.end)
        if row.id != terms.ignore and is_live(row, scene.now)
    ]
    zone = scene.catalogue.settings.zone
    return customer_clash(own, (wanted.start, wanted.end), customer.name, zone) if own else None
