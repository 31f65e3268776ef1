"""What purchases pay: what is left of each on a day, and which of them pay for a booking.

Everything is derived from what was sold, frozen and covered; amounts are whole minor units, days are local dates, both
ends included.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bookctl.engine.wish import Refusal
from bookctl.model.counted import counted

ORDER = {"membership": 0, "pass": 1, "balance": 2}


class Sold(NamedTuple):
    """A purchase: `sessions` None on a pass is no limit, `value` is what a balance was worth."""

    id: str
    kind: str
    first: date
    expires: date | None = None
    sessions: int | None = None
    value: int = 0
    services: tuple[str, ...] = ()
    freeze: int = 0
    voided: bool = False


class Frozen(NamedTuple):
    """Days on which a purchase covers nothing."""

    purchase: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Part(NamedTuple):
    """What a purchase pays of a booking."""

    purchase: str
    sessions: int
    amount: int


class Holding(NamedTuple):
    """A purchase and what is left of it."""

    sold: Sold
    sessions: int | None
    value: int
    last: date | None
    frozen: tuple[Frozen, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether it may pay for something on that day."""
        inside = not self.sold.voided and self.sold.first <= day and (self.last is None or day <= self.last)
        return inside and not any(one.first <= day <= one.last for one in self.frozen)

    @property
    def spent(self) -> bool:
        """Whether nothing is left of it."""
        return (
            self.sessions == 0
            if self.sold.kind == "pass"
            else self.sold.kind == "balance" and self.value <= 0
        )

    @property
    def overdrawn(self) -> bool:
        return (self.sessions or 0) < 0 or self.value < 0


def holdings(sold: Iterable[Sold], frozen: Iterable[Frozen], taken: Iterable[Part]) -> list[Holding]:
    """What is left of each purchase once the covers of live and late bookings are taken off; its end moves by its freezes."""
    ice: defaultdict[str, list[Frozen]] = defaultdict(list)
    for stretch in frozen:
        ice[stretch.purchase].append(stretch)
    visits: defaultdict[str, int] = defaultdict(int)
    amounts: defaultdict[str, int] = defaultdict(int)
    for part in taken:
        visits[part.purchase] += part.sessions
        amounts[part.purchase] += part.amount
    return [
        Holding(
            one,
            None if one.sessions is None else one.sessions - visits[one.id],
            one.value - amounts[one.id] if one.kind == "balance" else 0,
            None if one.expires is None else one.expires + timedelta(days=sum(f.days for f in ice[one.id])),
            tuple(sorted(ice[one.id])),
        )
        for one in sold
    ]


class Bill(NamedTuple):
    """What is to be paid: the service, its local day, minor units and how many visits it is."""

    service: str
    day: date
    amount: int
    visits: int = 1


def choose(found: Sequence[Holding], bill: Bill, wanted: str | None) -> list[Part] | Refusal:
    """Which purchases pay: a membership, else the pass that ends first, else balances in order of their end, which may pay a part.

    `wanted` is the id of the one that must pay all, `none`, or None for whatever there is.
    """
    if wanted == "none":
        return []
    if wanted is not None:
        return _wanted(found, bill, wanted)
    able = sorted((one for one in found if _unable(one, bill) is None), key=_rank)
    whole = next((one for one in able if one.sold.kind != "balance"), None)
    if whole is not None:
        return [_whole(whole, bill)]
    parts, left = [], bill.amount
    for one in able:
        amount = min(left, one.value)
        if amount > 0:
            parts.append(Part(one.sold.id, 0, amount))
            left -= amount
    return parts


def _wanted(found: Sequence[Holding], bill: Bill, wanted: str) -> list[Part] | Refusal:
    one = meant(found, wanted)
    if isinstance(one, Refusal):
        return one
    why = _unable(one, bill)
    if why is None and one.sold.kind == "balance" and one.value < bill.amount:
        why = "has not enough left"
    return Refusal("cover", f"{one.sold.id} {why}") if why else [_whole(one, bill)]


def meant(found: Sequence[Holding], text: str) -> Holding | Refusal:
    """The purchase with that id, or the only one whose id begins so."""
    able = [one for one in found if one.sold.id.startswith(text.lower())]
    exact = next((one for one in able if one.sold.id == text), None)
    if exact is None and len(able) != 1:
        ids = ", ".join(one.sold.id for one in found)
        has = f"; there are {ids}" if ids else ", who has bought nothing ahead"
        many = f"{text} may be any of several purchases" if able else f"there is no purchase {text}"
        return Refusal("cover", f"{many} of this customer{has}")
    return exact or able[0]


def _whole(one: Holding, bill: Bill) -> Part:
    return Part(one.sold.id, bill.visits if one.sold.kind == "pass" else 0, bill.amount)


def _unable(one: Holding, bill: Bill) -> str | None:
    """Why it cannot pay, as it stands behind its id."""
    sold = one.sold
    faults = (
        (sold.voided, "was taken back"),
        (sold.services and bill.service not in sold.services, f"does not cover {bill.service}"),
        (bill.day < sold.first, f"begins on {sold.first}"),
        (one.last is not None and bill.day > one.last, f"ends on {one.last}"),
        (not one.holds(bill.day), f"is frozen on {bill.day}"),
        (
            one.sessions is not None and one.sessions < bill.visits,
            f"has {counted(one.sessions or 0, 'visit')} left",
        ),
        (sold.kind == "balance" and one.value <= 0, "has nothing left"),
    )
    return next((text for fails, text in faults if fails), None)


def _rank(one: Holding) -> tuple[int, date, date, str]:
    return ORDER[one.sold.kind], one.last or date.max, one.sold.first, one.sold.id
