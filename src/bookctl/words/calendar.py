"""Calendar arithmetic of typed dates: whole days, months clamped to their end, years 2000 to 2100."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.model.time import local_day
from bookctl.words.source import WordError, quoted

FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_FULL = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Context(NamedTuple):
    """What relative words count from: the instant, the business's zone, the week's first day (0 = Monday)."""

    now: int
    zone: ZoneInfo
    week_start: int = 0

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)


class Frame(NamedTuple):
    """The local day that relative words count from; a bare weekday or day number is the soonest from `floor` on."""

    today: date
    floor: date
    week_start: int


def frame_of(ctx: Context) -> Frame:
    today = ctx.today
    return Frame(today, today, ctx.week_start)


def calendar_day(year: int, month: int, day: int, text: str) -> date:
    """The date, or a WordError that says what is wrong with it."""
    _year(year, text)
    if not 1 <= month <= 12:
        raise WordError(f"{quoted(text)} is not a date: there is no month {month}", text)
    length = month_days(year, month)
    if not 1 <= day <= length:
        raise WordError(
            f"{quoted(text)} is not a date: {MONTHS_FULL[month - 1]} {year} has {length} days", text
        )
    return date(year, month, day)


def _year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WordError(f"{quoted(text)} is outside the years {FIRST_YEAR} to {LAST_YEAR}", text)


def month_days(year: int, month: int) -> int:
    return (next_month(date(year, month, 1)) - timedelta(days=1)).day


def next_month(day: date) -> date:
    """The first day of the month after the day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def soonest(month: int, day: int, floor: date, text: str) -> date:
    """The first such day of any year from floor on."""
    if not 1 <= month <= 12:
        raise WordError(f"{quoted(text)} is not a date: there is no month {month}", text)
    longest = month_days(2000, month)
    if not 1 <= day <= longest:
        raise WordError(f"{quoted(text)} is not a date: {MONTHS_FULL[month - 1]} never has day {day}", text)
    years = (year for year in range(floor.year, floor.year + 9) if day <= month_days(year, month))
    return inside(next(found for year in years if (found := date(year, month, day)) >= floor), text)


def soonest_day(day: int, floor: date, text: str) -> date:
    """The first such day of any month from floor on."""
    if not 1 <= day <= 31:
        raise WordError(f"{quoted(text)} is not a date: no month has day {day}", text)
    return inside(
        next(
            first.replace(day=day)
            for first in _months(floor)
            if day <= month_days(first.year, first.month) and first.replace(day=day) >= floor
        ),
        text,
    )


def _months(floor: date) -> Iterator[date]:
    first = floor.replace(day=1)
    while True:
        yield first
        first = next_month(first)


def add_days(day: date, days: int, text: str) -> date:
    """WordError where that leaves the years that are kept."""
    if abs(days) > 366 * 101:
        raise WordError(f"{quoted(text)} is outside the years {FIRST_YEAR} to {LAST_YEAR}", text)
    return inside(day + timedelta(days=days), text)


def add_months(day: date, months: int, text: str) -> date:
    """The same day of another month, clamped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _year(year, text)
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def inside(day: date, text: str) -> date:
    _year(day.year, text)
    return day


def week_of(day: date, week_start: int) -> date:
    """The first day of the week that holds the day."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def spoken(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
