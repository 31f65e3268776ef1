"""What something would cost, and why: the lines that a booking would store."""

from typing import NamedTuple

from bookctl.actions import lookup, standing
from bookctl.actions.free import Standpoint
from bookctl.actions.quoting import Party, quoted, uses_of
from bookctl.engine.policy import Taken
from bookctl.engine.pricing import Ask, Quote, quote
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import Index


class Question(NamedTuple):
    """In a person's words; `start` is an instant."""

    service: str
    start: int
    addons: tuple[str, ...] = ()
    customer: str | None = None
    coupon: str | None = None


def answer(index: Index, now: int, asked: Question) -> Quote | Refusal:
    """The quote, without regard to whether the time is free."""
    names = index.names("service")
    service = lookup.named("service", names, asked.service)
    addons = tuple(lookup.named("service", names, text) for text in asked.addons)
    scene = Standpoint(index, now)
    if asked.customer is None:
        ask = Ask(service, asked.start, addons, None, asked.coupon)
        return quote(scene.catalogue, ask, lambda rule: uses_of(scene, rule))
    who = lookup.customer(index, asked.customer)
    what = Taken(service, asked.start, asked.start)
    return quoted(scene, Party(who, standing.tier(scene, who), what, addons), asked.coupon)
