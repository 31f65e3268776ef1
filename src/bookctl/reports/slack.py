"""Where there is room: how much of people's open hours is booked, by weekday and by hour of the local clock."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from bookctl.engine.hours import open_spans
from bookctl.engine.spans import Span
from bookctl.model.persons import PEOPLE
from bookctl.model.time import wall
from bookctl.reports.frame import Ask
from bookctl.reports.source import Source

HOUR = 3600


class Room(NamedTuple):
    """Minutes; `hour` is None for the whole weekday (0 is Monday)."""

    weekday: int
    hour: int | None
    open: int
    booked: int

    @property
    def share(self) -> float:
        return self.booked / self.open


def rooms(source: Source, ask: Ask) -> tuple[list[Room], list[Room]]:
    """By weekday, and by weekday and hour; what is never open is left out.

    What people are booked for counts as far as it lies in their open hours.
    """
    opened: Counter[tuple[int, int]] = Counter()
    booked: Counter[tuple[int, int]] = Counter()
    start, end = source.span(ask)
    rows = [row for row in source.rows(ask) if source.live(row)]
    for id_, one in source.catalogue.resources.items():
        if one.kind not in PEOPLE or not one.hours:
            continue
        spans = open_spans(one, source.catalogue.settings, start, end)
        for span in spans:
            _add(source, opened, span, one.capacity)
        for row in rows:
            for who, since, until, units in row.uses:
                if who == id_:
                    for span in _inside(spans, (max(since, row.start), min(until, row.end))):
                        _add(source, booked, span, units)
    hours = [Room(*key, minutes, booked[key]) for key, minutes in sorted(opened.items()) if minutes]
    days = [
        Room(day, None, sum(one.open for one in mine), sum(one.booked for one in mine))
        for day in range(7)
        if (mine := [one for one in hours if one.weekday == day])
    ]
    return days, hours


def _inside(spans: list[Span], of: Span) -> Iterator[Span]:
    """The parts of the stretch that lie in the spans, which are in order and apart."""
    at = bisect_right(spans, of[0], key=itemgetter(1))
    while at < len(spans) and spans[at][0] < of[1]:
        yield max(of[0], spans[at][0]), min(of[1], spans[at][1])
        at += 1


def _add(source: Source, counts: Counter[tuple[int, int]], span: Span, units: int) -> None:
    """Minutes of the span to each clock hour of each weekday that it touches."""
    at, end = span
    while at < end:
        local = wall(at, source.zone)
        behind = min(end, at + HOUR - local.minute * 60 - local.second)
        counts[local.weekday(), local.hour] += (behind - at) // 60 * units
        at = behind
