"""What customers bought ahead, and how it was used up: each visit at what it was really paid for."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bookctl.actions.cover import frozen_of, parts_of, sold_of
from bookctl.engine.cover import Holding, Sold, holdings
from bookctl.ledger.index import PurchaseRow, Row
from bookctl.reports.source import Source


class Used(NamedTuple):
    """One booking's part of a purchase: at list price, and at what the purchase was bought for. Minor units."""

    row: Row
    purchase: PurchaseRow
    amount: int
    worth: int


class Held(NamedTuple):
    """A purchase, what is left of it, and what the part that is left was bought for."""

    purchase: PurchaseRow
    holding: Holding
    worth: int


def used(source: Source) -> Iterator[Used]:
    """Of every purchase, in order of start: the worths add up to the price, whatever is rounded."""
    by_id = {one.id: one for one in source.index.purchases()}
    parts: defaultdict[str, list[tuple[Row, int, int]]] = defaultdict(list)
    for customer in dict.fromkeys(one.customer for one in by_id.values()):
        for row in source.index.customer_rows(customer) if by_id else ():
            if row.extra is not None:
                for part in parts_of(row, source.now, source.currency):
                    parts[part.purchase].append((row, part.sessions, part.amount))
    for id_, found in parts.items():
        yield from _worths(source, by_id[id_], found) if id_ in by_id else ()


def _worths(source: Source, one: PurchaseRow, found: list[tuple[Row, int, int]]) -> Iterator[Used]:
    price = source.minor(one.price) if one.price else 0
    whole = one.sessions or 0 if one.kind == "pass" else source.minor(one.value) if one.value else 0
    taken = 0
    for row, sessions, amount in found:
        share = sessions if one.kind == "pass" else amount
        before, taken = taken, taken + share
        worth = price * min(taken, whole) // whole - price * min(before, whole) // whole if whole else 0
        yield Used(row, one, amount, worth)


def held(source: Source) -> list[Held]:
    """Every purchase with what is left of it now."""
    bought = source.index.purchases()
    sold: list[Sold] = [sold_of(one, source.currency, source.day(one.at)) for one in bought]
    spent: defaultdict[str, int] = defaultdict(int)
    for use in used(source):
        spent[use.purchase.id] += use.worth
    taken = [
        part
        for customer in dict.fromkeys(one.customer for one in bought)
        for row in source.index.customer_rows(customer)
        if row.extra is not None
        for part in parts_of(row, source.now, source.currency)
    ]
    frozen = [frozen_of(one) for one in source.index.freezes()]
    found = holdings(sold, frozen, taken)
    return [
        Held(one, holding, (source.minor(one.price) if one.price else 0) - spent[one.id])
        for one, holding in zip(bought, found, strict=True)
    ]


def over(one: Held, today: date) -> bool:
    """Whether nothing of it can be used any more."""
    return one.holding.sold.voided or (one.holding.last is not None and today > one.holding.last)
