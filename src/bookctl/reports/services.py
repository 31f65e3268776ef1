"""Services side by side: how often, how long, how much, and each one's part of it."""

from collections import defaultdict

from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source


def build(source: Source, ask: Ask) -> Report:
    found = [row for row in source.bookings(ask) if source.live(row)]
    tables = (_services(source, ask, found), _categories(source, found))
    facts = (
        Fact("bookings", "bookings", len(found), good=1),
        Fact("minutes", "of service", _minutes(found), "minutes", good=1),
        Fact("revenue", f"{source.currency} booked", _revenue(source, found), "money", good=1),
    )
    return Report("services", "Services", ask.first, ask.last, facts, tables)


def _minutes(rows: list[Row]) -> int:
    return sum(row.end - row.start for row in rows) // 60


def _revenue(source: Source, rows: list[Row]) -> int:
    return sum(map(source.price, rows))


def _services(source: Source, ask: Ask, found: list[Row]) -> Table:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.service].append(row)
    total = _revenue(source, found)
    lines = [(source.services.get(id_, id_), *_figures(source, rows, total)) for id_, rows in groups.items()]
    lines.sort(key=lambda line: (-int(line[3] or 0), -int(line[1] or 0), str(line[0])))
    columns = (
        Column("service", "service", "text"), Column("count", "bookings"), Column("minutes", "time", "minutes"),
        Column("revenue", source.currency, "money"), Column("average", "average", "money"),
        Column("share", "share", "share", bar=True),
    )  # fmt: skip
    return Table(
        "services", "By service", columns, [*lines[: ask.top]], ("all", *_figures(source, found, total))
    )


def _figures(source: Source, rows: list[Row], total: int) -> tuple[Value, ...]:
    revenue = _revenue(source, rows)
    return (
        len(rows),
        _minutes(rows),
        revenue,
        round(revenue / len(rows)) if rows else None,
        share(revenue, total),
    )


def _categories(source: Source, found: list[Row]) -> Table:
    """Each category with all below it, indented by its level."""
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in found:
        service = source.catalogue.services.get(row.service)
        levels = tuple(service.category) if service else ()
        for depth in range(1, len(levels) + 1):
            groups[levels[:depth]].append(row)
        if not levels:
            groups["without a category",].append(row)
    total = _revenue(source, found)
    lines = [
        (
            "  " * (len(levels) - 1) + levels[-1],
            len(rows),
            _revenue(source, rows),
            share(_revenue(source, rows), total),
        )
        for levels, rows in sorted(groups.items())
    ]
    columns = (
        Column("category", "category", "text"), Column("count", "bookings"),
        Column("revenue", source.currency, "money"), Column("share", "of revenue", "share", bar=True),
    )  # fmt: skip
    return Table("categories", "By category", columns, [*lines])
