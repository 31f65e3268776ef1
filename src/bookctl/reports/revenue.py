"""What was earned: the price of what was delivered, by time and category, the average ticket and value density."""

from collections import defaultdict
from typing import NamedTuple

from bookctl.engine.owing import charge
from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source, before, bucket_of, buckets


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
    was = sum_of(source, delivered(source, before(ask))) if ask.compare else None
    currency = source.currency
    facts = (
        Fact("revenue", f"{currency} earned", now.earned, "money", was and was.earned, 1),
        Fact("average", f"{currency} average ticket", now.average, "money", was and was.average, 1),
        Fact("density", f"{currency} an hour", now.density, "money", was and was.density, 1),
        Fact("received", f"{currency} received, tips not counted", _kept(source, ask), "money"),
    )
    tables = (_over_time(source, ask, found, now), _by_category(source, found))
    return Report("revenue", "Revenue", ask.first, ask.last, facts, tables)


def sum_of(source: Source, rows: list[Row]) -> Sum:
    prices = [source.price(row) for row in rows if row.price]
    return Sum(len(rows), sum(prices), len(prices), sum([row.end - row.start for row in rows]) // 60)


def delivered(source: Source, ask: Ask) -> list[Row]:
    """Bookings that took place: arrived, completed, or confirmed and over."""
    return [row for row in source.bookings(ask) if charge(row.status, 1, row.end, source.now)]


def _kept(source: Source, ask: Ask) -> int:
    signs = {"refund": -1, "tip": 0}
    return sum(signs.get(one.kind, 1) * source.minor(one.amount) for one in source.payments(ask))


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
    """The widest level; `report services` has the ones below."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        service = source.catalogue.services.get(row.service)
        groups[service.category[0] if service and service.category else "without a category"].append(row)
    sums = {name: sum_of(source, inside) for name, inside in groups.items()}
    whole = sum(one.earned for one in sums.values())
    rows: list[tuple[Value, ...]] = [
        (name, one.visits, one.earned, share(one.earned, whole))
        for name, one in sorted(sums.items(), key=lambda item: (-item[1].earned, item[0]))
    ]
    columns = (
        Column("category", "category", "text"), Column("count", "bookings"),
        Column("revenue", source.currency, "money"), Column("share", "share", "share", bar=True),
    )  # fmt: skip
    return Table("categories", "By category", columns, rows)
