"""What was earned: the price of what was delivered, by time and category, the average ticket and value density."""

from collections import defaultdict
from typing import NamedTuple

from bookctl.engine import owing
from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source, bucket_of, buckets


class Sum(NamedTuple):
    """Of delivered bookings; `priced` are those that have a price, `earned` is in minor units."""

    visits: int
    earned: int
    priced: int
    minutes: int

    @property
    def average(self) -> int | None:
        """Per booking that has a price."""
        return round(self.earned / self.priced) if self.priced else None

    @property
    def density(self) -> int | None:
        """Earned in an hour."""
        return round(self.earned * 60 / self.minutes) if self.minutes else None


def build(source: Source, ask: Ask) -> Report:
    found = delivered(source, ask)
    now = sum_of(source, found)
    currency = source.currency
    facts = (
        Fact("revenue", f"{currency} earned", now.earned, "money", good=1),
        Fact("average", f"{currency} average ticket", now.average, "money", good=1),
        Fact("density", f"{currency} an hour", now.density, "money", good=1),
        Fact("received", f"{currency} received, tips not counted", _kept(source, ask), "money", good=1),
    )
    tables = (_over_time(source, ask, found, now), _by_category(source, found))
    return Report("revenue", "Revenue", ask.first, ask.last, facts, tables)


def sum_of(source: Source, rows: list[Row]) -> Sum:
    prices = [source.price(row) for row in rows if row.price]
    return Sum(len(rows), sum(prices), len(prices), sum([row.end - row.start for row in rows]) // 60)


def delivered(source: Source, ask: Ask) -> list[Row]:
    """Bookings that took place: arrived, completed, or confirmed and over."""
    return [row for row in source.bookings(ask) if owing.delivered(row.status, row.end, source.now)]


def _kept(source: Source, ask: Ask) -> int:
    """What came in for bookings and for what is bought ahead, less what was given back."""
    signs = {"refund": -1, "tip": 0}
    total = sum(signs.get(one.kind, 1) * source.minor(one.amount) for one in source.payments(ask))
    for one in source.index.purchases() if not ask.where else ():  # a plan is sold to nobody's booking
        if one.price and ask.first <= source.day(one.at) <= ask.last:
            total += source.minor(one.price)
        if one.refunded and one.voided is not None and ask.first <= source.day(one.voided) <= ask.last:
            total -= source.minor(one.refunded)
    return total


def _over_time(source: Source, ask: Ask, found: list[Row], whole: Sum) -> Table:
    week_start = 0 if source.settings.week_start == "mon" else 6
    groups: defaultdict[object, list[Row]] = defaultdict(list)
    for row in found:
        groups[bucket_of(source.day(row.start), ask.by, week_start)].append(row)
    rows: list[tuple[Value, ...]] = [
        (bucket.name, *_cells(sum_of(source, groups[bucket_of(bucket.first, ask.by, week_start)])))
        for bucket in buckets(ask, week_start)
    ]
    columns = (
        Column("period", ask.by, "text"), Column("count", "bookings"), Column("average", "average", "money"),
        Column("density", "an hour", "money"), Column("revenue", source.currency, "money", bar=True),
    )  # fmt: skip
    return Table("periods", f"By {ask.by}", columns, rows, ("all", *_cells(whole)))


def _cells(one: Sum) -> tuple[Value, ...]:
    return one.visits, one.average, one.density, one.earned


def _by_category(source: Source, found: list[Row]) -> Table:
    """Each category with all below it, indented by its level; the highest earner of a level first."""
    by_service: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_service[row.service].append(row)
    sums: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for id_, inside in by_service.items():
        service = source.catalogue.services.get(id_)
        levels = tuple(service.category) if service and service.category else ("without a category",)
        earned = sum(map(source.price, inside))
        for depth in range(len(levels) + 1):
            one = sums[levels[:depth]]
            one[0] += len(inside)
            one[1] += earned
    _, whole = sums.pop((), [0, 0])
    rows: list[tuple[Value, ...]] = [
        ("  " * (len(levels) - 1) + levels[-1], count, earned, share(earned, whole))
        for levels, (count, earned) in sorted(sums.items(), key=lambda item: _rank(item[0], sums))
    ]
    columns = (
        Column("category", "category", "text"), Column("count", "bookings"),
        Column("revenue", source.currency, "money"), Column("share", "share", "share", bar=True),
    )  # fmt: skip
    return Table("categories", "By category", columns, rows)


def _rank(levels: tuple[str, ...], sums: dict[tuple[str, ...], list[int]]) -> list[tuple[int, str]]:
    """Sorts a category behind the one above it, among its like by what they earned."""
    return [(-sums[levels[: depth + 1]][1], name) for depth, name in enumerate(levels)]
