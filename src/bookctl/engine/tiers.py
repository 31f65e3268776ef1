"""Which tier a customer is in. Derived from what they did and hold, never stored."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bookctl.model.money import to_minor
from bookctl.model.tier import Tier

YEAR_DAYS = 365  # of elapsed days over which spending counts


class Standing(NamedTuple):
    """What decides it: tags, completed visits ever, worth of those of the last 365 days (minor units), tiers of purchases."""

    tags: Collection[str] = ()
    visits: int = 0
    spend: int = 0
    held: Collection[str] = ()


def tier_of(tiers: Sequence[Tier], standing: Standing, currency: str) -> str | None:
    """The highest tier, which stands last, of which any condition holds; limits are inclusive."""
    for tier in reversed(tiers):
        if (
            tier.id in standing.held
            or (tier.tag is not None and tier.tag in standing.tags)
            or (tier.visits is not None and standing.visits >= tier.visits)
            or (tier.spend is not None and standing.spend >= to_minor(tier.spend, currency))
        ):
            return tier.id
    return None
