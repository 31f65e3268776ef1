"""When a foreign calendar is busy: single events, recurrences with their exceptions, free/busy lines.

However absurd a rule is, it costs a bounded number of instances and a bounded time.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from bookctl.calendars.foreign import Foreign, ForeignEvent, Moment, Warned, end_of, instant_of
from bookctl.engine.spans import Span, merge

MOST_OF_ONE, MOST = 20_000, 200_000
PATIENCE = 5.0  # seconds for all of a file
_SLOW = "it takes too long to work out; the later ones are left out"
_STEPS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86_400, "WEEKLY": 604_800}


class TooMuch(Exception):
    """A rule that takes too long or never ends."""


def busy_spans(foreign: Foreign, window: Span, zone: ZoneInfo) -> tuple[list[Span], list[Warned]]:
    """The busy stretches within the window, merged and in order, and what could not be worked out.

    Of several versions of an event the one with the highest SEQUENCE, then the newest, counts.
    """
    spans: list[Span] = list(foreign.freebusy)
    warned: list[Warned] = []
    limit = _Limit()
    for events in _by_uid(foreign.events).values():
        masters = [event for event in events if event.recurrence_id is None]
        overrides = _newest(
            {event.recurrence_id: event for event in _rising(events) if event.recurrence_id is not None}
        )
        for event in _rising(masters)[-1:]:
            try:
                spans += _of(event, set(overrides), window, limit)
            except (TooMuch, ValueError, OverflowError, TypeError, IndexError) as fault:
                text = str(fault) if isinstance(fault, TooMuch) else "its recurrence rule does not read"
                warned.append(Warned(event.line, event.uid, text))
                spans += limit.kept
        spans += [(one.start, one.end) for one in overrides.values() if one.busy]
    del zone  # a floating time was given the zone when it was read
    clipped = ((max(start, window[0]), min(end, window[1])) for start, end in spans)
    return merge(span for span in clipped if span[0] < span[1]), warned


def _by_uid(events: list[ForeignEvent]) -> dict[str, list[ForeignEvent]]:
    made: dict[str, list[ForeignEvent]] = defaultdict(list)
    for event in events:
        made[event.uid].append(event)
    return made


def _rising(events: list[ForeignEvent]) -> list[ForeignEvent]:
    return sorted(events, key=lambda event: (event.sequence, event.stamp))


def _newest(found: dict[int | None, ForeignEvent]) -> dict[int, ForeignEvent]:
    return {at: event for at, event in found.items() if at is not None}


class _Limit:
    """What a file may still cost; `kept` is what the rule that was stopped had given."""

    def __init__(self) -> None:
        self.left, self.until, self.kept = MOST, monotonic() + PATIENCE, list[Span]()

    def counted(self, walls: Iterator[datetime], begin: datetime) -> Iterator[datetime]:
        """Those from `begin` on; the ones before it cost time only."""
        number = 0
        for wall in walls:
            if monotonic() > self.until:
                raise TooMuch(_SLOW)
            if wall < begin:
                continue
            if number >= MOST_OF_ONE:
                raise TooMuch(f"it recurs more than {MOST_OF_ONE:,} times; the later ones are left out")
            if self.left <= 0:
                raise TooMuch(f"more than {MOST:,} dates in all; the later ones are left out")
            number += 1
            self.left -= 1
            yield wall


def _of(event: ForeignEvent, replaced: set[int], window: Span, limit: _Limit) -> list[Span]:
    limit.kept = made = list[Span]()
    if not event.busy:
        return made
    gone = replaced | {one.at for one in event.exdates}
    days = {one.wall.date() for one in event.exdates if one.is_date and not event.all_day}
    for wall in _walls(event, window, limit):
        start = instant_of(wall, event.first.zone)
        if start not in gone and wall.date() not in days:
            made.append((start, end_of(wall, event.first.zone, event.length)))
    for start, end in event.rdates:
        if start not in gone:
            local = datetime.fromtimestamp(start, event.first.zone).replace(tzinfo=None)
            made.append((start, end_of(local, event.first.zone, event.length) if end is None else end))
    return made


def _walls(event: ForeignEvent, window: Span, limit: _Limit) -> Iterator[datetime]:
    """Starts on the wall clock, up to the window's end."""
    yield event.first.wall  # DTSTART is the first of them, whether the rule names it or not
    if event.rrule is None:
        return
    last = datetime.fromtimestamp(window[1], UTC).replace(tzinfo=None) + timedelta(days=1)
    begin = datetime.fromtimestamp(window[0], UTC).replace(tzinfo=None) - timedelta(
        days=2 + event.length[0], seconds=event.length[1]
    )
    seconds = limit.until - monotonic()
    if seconds <= 0:
        raise TooMuch(_SLOW)
    with within(seconds):
        found = _rule(event.rrule, event.first, begin)
        for wall in limit.counted(iter(found), begin):  # type: ignore[call-overload]  # dateutil's rules iterate
            if wall > last:
                return
            if wall != event.first.wall:
                yield wall


def _rule(text: str, first: Moment, begin: datetime) -> object:
    """Dateutil's rule on naive wall time, begun shortly before the window where that changes nothing."""
    from dateutil.rrule import rrulestr

    parts = dict(part.upper().split("=", 1) for part in text.strip().strip(";").split(";"))
    parts.pop("RSCALE", None)
    if until := parts.get("UNTIL"):
        parts["UNTIL"] = f"{_until(until, first):%Y%m%dT%H%M%S}"
    if not 0 < int(parts.get("INTERVAL", "1")) < 10_000:
        raise ValueError(text)
    start = first.wall
    step = _STEPS.get(parts.get("FREQ", ""), 0) * int(parts.get("INTERVAL", "1"))
    if step and "COUNT" not in parts and begin > start:
        start += timedelta(seconds=int((begin - start).total_seconds()) // step * step)
    return rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=start)


def _until(text: str, first: Moment) -> datetime:
    """The last wall-clock time in DTSTART's zone; a date is its whole day."""
    if len(text) == 8:
        return datetime.combine(datetime.strptime(text, "%Y%m%d"), time(23, 59, 59))  # noqa: DTZ007 - wall-clock time
    read = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - see above
    if not text.endswith("Z"):
        return read
    return read.replace(tzinfo=UTC).astimezone(first.zone).replace(tzinfo=None)


class within:  # noqa: N801 - reads as a word: with within(5)
    """TooMuch once the seconds are over, even inside a rule that never gives anything. Only in the main thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._old: object = None

    def __enter__(self) -> None:
        import signal
        import threading

        if threading.current_thread() is threading.main_thread():
            self._old = signal.signal(signal.SIGALRM, _stop)
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        import signal

        if self._old is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._old)  # type: ignore[arg-type]  # what signal itself gave


def _stop(*_: object) -> None:
    raise TooMuch(_SLOW)
