"""What was understood, said back before anything is written."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookctl.model.time import LocalTimeError, instant, local_day, rfc3339, wall
from bookctl.words.calendar import DAY_NAMES, spoken


def echo_date(day: date, today: date) -> str:
    """Fri 27 Nov 2026 (in 3 days)"""
    return f"{_named(day)} ({_days_away((day - today).days)})"


def echo_moment(at: int, minutes: int | None, now: int, zone: ZoneInfo) -> str:
    """Fri 27 Nov 2026, 14:00-15:30 (in 3 days); a time that happens twice shows its offset."""
    local = wall(at, zone)
    end = "" if minutes is None else _end(local, at + minutes * 60, zone)
    days = (local.date() - local_day(now, zone)).days
    away = _days_away(days) if days else _time_away(at - now)
    return f"{_named(local.date())}, {_clock(at, zone)}{end} ({away})"


def _end(start: datetime, until: int, zone: ZoneInfo) -> str:
    """-15:30, -24:00 at midnight, and with its day where it is over half a day into the next one."""
    local = wall(until, zone)
    nights = (local.date() - start.date()).days
    if nights == 1 and local.hour == local.minute == 0:
        return "-24:00"
    if nights > 1 or local - start > timedelta(hours=12 if nights else 24):
        return f" to {_named(local.date())}, {_clock(until, zone)}"
    return f"-{_clock(until, zone)}"


def _named(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {spoken(day)}"


def _clock(at: int, zone: ZoneInfo) -> str:
    local = wall(at, zone)
    try:
        instant(local, zone)
    except LocalTimeError:
        return f"{local:%H:%M}{rfc3339(at, zone)[-6:]}"
    return f"{local:%H:%M}"


def _days_away(days: int) -> str:
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def _time_away(seconds: int) -> str:
    """Whole hours from one hour on, minutes below, rounded to the nearest."""
    minutes = round(abs(seconds) / 60)
    if not minutes:
        return "now"
    count, unit = (round(minutes / 60), "hour") if minutes >= 60 else (minutes, "minute")
    length = f"{count} {unit}" + "s" * (count != 1)
    return f"in {length}" if seconds > 0 else f"{length} ago"
