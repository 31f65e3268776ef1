"""From a rule and a booking to the instant at which it is planned. Quiet hours come later, see `quiet`."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.model.time import DAY, instant_near, local_day

if TYPE_CHECKING:
    from bookctl.ledger.index import Row
    from bookctl.model.rule import Rule, When

UNITS = {"m": 60, "h": 3600, "d": DAY}
WINDOW = DAY
"""How late something may still happen that does not come before a start and whose rule does not say."""
CLOCK = time(10)
LONG_AGO = 0
BOOKED = frozenset({"confirmed", "arrived", "completed"})
OPEN = frozenset({"requested", "held"})
OVER = frozenset({"cancelled", "declined", "no-show"})
# What is told of a booking after these changes helps only until it starts.
_UNTIL_START = OPEN | {"confirmed", "moved", "cancelled", "declined"}


class Planned(NamedTuple):
    """One subject's turn: instants; `deadline` is not included.

    `anchor` is the instant that identifies it, and does not change with the rule's numbers: a booking's start, its
    making or change, the last visit, the birthday's or the last day's midnight. `ahead` tells a reminder, which a
    later one of the same booking replaces; only that may be done earlier than planned, though not before `earliest`.
    """

    anchor: int
    planned: int
    deadline: int
    earliest: int
    ahead: bool = False


def seconds(length: str) -> int:
    """Elapsed time: 30m, 24h, 2d (of 24 hours)."""
    return int(length[:-1]) * UNITS[length[-1]]


def on_day(day: date, clock: str | None, zone: ZoneInfo) -> int:
    """The wall-clock time of a local day, 10:00 if not said: a gap is passed forward, a repeated time is its first."""
    return instant_near(datetime.combine(day, time.fromisoformat(clock) if clock else CLOCK), zone)


def window_of(rule: "Rule") -> int:
    return seconds(rule.window) if rule.window else WINDOW


def around_start(rule: "Rule", row: "Row", zone: ZoneInfo) -> Planned | None:
    """`before`, `after` and `day` of the start or end; None where it can never be due."""
    when, at = rule.when, row.start if rule.when.of == "start" else row.end
    if when.before is not None:
        return _ahead(rule, row, at - seconds(when.before), at)
    if when.after is not None:
        return _behind(row.start, at, at + seconds(when.after), window_of(rule))
    planned = on_day(local_day(at, zone) + timedelta(days=when.day or 0), when.at, zone)
    if comes_before(when):
        return _ahead(rule, row, planned, at)
    return _behind(row.start, at, max(planned, at), window_of(rule))


def comes_before(when: "When") -> bool:
    """Whether the rule reminds of something that is still to come."""
    if when.of not in {"start", "end"}:
        return False
    by_day = when.day is not None and (when.day < 0 or (when.day == 0 and when.of == "start"))
    return when.before is not None or by_day


def _ahead(rule: "Rule", row: "Row", planned: int, at: int) -> Planned | None:
    deadline = min(at, planned + seconds(rule.window)) if rule.window else at
    return Planned(row.start, planned, deadline, LONG_AGO, ahead=True) if planned < deadline else None


def _behind(anchor: int, earliest: int, planned: int, window: int) -> Planned:
    return Planned(anchor, planned, planned + window, earliest)


def after_change(rule: "Rule", row: "Row", at: int, zone: ZoneInfo) -> Planned | None:
    """`after` and `day` of the making or a change, which came at that instant; None where the start came first."""
    when = rule.when
    if when.after is not None:
        planned = at + seconds(when.after)
    else:
        planned = max(at, on_day(local_day(at, zone) + timedelta(days=when.day or 0), when.at, zone))
    limited = when.of == "created" or when.status in _UNTIL_START
    return _until(row, at, planned, window_of(rule)) if limited else _behind(at, at, planned, window_of(rule))


def pending(rule: "Rule", row: "Row") -> Planned | None:
    """`pending`: so long after the request."""
    if row.created is None or rule.when.pending is None:
        return None
    return _until(row, row.created, row.created + seconds(rule.when.pending), window_of(rule))


def _until(row: "Row", at: int, planned: int, window: int) -> Planned | None:
    deadline = min(planned + window, row.start)
    return Planned(at, planned, deadline, at) if planned < deadline else None


def days_between(start: int, end: int, zone: ZoneInfo) -> Iterator[date]:
    """Every local day that has an instant in [start, end]."""
    day, last = local_day(start, zone), local_day(end, zone)
    while day <= last:
        yield day
        day += timedelta(days=1)


def birthdays_on(day: date) -> tuple[str, ...]:
    """Which birthdays, as MM-DD, are kept on a day: 29 February on the 28th in years that have none."""
    leap = (day + timedelta(days=1)).month == 2
    return ("02-28", "02-29") if (day.month, day.day) == (2, 28) and not leap else (f"{day:%m-%d}",)
