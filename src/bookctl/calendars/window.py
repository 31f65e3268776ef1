"""The days that a feed shows."""

from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bookctl.model.time import day_start


class Stretch(Protocol):
    @property
    def past(self) -> int: ...

    @property
    def future(self) -> int: ...


def days(of: Stretch, today: date) -> tuple[date, date]:
    """The first and the last local day, both included; those that calendars cannot count end them."""
    first = max(today.toordinal() - of.past, date.min.toordinal())
    last = min(today.toordinal() + of.future, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def instants(of: Stretch, today: date, zone: ZoneInfo) -> tuple[int, int]:
    """The same as instants, half-open: from the first day's midnight to that after the last."""
    first, last = days(of, today)
    return day_start(first, zone), day_start(last + timedelta(days=1), zone)
