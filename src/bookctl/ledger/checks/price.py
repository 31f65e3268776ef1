from collections.abc import Iterator
from functools import lru_cache

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.survey import Remark, Sheet, Spot, Survey
from bookctl.model.catalogue import Catalogue
from bookctl.model.money import to_minor
from bookctl.model.policy import Policy


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    currency = book.catalogue.settings.currency
    for booking in sheet.bookings:
        for key in ("price", "deposit", "fee"):
            amount = getattr(booking, key)
            told = None if amount is None else fault(amount, currency)
            if told is not None:
                yield Remark(sheet.spot(booking, key), told)


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    for spot, amount in _amounts(book, book.catalogue):
        told = fault(amount, book.catalogue.settings.currency) if isinstance(amount, int | float) else None
        if told is not None:
            yield Remark(spot, told)


def _amounts(book: Survey, catalogue: Catalogue) -> Iterator[tuple[Spot, object]]:
    """Every amount that the practice sets, and where."""
    settings = catalogue.settings
    yield from _shares(Spot(SETTINGS), ("policy",), settings.policy)
    for number, tier in enumerate(settings.tier):
        yield Spot(SETTINGS, key=("tier", number, "spend")), tier.spend
        yield from _shares(Spot(SETTINGS), ("tier", number, "policy"), tier.policy)
    for number, approval in enumerate(settings.approval):
        yield Spot(SETTINGS, key=("approval", number, "price_above")), approval.price_above
    for number, price in enumerate(settings.price):
        if price.change is not None and not price.change.endswith("%"):
            yield Spot(SETTINGS, key=("price", number, "change")), abs(float(price.change))
    for id_, service in catalogue.services.items():
        yield Spot(f"services/{id_}.toml", key=("price",)), service.price
        yield from _shares(Spot(f"services/{id_}.toml"), ("policy",), service.policy)
    for id_, plan in book.plans.items():
        yield Spot(f"plans/{id_}.toml", key=("price",)), plan.price
        yield Spot(f"plans/{id_}.toml", key=("value",)), plan.value


def _shares(spot: Spot, key: tuple[str | int, ...], policy: Policy) -> Iterator[tuple[Spot, object]]:
    for name in ("late_fee", "no_show_fee", "deposit"):
        yield spot._replace(key=(*key, name)), getattr(policy, name)


@lru_cache(maxsize=4096)
def fault(value: float, currency: str) -> str | None:
    """What is wrong with an amount; None where nothing is."""
    if value < 0:
        return f"an amount cannot be negative: {value}"
    try:
        to_minor(value, currency)
    except ValueError as wrong:
        return str(wrong)
    return None


CHECK = Check(
    "price", "no amount is negative or has more decimals than the currency", "always", on_page, on_book
)
