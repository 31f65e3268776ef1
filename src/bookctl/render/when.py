"""Days and times as people read them, in English whatever the locale, so that the same book prints the same text."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bookctl.model.time import day_span, offset_at, wall

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {-1: "Yesterday, ", 0: "Today, ", 1: "Tomorrow, "}
_HOUR = 3600
_span = lru_cache(maxsize=64)(day_span)


def day_name(day: date, today: date | None = None) -> str:
    """`Tue 24 Nov 2026`; without the year where it is today's."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def heading(day: date, today: date) -> str:
    """`Today, Tue 24 Nov`."""
    return _NEAR.get((day - today).days, "") + day_name(day, today)


@lru_cache(maxsize=1024)
def clock(at: int, zone: "ZoneInfo") -> str:
    """`09:05`; a time that happens twice that day says which: `02:30+02`."""
    local = f"{wall(at, zone):%H:%M}"
    repeated = any(wall(at + step, zone) == wall(at, zone) for step in _shifts(at, zone))
    return local + offset(at, zone) if repeated else local


def _shifts(at: int, zone: "ZoneInfo") -> list[int]:
    """By how many seconds the clock is set back within the hours around the instant."""
    own = offset_at(at, zone)
    near = {offset_at(at - 3 * _HOUR, zone), offset_at(at + 3 * _HOUR, zone)}
    return [own - other for other in near if other != own]


def offset(at: int, zone: "ZoneInfo") -> str:
    """`+02`, `-03:30`."""
    seconds = offset_at(at, zone)
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}" + (f":{minutes:02}" if minutes else "")


def on_day(start: int, end: int, day: date, zone: "ZoneInfo", more: str = "…") -> str:
    """The part of a stretch that lies on the day: `09:00-10:00`, `22:00-…`, `…-02:00`, `all day`."""
    first, last = _span(day, zone)
    if start <= first and end >= last:
        return "all day"
    begin = more if start < first else clock(start, zone)
    finish = more if end > last else "24:00" if end == last else clock(end, zone)
    return f"{begin}-{finish}"
