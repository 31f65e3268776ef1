"""Quiet hours: stretches of wall clock in which no message disturbs anybody."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookctl.model.time import MINUTE, LocalTimeError, instant, instant_near, local_day

MARGIN = 15 * MINUTE  # cron looks every few minutes


class Quiet:
    """Daily quiet hours as in `21:00-08:00`, in a zone; none where both times are the same.

    Where the clocks change they begin at the first reading of their first time and end at the last reading of their
    last, so that the wall clock never shows a quiet time outside of them.
    """

    def __init__(self, text: str, zone: ZoneInfo) -> None:
        first, last = text.split("-")
        self._first, self._last, self._zone = time.fromisoformat(first), time.fromisoformat(last), zone
        self._spans: dict[date, tuple[int, int]] = {}

    def around(self, at: int) -> tuple[int, int] | None:
        """The quiet stretch the instant lies in, half-open; None where it lies in none."""
        day = local_day(at, self._zone)
        for begun in (day, day - timedelta(days=1)):
            start, end = self._span(begun)
            if start <= at < end:
                return start, end
        return None

    def _span(self, day: date) -> tuple[int, int]:
        """The stretch that begins on a local day."""
        if day not in self._spans:
            over = self._last <= self._first
            until = datetime.combine(day + timedelta(days=1) if over else day, self._last)
            start = instant_near(datetime.combine(day, self._first), self._zone)
            same = self._first == self._last
            self._spans[day] = start, start if same else _last_reading(until, self._zone)
        return self._spans[day]


def _last_reading(local: datetime, zone: ZoneInfo) -> int:
    try:
        return instant(local, zone)
    except LocalTimeError as fault:
        return instant_near(local, zone) if fault.gap else fault.readings[1]


def shifted(planned: int, earliest: int, deadline: int, quiet: Quiet | None) -> int | None:
    """When something planned may disturb: then, or when quiet hours end, or else shortly before they begin.

    None where neither lies in [earliest, deadline). `earliest` bounds only the way back.
    """
    span = quiet.around(planned) if quiet else None
    if quiet is None or span is None:
        return planned if planned < deadline else None
    if span[1] < deadline and quiet.around(span[1]) is None:
        return span[1]
    before = span[0] - MARGIN
    return before if before >= earliest and before < deadline and quiet.around(before) is None else None
