"""When a resource is open: weekly hours, exceptions, closed days, and the day it retires."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.spans import Span, contains, intersect, merge, subtract
from bookctl.model.fields import Moment
from bookctl.model.hours import Window
from bookctl.model.resource import Resource, Stretch
from bookctl.model.settings import Closed, Settings
from bookctl.model.time import DAY, MINUTE, day_start, instant_near, local_day

CHUNK = 16 * DAY
MARGIN = 8 * DAY


def open_spans(resource: Resource, settings: Settings, start: int, end: int) -> list[Span]:
    """The open stretches within [start, end), merged where they touch.

    Hours are wall-clock in the resource's zone: at an edge that does not exist the clock is passed
    forward, one that happens twice is its first. Exceptions come after hours, closures after both.
    """
    zone = resource.zone_in(settings.timezone)
    spans = weekly_spans(resource, zone, start, end)
    shut = [stretch_span(stretch, zone) for stretch in resource.away]
    shut += [closed_span(closed, zone) for closed in settings.closed]
    shut += [(span.start, span.end) for span in resource.busy if span.start < end and span.end > start]
    if resource.retired:
        shut.append((midnight(resource.retired, zone), max(end, midnight(resource.retired, zone))))
    return subtract(spans, merge(shut))


def weekly_spans(resource: Resource, zone: ZoneInfo, start: int, end: int) -> list[Span]:
    """As `open_spans`, with the exceptional openings but without regard to what closes."""
    whole = [(start, end)] if start < end else []
    if not resource.hours:
        return whole
    extra = (stretch_span(stretch, zone) for stretch in resource.open)
    return intersect(whole, merge((*_weekly(resource.windows, zone, start, end), *extra)))


def _weekly(windows: Sequence[Window], zone: ZoneInfo, start: int, end: int) -> Iterator[Span]:
    day = local_day(start, zone) - timedelta(days=1)  # hours may cross midnight
    last = local_day(end, zone)
    while day <= last:
        weekday = day.weekday()
        for window in windows:
            if window.day == weekday:
                yield window_span(window, day, zone)
        day += timedelta(days=1)


def window_span(window: Window, day: date, zone: ZoneInfo) -> Span:
    """One window of the week on one day; empty where the clock jumps over it."""
    first, plain = _two_days(day, zone)
    if plain:
        return first + window.start * MINUTE, first + window.end * MINUTE
    clock = datetime.combine(day, time())
    begin, finish = (instant_near(clock + timedelta(minutes=at), zone) for at in (window.start, window.end))
    return begin, finish


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> int:
    """The first instant of the local day."""
    return day_start(day, zone)


@lru_cache(maxsize=4096)
def _two_days(day: date, zone: ZoneInfo) -> tuple[int, bool]:
    """The day's first instant, and whether that day and the next are 24 hours each."""
    first = midnight(day, zone)
    second, third = (midnight(day + timedelta(days=ahead), zone) for ahead in (1, 2))
    return first, second - first == DAY == third - second


def stretch_span(stretch: Stretch, zone: ZoneInfo) -> Span:
    """Days are whole and the last is included; date-times are half-open. Empty where it ends before it starts."""
    start = _edge(stretch.start, zone, days=0)
    if stretch.end is None:
        return start, midnight(_day(stretch.start) + timedelta(days=1), zone)
    return start, max(start, _edge(stretch.end, zone, days=1))


def closed_span(closed: Closed, zone: ZoneInfo) -> Span:
    """The closed days as one stretch, read in the zone."""
    start = midnight(closed.date, zone)
    return start, max(start, midnight((closed.to or closed.date) + timedelta(days=1), zone))


def _edge(moment: Moment, zone: ZoneInfo, *, days: int) -> int:
    if not isinstance(moment, datetime):
        return midnight(moment + timedelta(days=days), zone)
    return instant_near(moment, zone) if moment.tzinfo is None else int(moment.timestamp())


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


class Chunk(NamedTuple):
    """Open spans over CHUNK seconds and MARGIN on either side."""

    spans: list[Span]
    starts: list[int]
    ends: list[int]


class OpenHours:
    """One resource's open hours, worked out once per CHUNK and kept as long as this object."""

    def __init__(self, resource: Resource, settings: Settings) -> None:
        self._resource, self._settings = resource, settings
        self._chunks: dict[int, Chunk] = {}
        self._always = not (
            resource.hours or resource.away or resource.busy or settings.closed or resource.retired
        )

    def covers(self, start: int, end: int) -> bool:
        """Whether it is open during all of [start, end)."""
        if self._always:
            return True
        if end - start > MARGIN:
            return contains(self.spans(start, end), start, end)
        chunk = self._chunks.get(start // CHUNK) or self._chunk(start // CHUNK)
        at = bisect_right(chunk.starts, start) - 1
        return at >= 0 and end <= chunk.ends[at]

    def spans(self, start: int, end: int) -> list[Span]:
        """As `open_spans`."""
        numbers: Iterable[int] = range(start // CHUNK, (end - 1) // CHUNK + 1)
        known = merge(span for number in numbers for span in self._chunk(number).spans)
        return intersect(known, [(start, end)])

    def _chunk(self, number: int) -> Chunk:
        chunk = self._chunks.get(number)
        if chunk is None:
            start, end = number * CHUNK - MARGIN, (number + 1) * CHUNK + MARGIN
            spans = open_spans(self._resource, self._settings, start, end)
            chunk = Chunk(spans, [span[0] for span in spans], [span[1] for span in spans])
            self._chunks[number] = chunk
        return chunk
