"""Where bookings come from, and what becomes of them: requested, confirmed, completed."""

from collections import defaultdict

from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source

AGREED = frozenset({"confirmed", "arrived", "completed", "no-show"})
OPEN = frozenset({"requested", "held"})


def build(source: Source, ask: Ask) -> Report:
    found = source.bookings(ask)
    facts = (
        Fact("bookings", "asked for", len(found), good=1),
        Fact("confirmed", "of those answered were confirmed", _agreed(source, found), "share", good=1),
    )
    return Report("channels", "Channels", ask.first, ask.last, facts, (_table(source, ask, found),))


def _agreed(source: Source, rows: list[Row]) -> float | None:
    answered = [row for row in rows if not _open(source, row)]
    return share(sum(row.status in AGREED for row in answered), len(answered))


def _open(source: Source, row: Row) -> bool:
    """Whether somebody still has to answer; what has lapsed was answered by that."""
    return row.status in OPEN and source.live(row)


def _table(source: Source, ask: Ask, found: list[Row]) -> Table:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.source or "not said"].append(row)
    rows = [_figures(source, name, inside) for name, inside in groups.items()]
    rows.sort(key=lambda row: (-int(row[1] or 0), str(row[0])))
    columns = (
        Column("channel", "channel", "text"), Column("requested", "asked", bar=True),
        Column("confirmed", "confirmed"), Column("completed", "completed"), Column("waiting", "waiting"),
        Column("agreed", "agreed", "share"), Column("revenue", source.currency, "money"),
    )  # fmt: skip
    note = "Agreed is confirmed of those answered. Confirmed counts what was confirmed and not cancelled since, whether it is still to come, over, or missed."
    return Table("channels", "By channel", columns, rows[: ask.top], _figures(source, "all", found), note)


def _figures(source: Source, name: str, rows: list[Row]) -> tuple[Value, ...]:
    completed = [row for row in rows if row.status == "completed"]
    waiting = sum(_open(source, row) for row in rows)
    agreed = sum(row.status in AGREED for row in rows)
    return (
        name,
        len(rows),
        agreed,
        len(completed),
        waiting,
        _agreed(source, rows),
        sum(map(source.price, completed)),
    )
