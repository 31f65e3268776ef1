"""How many bookings to expect by weekday and hour, with the error the same method made on weeks held back."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from statistics import fmean, median
from typing import NamedTuple

from bookctl.model.time import wall
from bookctl.reports.frame import Ask, Column, Fact, Grid, Report, Table, Value
from bookctl.reports.heatmap import NAMES
from bookctl.reports.source import Source, bucket_of

HISTORY, HELD_BACK = 8, 4  # weeks
Cell = tuple[int, int]
"""Weekday and hour of the local clock at which a booking starts."""
Method = Callable[[list[int]], float]
METHODS: dict[str, Method] = {
    "mean of 8 weeks": lambda counts: fmean(counts) if counts else 0.0,
    "median of 8 weeks": lambda counts: float(median(counts)) if counts else 0.0,
    "as the week before": lambda counts: float(counts[-1]) if counts else 0.0,
}


class Weeks(NamedTuple):
    """Counts of starts by cell, one for each whole week, the oldest first."""

    counts: list[Counter[Cell]]
    cells: list[Cell]


def build(source: Source, ask: Ask) -> Report:
    """For the week of the first day; learns from the whole weeks before today."""
    begin = _begin(source, ask.first)
    past = _weeks(source, ask, min(begin, _begin(source, source.day(source.now))))
    errors = {name: _error(past, method) for name, method in METHODS.items()}
    known = [name for name in errors if errors[name] is not None]
    best = min(known, key=lambda name: errors[name] or 0.0) if known else "mean of 8 weeks"
    expected = {cell: METHODS[best]([week[cell] for week in past.counts[-HISTORY:]]) for cell in past.cells}
    facts = (
        Fact("expected", f"bookings expected in the week of {begin}", sum(expected.values()), "number"),
        Fact("error", "average error for a single hour, on weeks held back", errors[best], "number"),
        Fact(
            "method",
            f"is the method{', the best of three on those weeks' if known else ''}",
            best if past.counts else None,
            "text",
        ),
    )
    return Report(
        "forecast",
        "Forecast",
        begin,
        begin + timedelta(days=6),
        facts,
        (_grid(source, expected), _methods(errors)),
        _notes(past),
    )


def _begin(source: Source, day: date) -> date:
    """The first day of its week."""
    return bucket_of(day, "week", 0 if source.settings.week_start == "mon" else 6)


def _weeks(source: Source, ask: Ask, behind: date) -> Weeks:
    """Up to 12 whole weeks before the one that begins on `behind`; none before the book begins."""
    first = behind - timedelta(weeks=HISTORY + HELD_BACK)
    rows = [
        row
        for row in source.bookings(ask._replace(first=first, last=behind - timedelta(days=1)))
        if source.live(row)
    ]
    if not rows:
        return Weeks([], [])
    begin = max(first, _begin(source, source.day(rows[0].start)))
    weeks = [Counter[Cell]() for _ in range((behind - begin).days // 7)]
    for row in rows:
        at = wall(row.start, source.zone)
        weeks[(at.date() - begin).days // 7][at.weekday(), at.hour] += 1
    return Weeks(weeks, sorted({cell for week in weeks for cell in week}))


def _error(past: Weeks, method: Method) -> float | None:
    """Mean absolute error for each cell of each held-back week, predicted from the weeks before it alone."""
    off: list[float] = []
    for at in range(max(1, len(past.counts) - HELD_BACK), len(past.counts)):
        before = past.counts[max(0, at - HISTORY) : at]
        off += [abs(method([week[cell] for week in before]) - past.counts[at][cell]) for cell in past.cells]
    return fmean(off) if off else None


def _grid(source: Source, expected: dict[Cell, float]) -> Grid:
    first = 0 if source.settings.week_start == "mon" else 6
    days = [(first + at) % 7 for at in range(7)]
    hours = sorted({hour for _, hour in expected}) or [9]
    span = range(hours[0], hours[-1] + 1)
    values: tuple[tuple[Value, ...], ...] = tuple(
        tuple(expected.get((weekday, hour), 0.0) for hour in span) for weekday in days
    )
    return Grid(
        "expected",
        "Bookings that start in each hour",
        tuple(NAMES[day] for day in days),
        tuple(f"{hour:02d}" for hour in span),
        values,
        "number",
    )


def _methods(errors: dict[str, float | None]) -> Table:
    rows: list[tuple[Value, ...]] = list(errors.items())
    columns = (Column("method", "method", "text"), Column("error", "average error", "number", bar=True))
    note = f"Each of the last {HELD_BACK} weeks was predicted from the {HISTORY} before it alone; the error is in bookings an hour."
    return Table("methods", "Methods tried", columns, rows, note=note)


def _notes(past: Weeks) -> tuple[str, ...]:
    if len(past.counts) >= HISTORY:
        return ()
    return (
        f"The book has {len(past.counts)} whole week{'s' if len(past.counts) != 1 else ''} before this one: with less than {HISTORY}, take it as a guess.",
    )
