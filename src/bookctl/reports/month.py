"""One page for the wall: the month in figures beside the one before, what went well, what fell, what to do."""

from datetime import timedelta
from typing import NamedTuple

from bookctl.reports import customers, heatmap, no_show, ratings, revenue, services, staff, utilisation
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.month_act import act
from bookctl.reports.month_said import Months, fell, well
from bookctl.reports.owed import owed_table
from bookctl.reports.source import Source, before

ALL, SHOWN = 100_000, 5
MODULES = (
    ("customers", customers), ("revenue", revenue), ("services", services), ("utilisation", utilisation),
    ("no-show", no_show), ("ratings", ratings), ("staff", staff),
)  # fmt: skip


class Spans(NamedTuple):
    """The days asked for; those of them that are over (the first one at least); as many of the ones before."""

    whole: Ask
    now: Ask
    was: Ask


def build(source: Source, ask: Ask) -> Report:
    spans = _spans(source, ask)
    made = Months(_built(source, spans.now), _built(source, spans.was) if _book(source, spans.was) else None)
    facts = _facts(made)
    parts = (
        _listed("well", "What went well", "completed", well(source, made, facts)),
        _listed("fell", "What fell, and what it cost", "cancelled", fell(source, made, facts)),
        _listed("advice", "To act on", "arrived", act(source, ask, made.now)),
        revenue.build(source, ask).parts[0],
        owed_table(source, ask, SHOWN),
        _shortened(services.build(source, ask).parts[0]),
        *staff.build(source, ask).parts,
        *heatmap.build(source, ask).parts,
    )
    bare = tuple(part._replace(note=None) for part in parts)
    return Report(
        "month", "The month", ask.first, ask.last, (*facts, *_ahead(source, spans)), bare, _notes(spans, made)
    )


def _spans(source: Source, ask: Ask) -> Spans:
    today = source.day(source.now)
    whole, earlier = ask._replace(top=ALL), before(ask)._replace(top=ALL)
    if not ask.first <= today <= ask.last or ask.first == ask.last:
        return Spans(whole, whole, earlier)
    over = max(ask.first, today - timedelta(days=1))
    until = min(earlier.last, earlier.first + (over - ask.first))
    return Spans(whole, whole._replace(last=over), earlier._replace(last=until))


def _built(source: Source, ask: Ask) -> dict[str, Report]:
    return {name: module.build(source, ask) for name, module in MODULES}


def _book(source: Source, ask: Ask) -> bool:
    return bool(source.bookings(ask))


def _facts(made: Months) -> tuple[Fact, ...]:
    def some(parts: dict[str, Report]) -> tuple[Fact, ...]:
        return (
            *parts["revenue"].facts[:3], parts["services"].facts[0], parts["utilisation"].facts[0],
            parts["no-show"].facts[0], *parts["customers"].facts[:2],
        )  # fmt: skip

    was = {fact.key: fact.value for fact in some(made.was)} if made.was else {}
    return tuple(fact._replace(before=was.get(fact.key)) for fact in some(made.now))


def _ahead(source: Source, spans: Spans) -> tuple[Fact, ...]:
    if spans.now is spans.whole:
        return ()
    rest = [
        row
        for row in source.bookings(spans.whole)
        if source.live(row) and source.day(row.start) > spans.now.last
    ]
    value = sum(map(source.price, rest))
    return (
        Fact("ahead", "bookings still to come on the days left", len(rest)),
        Fact("ahead_value", f"{source.currency} for them", value, "money"),
    )


def _notes(spans: Spans, made: Months) -> tuple[str, ...]:
    if spans.now is spans.whole:
        return ()
    beside = f", beside those up to {spans.was.last:%a %d %b}" if made.was else ""
    until = f"{spans.now.last:%a %d %b}{beside}"
    return (
        f"The figures on top, and what went well or fell, count the days up to {until}; the tables have all days.",
    )


def _listed(key: str, title: str, sign: str, found: list[tuple[str, str]]) -> Table:
    rows: list[tuple[Value, ...]] = [*found]
    columns = (Column("what", "what", "text"), Column("why", "because", "text"))
    return Table(key, title, columns, rows, listed=True, sign=sign)


def _shortened(part: object) -> Table:
    assert isinstance(part, Table)  # noqa: S101 - the services' first part is one
    return part._replace(rows=part.rows[:SHOWN])
