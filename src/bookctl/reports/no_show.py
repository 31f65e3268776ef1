"""Who did not come, and who cancelled too late: as a trend, and by service, weekday, lead time and customer."""

from collections import defaultdict
from collections.abc import Callable, Hashable

from bookctl.ledger.index import Row
from bookctl.model.time import DAY
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.heatmap import NAMES
from bookctl.reports.source import Source, bucket_of, buckets

CAME = frozenset({"arrived", "completed"})
_HEADS = {"leads": "booked ahead"}
LATE = DAY  # a cancellation so shortly before the start can hardly be filled again
LEADS = ((1, "the same day"), (2, "1 day"), (7, "2-6 days"), (14, "7-13 days"), (10**6, "14 days or more"))


def build(source: Source, ask: Ask) -> Report:
    found = _decided(source, ask)
    lost = sum(source.price(row) for row in found if row.status not in CAME)
    facts = (
        Fact("no_show", "did not come", _missed(found), "share", good=-1),
        Fact("late", "cancelled within 24 hours", _late(found), "share", good=-1),
        Fact("lost", f"{source.currency} lost by both", lost, "money", good=-1),
    )
    week_start = 0 if source.settings.week_start == "mon" else 6
    trend = {b.first: b.name for b in buckets(ask, week_start)}
    tables = (
        _table(
            ask,
            "periods",
            f"By {ask.by}",
            found,
            lambda r: trend.get(max(bucket_of(source.day(r.start), ask.by, week_start), ask.first), ""),
            list(trend.values()),
        ),
        _table(
            ask, "services", "By service", found, lambda row: source.services.get(row.service, row.service)
        ),
        _table(
            ask,
            "weekdays",
            "By weekday",
            found,
            lambda row: NAMES[source.day(row.start).weekday()],
            list(NAMES),
        ),
        _table(
            ask,
            "leads",
            "By time between booking and visit",
            found,
            lambda r: lead(source, r),
            [name for _, name in LEADS],
        ),
        _customers(source, ask, found),
    )
    return Report("no-show", "No-shows and late cancellations", ask.first, ask.last, facts, tables)


def _decided(source: Source, ask: Ask) -> list[Row]:
    """Bookings whose outcome is known: they came, did not come, or cancelled late."""
    return [
        row
        for row in source.bookings(ask)
        if row.status in CAME or row.status == "no-show" or cancelled_late(source, row)
    ]


def cancelled_late(source: Source, row: Row) -> bool:
    """Less than 24 hours before the start or behind it, and not by the practice, which cancels a seat with its class."""
    if row.status != "cancelled" or row.changed is None or row.start - row.changed >= LATE:
        return False
    session = source.index.row(row.session) if row.session else None
    return session is None or session.status != "cancelled"


def _missed(rows: list[Row]) -> float | None:
    """Of those who should have come: late cancellations are not counted."""
    due = [row for row in rows if row.status != "cancelled"]
    return share(sum(row.status == "no-show" for row in due), len(due))


def _late(rows: list[Row]) -> float | None:
    return share(sum(row.status == "cancelled" for row in rows), len(rows))


def lead(source: Source, row: Row) -> str:
    """In calendar days from the first entry of the history to the start."""
    days = (source.day(row.start) - source.day(row.created)).days if row.created is not None else 0
    return next(name for behind, name in LEADS if days < behind)


def _table(
    ask: Ask,
    key: str,
    title: str,
    found: list[Row],
    of: Callable[[Row], Hashable],
    order: list[str] | None = None,
) -> Table:
    groups: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in found:
        groups[of(row)].append(row)
    names = (
        [name for name in order if name in groups or key == "periods"]
        if order
        else sorted(groups, key=lambda n: (-_lost(groups[n]), str(n)))
    )
    rows: list[tuple[Value, ...]] = [_figures(str(name), groups[name]) for name in names]
    head = ask.by if key == "periods" else _HEADS.get(key, key.removesuffix("s"))
    return Table(key, title, _columns(key.removesuffix("s"), head), rows if order else rows[: ask.top])


def _lost(rows: list[Row]) -> int:
    return sum(row.status not in CAME for row in rows)


def _figures(name: str, rows: list[Row]) -> tuple[Value, ...]:
    late = sum(row.status == "cancelled" for row in rows)
    return name, len(rows), sum(row.status == "no-show" for row in rows), late, _missed(rows)


def _columns(name: str, title: str) -> tuple[Column, ...]:
    return (
        Column(name, title, "text"), Column("count", "bookings"), Column("no_show", "no-shows"),
        Column("late", "late"), Column("share", "missed", "share", bar=True),
    )  # fmt: skip


def _customers(source: Source, ask: Ask, found: list[Row]) -> Table:
    lost = {row.customer for row in found if row.status not in CAME and row.customer}
    names = source.names(lost)
    mine = [row for row in found if row.customer in lost]
    return _table(
        ask,
        "customers",
        "Who it was",
        mine,
        lambda r: names[r.customer],
    )
