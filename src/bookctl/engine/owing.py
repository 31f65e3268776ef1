"""What is owed: the price of what was delivered, less what was paid for it. Whole minor units of the currency."""

from collections.abc import Iterable
from typing import NamedTuple

DELIVERED = frozenset({"arrived", "completed"})


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


def charge(status: str, price: int | None, end: int, now: int) -> int:
    """The price once the service was delivered: when it is marked so, or a confirmed one's end has passed."""
    due = status in DELIVERED or (status == "confirmed" and end <= now)
    return price or 0 if due else 0


def account(charged: int, payments: Iterable[tuple[str, int]]) -> Account:
    """Of what was charged and the payments as (kind, amount)."""
    sums = {"paid": 0, "refunded": 0, "tips": 0}
    for kind, amount in payments:
        sums[{"refund": "refunded", "tip": "tips"}.get(kind, "paid")] += amount
    return Account(charged, **sums)
