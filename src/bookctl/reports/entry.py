"""One transaction of the accounts."""

from datetime import date
from typing import NamedTuple

RECEIVABLE = ("assets", "receivable")


class Entry(NamedTuple):
    """The amount, in minor units, goes from one account to the other; accounts as levels. Below nothing it goes the other way."""

    day: date
    text: str
    to: tuple[str, ...]
    of: tuple[str, ...]
    amount: int
    tags: tuple[tuple[str, str], ...]
