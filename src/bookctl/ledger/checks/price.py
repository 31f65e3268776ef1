from collections.abc import Iterator
from functools import lru_cache

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Sheet, Spot, Survey
from bookctl.model.money import to_minor


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    currency = book.catalogue.settings.currency
    for booking in sheet.bookings:
        told = None if booking.price is None else fault(booking.price, currency)
        if told is not None:
            yield Remark(sheet.spot(booking, "price"), told)


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    for id_, service in book.catalogue.services.items():
        told = None if service.price is None else fault(service.price, book.catalogue.settings.currency)
        if told is not None:
            yield Remark(Spot(f"services/{id_}.toml", key=("price",)), told)


@lru_cache(maxsize=4096)
def fault(value: float, currency: str) -> str | None:
    """What is wrong with an amount; None where nothing is."""
    if value < 0:
        return f"a price cannot be negative: {value}"
    try:
        to_minor(value, currency)
    except ValueError as wrong:
        return str(wrong)
    return None


CHECK = Check(
    "price", "no amount is negative or has more decimals than the currency", "always", on_page, on_book
)
