"""What a booking costs, line by line: the service and its add-ons, the customer's tier, then the ledger's price rules.

All amounts are whole minor units of the ledger's currency. Parts of a price are rounded half up.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from bookctl.engine.closure import SETTINGS_FILE
from bookctl.engine.wish import Refusal
from bookctl.model.catalogue import Catalogue
from bookctl.model.hours import parse_hours
from bookctl.model.money import to_minor
from bookctl.model.policy import Share
from bookctl.model.pricing import Price
from bookctl.model.service import Service
from bookctl.model.time import WEEKDAYS, wall

DAY_MINUTES = 1440


class Ask(NamedTuple):
    """What is to be priced. `start` is an instant; `tier` and `coupon` are ids."""

    service: str
    start: int
    addons: tuple[str, ...] = ()
    tier: str | None = None
    coupon: str | None = None
    seats: int = 1


class Quote(NamedTuple):
    """`total` is None where nothing has a price; `lines` are (id, amount); `minutes` come on top for nothing."""

    total: int | None
    lines: tuple[tuple[str, int], ...] = ()
    minutes: int = 0


Uses = Callable[[str], tuple[int, int]]
"""How many live bookings have a price rule: in all, and of the customer."""


def quote(catalogue: Catalogue, ask: Ask, uses: Uses = lambda _: (0, 0)) -> Quote | Refusal:
    """The price in force; Refusal where a coupon is unknown, not for this, or used up, or a rule does not read."""
    lines = list(_base(catalogue, ask))
    minutes = 0
    for rule in catalogue.settings.price:
        try:
            why = unmet(catalogue, rule, ask) or _used_up(rule, uses)
            changed = (
                _changed(rule.change, lines, catalogue.settings.currency) if rule.change and lines else 0
            )
        except ValueError as fault:
            number = catalogue.settings.price.index(rule)
            return Refusal(
                "price", f"the price rule {rule.id} does not read: {fault}", SETTINGS_FILE, f"price.{number}"
            )
        if why is not None:
            if rule.coupon is not None and rule.coupon == ask.coupon:
                return Refusal(
                    "coupon", f"the coupon {rule.coupon} {why}", SETTINGS_FILE, _place(catalogue, rule)
                )
            continue
        if lines and rule.change is not None:
            lines.append((rule.id, changed))
        elif lines and _counted(rule):
            lines.append((rule.id, 0))  # it brings minutes only, and is used up all the same
        minutes += rule.minutes or 0
    if ask.coupon is not None and ask.coupon not in {rule.coupon for rule in catalogue.settings.price}:
        return Refusal("coupon", f"there is no coupon {ask.coupon}")
    return Quote(sum(amount for _, amount in lines) if lines else None, tuple(lines), minutes)


def share_of(share: Share | None, price: int, currency: str) -> int:
    """An amount, or the part of the price, rounded half up and never more than the price where it is a part."""
    if share is None:
        return 0
    if isinstance(share, str):
        return min(price, int(price * Fraction(share.rstrip("%")) / 100 + Fraction(1, 2)))
    return to_minor(share, currency)


def _base(catalogue: Catalogue, ask: Ask) -> Iterator[tuple[str, int]]:
    """The service, its add-ons and what the tier takes off; a class is paid by the seat."""
    currency, total = catalogue.settings.currency, 0
    for id_ in (ask.service, *ask.addons):
        service = catalogue.services[id_]
        if service.price is not None:
            amount = to_minor(service.price, currency) * ask.seats
            total += amount
            yield id_, amount
    discounts = [one.discount for one in catalogue.settings.tier if one.id == ask.tier and one.discount]
    if discounts and total and ask.tier is not None:
        yield ask.tier, -share_of(discounts[0], total, currency)


def unmet(catalogue: Catalogue, rule: Price, ask: Ask) -> str | None:
    """Why a rule does not hold, as it stands behind 'the coupon'; None where it does."""
    service = catalogue.services[ask.service]
    day = wall(ask.start, catalogue.settings.zone).date()
    faults = (
        (rule.coupon is not None and rule.coupon != ask.coupon, "was not given"),
        (rule.service and ask.service not in rule.service, f"is only for {' or '.join(rule.service)}"),
        (
            rule.category and not set(rule.category) & set(service.category),
            f"is only for {' or '.join(rule.category)}",
        ),
        (rule.tier and ask.tier not in rule.tier, f"is only for customers of {' or '.join(rule.tier)}"),
        (rule.start is not None and day < rule.start, f"is good from {rule.start} on"),
        (rule.end is not None and day > rule.end, f"was good until {rule.end}"),
        (
            rule.hours and not within(rule.hours, ask.start, catalogue),
            f"is only for {' or '.join(rule.hours)}",
        ),
        (
            rule.change is None and not _one_step(service),
            f"gives more time, and {ask.service} has several steps",
        ),
    )
    return next((text for fails, text in faults if fails), None)


def within(hours: list[str] | tuple[str, ...], start: int, catalogue: Catalogue) -> bool:
    """Whether the wall-clock start lies within hours of the week, half-open, in the ledger's zone."""
    at = wall(start, catalogue.settings.zone)
    minute = at.weekday() * DAY_MINUTES + at.hour * 60 + at.minute
    week = len(WEEKDAYS) * DAY_MINUTES
    for window in parse_hours("; ".join(hours)):
        first = window.day * DAY_MINUTES + window.start
        if (minute - first) % week < window.end - window.start:
            return True
    return False


def _one_step(service: Service) -> bool:
    return len(service.steps) == 1 and not service.is_class


def _counted(rule: Price) -> bool:
    return rule.uses is not None or rule.each is not None


def _used_up(rule: Price, uses: Uses) -> str | None:
    if not _counted(rule):
        return None
    every, own = uses(rule.id)
    if rule.uses is not None and every >= rule.uses:
        return f"was used up: {every} of {rule.uses}"
    if rule.each is not None and own >= rule.each:
        return f"was used up by this customer: {own} of {rule.each}"
    return None


def _changed(change: str, lines: list[tuple[str, int]], currency: str) -> int:
    """What the rule adds to the price so far; it never falls below nothing."""
    total = sum(amount for _, amount in lines)
    if change.endswith("%"):
        part = int(total * Fraction(change[1:-1]) / 100 + Fraction(1, 2))
    else:
        part = to_minor(float(change[1:]), currency)
    return part if change[0] == "+" else -min(part, total)


def _place(catalogue: Catalogue, rule: Price) -> str:
    return f"price.{catalogue.settings.price.index(rule)}.coupon"
