"""Money as files and people have it."""

from functools import lru_cache

from bookctl.ledger.format import money
from bookctl.model.money import format_minor


def amount_words(amount: float, currency: str) -> str:
    """As a person reads it: 100.00 CNY, 100 JPY."""
    return f"{money(float(amount), currency)} {currency}"


@lru_cache(maxsize=1024)
def decimal(minor: int, currency: str) -> float:
    """Minor units as the number in a file."""
    return float(format_minor(minor, currency))
