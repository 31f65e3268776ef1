"""What was earned: the price of what was delivered, by time and category, the average ticket and value density."""

from collections import defaultdict

from bookctl.engine.owing import charge
from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source, before, bucket_of, buckets


def build(source: Source, ask: Ask) -> Report:
    found = delivered(source, ask)
    was = delivered(source, before(ask)) if ask.compare else None
    kept = _kept(source, ask)
    facts = (
        Fact(
            "revenue",
            f"{source.currency} earned",
            earned(source, found),
            "money",
            None if was is None else earned(source, was),
            1,
        ),
        Fact(
            "average",
            f"{source.currency} average ticket",
            _average(source, found),
            "money",
            None if was is None else _average(source, was),
            1,
        ),
        Fact(
            "density",
            f"{source.currency} an hour",
            _density(source, found),
            "money",
            None if was is None else _density(source, was),
            1,
        ),
        Fact("received", f"{source.currency} received, tips not counted", kept, "money"),
    )
    tables = (_over_time(source, ask, found), _by_category(source, found))
    return Report("revenue", "Revenue", ask.first, ask.last, facts, tables)


def delivered(source: Source, ask: Ask) -> list[Row]:
    """Bookings that took place: arrived, completed, or confirmed and over."""
    return [row for row in source.bookings(ask) if charge(row.status, 1, row.end, source.now)]


def earned(source: Source, rows: list[Row]) -> int:
    return sum(map(source.price, rows))


def _average(source: Source, rows: list[Row]) -> Value:
    """Per booking that has a price."""
    priced = [row for row in rows if row.price]
    return round(earned(source, priced) / len(priced)) if priced else None


def _density(source: Source, rows: list[Row]) -> Value:
    minutes = sum(row.end - row.start for row in rows) // 60
    return round(earned(source, rows) * 60 / minutes) if minutes else None


def _kept(source: Source, ask: Ask) -> int:
    signs = {"refund": -1, "tip": 0}
    return sum(signs.get(one.kind, 1) * source.minor(one.amount) for one in source.payments(ask))


def _over_time(source: Source, ask: Ask, found: list[Row]) -> Table:
    week_start = 0 if source.settings.week_start == "mon" else 6
    groups: defaultdict[object, list[Row]] = defaultdict(list)
    for row in found:
        groups[bucket_of(source.day(row.start), ask.by, week_start)].append(row)
    rows: list[tuple[Value, ...]] = []
    for bucket in buckets(ask, week_start):
        inside = groups[bucket_of(bucket.first, ask.by, week_start)]
        rows.append(
            (
                bucket.name,
                len(inside),
                _average(source, inside),
                _density(source, inside),
                earned(source, inside),
            )
        )
    total = ("all", len(found), _average(source, found), _density(source, found), earned(source, found))
    columns = (
        Column("period", ask.by, "text"), Column("count", "bookings"), Column("average", "average", "money"),
        Column("density", "an hour", "money"), Column("revenue", source.currency, "money", bar=True),
    )  # fmt: skip
    return Table("periods", f"By {ask.by}", columns, rows, total)


def _by_category(source: Source, found: list[Row]) -> Table:
    """The widest level; `report services` has the ones below."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        service = source.catalogue.services.get(row.service)
        groups[service.category[0] if service and service.category else "without a category"].append(row)
    whole = earned(source, found)
    rows: list[tuple[Value, ...]] = [
        (name, len(inside), earned(source, inside), share(earned(source, inside), whole))
        for name, inside in sorted(groups.items(), key=lambda item: (-earned(source, item[1]), item[0]))
    ]
    columns = (
        Column("category", "category", "text"), Column("count", "bookings"),
        Column("revenue", source.currency, "money"), Column("share", "share", "share", bar=True),
    )  # fmt: skip
    return Table("categories", "By category", columns, rows)
