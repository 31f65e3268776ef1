"""Time to be billed: what each customer's visits really took, project by project."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from bookctl.engine.owing import delivered
from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.source import Source

NONE = "no project"
_FIGURES = (
    Column("count", "bookings"), Column("booked", "booked", "minutes"), Column("actual", "really took", "minutes", bar=True),
)  # fmt: skip


def build(source: Source, ask: Ask) -> Report:
    """Delivered bookings only; where nobody said how long it took, it took as long as it was booked for."""
    found = [row for row in source.bookings(ask) if delivered(row.status, row.end, source.now)]
    names = source.names(row.customer for row in found)

    def who(row: Row) -> str:
        return names[row.customer]

    facts = (
        Fact("bookings", "delivered", len(found), "count"),
        Fact("booked", "booked", _booked(found), "minutes"),
        Fact("actual", "it really took", sum(map(actual, found)), "minutes"),
        Fact("unsaid", "without a time of their own", sum(row.minutes is None for row in found), "count"),
        Fact("value", f"{source.currency} by the prices agreed", sum(map(source.price, found)), "money"),
    )
    tables = (
        _pairs(source, ask, found, who),
        _table(source, "customers", "By customer", found, who, ask.top),
        _table(source, "projects", "By project", found, project, ask.top),
    )
    return Report("billing", "Billing", ask.first, ask.last, facts, tables)


def actual(row: Row) -> int:
    """Minutes it really took."""
    return _booked([row]) if row.minutes is None else row.minutes


def project(row: Row) -> str:
    return row.more.project or NONE


def _booked(rows: Iterable[Row]) -> int:
    return sum(row.end - row.start for row in rows) // 60


def _figures(source: Source, rows: list[Row]) -> tuple[Value, ...]:
    return len(rows), _booked(rows), sum(map(actual, rows)), sum(map(source.price, rows))


def _table(
    source: Source, key: str, title: str, found: list[Row], of: Callable[[Row], str], top: int
) -> Table:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[of(row)].append(row)
    lines = [(name, *_figures(source, rows)) for name, rows in groups.items()]
    lines.sort(key=lambda line: (-int(line[3] or 0), str(line[0])))
    columns = (Column("name", title.removeprefix("By "), "text"), *_FIGURES, _value(source))
    return Table(key, title, columns, [*lines[:top]], ("all", *_figures(source, found)) if found else None)


def _pairs(source: Source, ask: Ask, found: list[Row], who: Callable[[Row], str]) -> Table:
    groups: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        groups[who(row), project(row)].append(row)
    lines = [(*pair, *_figures(source, rows)) for pair, rows in sorted(groups.items())]
    columns = (
        Column("customer", "customer", "text"), Column("project", "project", "text"), *_FIGURES, _value(source),
    )  # fmt: skip
    total = ("all", "", *_figures(source, found)) if found else None
    return Table("billing", "By customer and project", columns, [*lines[: ask.top]], total)


def _value(source: Source) -> Column:
    return Column("value", source.currency, "money")
