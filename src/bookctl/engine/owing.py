"""What is owed: the price of what was delivered, less what was paid for it. Whole minor units of the currency."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from bookctl.model.money import to_minor

FEED = frozenset({"cancelled", "no-show"})
DELIVERED = frozenset({"arrived", "completed"})


class Dues(Protocol):
    """What few bookings have: amounts as they stand in the file."""

    @property
    def covered(self) -> float: ...
    @property
    def fee(self) -> float | None: ...


class Charged(Protocol):
    """A booking as far as money goes; `end` is an instant, `price` the number in the file."""

    @property
    def status(self) -> str: ...
    @property
    def end(self) -> int: ...
    @property
    def price(self) -> float | None: ...
    @property
    def more(self) -> Dues: ...


class Account(NamedTuple):
    """Money around one booking or one customer. Tips pay for nothing."""

    charged: int = 0
    paid: int = 0
    refunded: int = 0
    tips: int = 0

    @property
    def kept(self) -> int:
        """What was paid and not given back."""
        return self.paid - self.refunded

    @property
    def owed(self) -> int:
        """Positive: the customer owes it; negative: paid ahead."""
        return self.charged - self.kept


def delivered(status: str, end: int, now: int) -> bool:
    """When it is marked so, or a confirmed one's end has passed."""
    return status in DELIVERED or (status == "confirmed" and end <= now)


def charge(row: Charged, now: int, currency: str) -> int:
    """What is to be paid in money: the price of what was delivered less what purchases cover, or the fee."""
    if row.status in FEED:
        return to_minor(row.more.fee, currency) if row.more.fee else 0
    if row.price is None or not delivered(row.status, row.end, now):
        return 0
    return max(0, to_minor(row.price, currency) - to_minor(row.more.covered, currency))


def account(charged: int, payments: Iterable[tuple[str, int]]) -> Account:
    """Of what was charged and the payments as (kind, amount)."""
    sums = {"paid": 0, "refunded": 0, "tips": 0}
    for kind, amount in payments:
        sums[{"refund": "refunded", "tip": "tips"}.get(kind, "paid")] += amount
    return Account(charged, **sums)
