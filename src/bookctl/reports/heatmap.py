"""When it is busy: bookings in progress by weekday and hour of the local clock."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from bookctl.model.time import wall
from bookctl.reports.frame import Ask, Fact, Grid, Report, Value
from bookctl.reports.source import Source

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Hour(NamedTuple):
    weekday: int
    hour: int


def build(source: Source, ask: Ask) -> Report:
    counts = dict(_counts(source, ask))
    hours = range(
        min((one.hour for one in counts), default=8), max((one.hour for one in counts), default=17) + 1
    )
    first = 0 if source.settings.week_start == "mon" else 6
    days = [(first + at) % 7 for at in range(7)]
    weeks = _days(ask)
    grid = Grid(
        "weekday-hour",
        "Bookings in progress, on an average day",
        tuple(NAMES[day] for day in days) if counts else (),
        tuple(f"{hour:02d}" for hour in hours),
        tuple(tuple(_mean(counts.get(Hour(day, hour), 0), weeks[day]) for hour in hours) for day in days)
        if counts
        else (),
        "number",
        "A cell is how many bookings are under way in that hour, on average over the days asked for.",
    )
    busiest = max(
        counts,
        key=lambda one: (counts[one] / max(1, weeks[one.weekday]), -one.weekday, -one.hour),
        default=None,
    )
    facts = (
        Fact(
            "busiest",
            "is the busiest hour",
            f"{NAMES[busiest.weekday]} {busiest.hour:02d}:00" if busiest else None,
            "text",
        ),
    )
    return Report("heatmap", "Busy hours", ask.first, ask.last, facts, (grid,))


def _counts(source: Source, ask: Ask) -> dict[Hour, int]:
    """Each booking counts once in every clock hour that it touches; a class counts by its seats taken."""
    counts: defaultdict[Hour, int] = defaultdict(int)
    for row in source.bookings(ask):
        if not source.live(row):
            continue
        at = wall(row.start, source.zone)
        end = wall(row.end - 1, source.zone)
        hour = at.replace(minute=0, second=0)
        while hour <= end and hour.date() <= ask.last:
            counts[Hour(hour.weekday(), hour.hour)] += row.seats
            hour += timedelta(hours=1)
    return counts


def _days(ask: Ask) -> list[int]:
    """How many of each weekday there are."""
    counts = [0] * 7
    for number in range((ask.last - ask.first).days + 1):
        counts[(ask.first + timedelta(days=number)).weekday()] += 1
    return counts


def _mean(count: int, days: int) -> Value:
    return count / days if days else None
