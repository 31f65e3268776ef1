"""Times and lists as sentences say them, on the wall clock of a zone."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookctl.engine.spans import Span
from bookctl.model.time import aware, wall

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """Tue 24 Nov 2026, whatever the locale."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(at: int, zone: ZoneInfo) -> str:
    """Tue 24 Nov 2026 10:00; in an hour that comes twice with its offset."""
    local = wall(at, zone)
    offsets = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    twice = f" {aware(at, zone).isoformat()[-6:]}" if len(offsets) > 1 else ""
    return f"{day_words(local.date())} {clock(local)}{twice}"


def clock(local: datetime) -> str:
    """10:00, with seconds only where there are some."""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def stretch_words(span: Span, zone: ZoneInfo, day: date | None = None) -> str:
    """10:00-11:00 on the given day, up to 24:00; with both days where it does not lie within that one."""
    start, end = wall(span[0], zone), wall(span[1], zone)
    on = start.date()
    if on == (day or on):
        if end.date() == on:
            return f"{clock(start)}-{clock(end)}"
        if end == datetime.combine(on + timedelta(days=1), time()):
            return f"{clock(start)}-24:00"
    return f"{moment_words(span[0], zone)} to {moment_words(span[1], zone)}"


def days_words(first: date, last: date) -> str:
    """In words: on Tue 24 Nov 2026, or from that day to another."""
    return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
