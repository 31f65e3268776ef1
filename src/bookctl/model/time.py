"""Instants and wall clocks: the only place where one becomes the other.

An instant is an int, whole seconds since 1970-01-01T00:00:00Z. Arithmetic is done on instants only;
a wall-clock time is a naive `datetime` read in a named zone. Python adds and compares aware
datetimes of one zone by wall clock (PEP 495), so aware datetimes never leave this module unread.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60
DAY = 86_400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class LocalTimeError(ValueError):
    """A wall-clock time that no instant or two instants have; `readings` are the two to choose from."""

    def __init__(self, local: datetime, zone: ZoneInfo, readings: tuple[int, int], *, gap: bool) -> None:
        self.local, self.zone, self.readings, self.gap = local, zone, readings, gap
        fault = "does not exist" if gap else "happens twice"
        first, second = (rfc3339(at, zone) for at in readings)
        super().__init__(
            f"{local:%Y-%m-%d %H:%M} {fault} in {zone.key}, where the clocks change: write {first} or {second}"
        )


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone; ValueError with a plain sentence where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError; a folder is an OSError
        raise ValueError(f"no time zone is called {name!r}") from None


def instant(local: datetime, zone: ZoneInfo) -> int:
    """The instant of a naive wall-clock time; LocalTimeError where there is none or are two (PEP 495)."""
    first, second = _both(local, zone)
    if first == second:
        return first
    raise LocalTimeError(local, zone, (min(first, second), max(first, second)), gap=first > second)


def instant_near(local: datetime, zone: ZoneInfo) -> int:
    """As `instant`, for edges of days and hours: a gap is passed forward, a repeated time is its first."""
    first, second = _both(local, zone)
    return first if first <= second else _gap_end(first, second, zone)


def _both(local: datetime, zone: ZoneInfo) -> tuple[int, int]:
    aware = local.replace(tzinfo=zone, fold=0)
    return int(aware.timestamp()), int(aware.replace(fold=1).timestamp())


def _gap_end(first: int, second: int, zone: ZoneInfo) -> int:
    """The instant at which the clock jumped; both readings of a time in the gap lie around it."""
    low, high = second, first
    before = offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def wall(at: int, zone: ZoneInfo) -> datetime:
    """The naive wall-clock time of an instant."""
    return datetime.fromtimestamp(at, zone).replace(tzinfo=None, fold=0)


def aware(at: int, zone: ZoneInfo) -> datetime:
    """The instant with its zone, for output only: never add to it, never compare it."""
    return datetime.fromtimestamp(at, zone)


def offset_at(at: int, zone: ZoneInfo) -> int:
    """Seconds east of UTC in force at the instant."""
    delta = datetime.fromtimestamp(at, zone).utcoffset()
    return int(delta.total_seconds()) if delta is not None else 0


def rfc3339(at: int, zone: ZoneInfo) -> str:
    """The instant as RFC 3339 with the zone's offset: 2026-11-24T10:00:00+08:00."""
    return datetime.fromtimestamp(at, zone).isoformat(timespec="seconds")


def day_start(day: date, zone: ZoneInfo) -> int:
    """The first instant of a local day, also where midnight does not exist."""
    return instant_near(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - a wall clock


def day_span(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """The local day as a half-open pair of instants: 23, 24 or 25 hours."""
    return day_start(day, zone), day_start(day + timedelta(days=1), zone)


def local_day(at: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
