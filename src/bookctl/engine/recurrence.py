"""The dates of a series: RFC 5545, section 3.3.10, on the wall clock, the zone attached after.

A date that does not exist (31 April) is not one. A local time that the clocks jump over is skipped and told; one that happens
twice is its first.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import dropwhile, islice
from typing import NamedTuple
from warnings import catch_warnings, simplefilter
from zoneinfo import ZoneInfo

from bookctl.model.time import LocalTimeError, instant

MOST = 1000
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KEYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_FREQ = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")


class BadRule(ValueError):
    """A rule that cannot be kept: one sentence."""


class Dates(NamedTuple):
    """Instants in order; `skipped` are the wall-clock times that do not exist, with the reason."""

    instants: tuple[int, ...]
    skipped: tuple[tuple[datetime, str], ...]


def dates(rule: str, start: datetime, zone: ZoneInfo, limit: datetime) -> Dates:
    """All that the rule has from the start to the limit, both wall-clock and included; BadRule where it has too many or none."""
    parts = parsed(rule)
    _possible(parts)
    try:
        found = list(islice(_rrule(rule, start, limit, zone), MOST + 1))
    except IndexError:  # dateutil, of a day that no month has
        raise BadRule(f"{rule} names a day that does not exist") from None
    if len(found) > MOST:
        raise BadRule(f"{rule} has more than {MOST} dates: say how often or until when")
    instants, skipped = [], []
    for local in found:
        try:
            instants.append(instant(local, zone))
        except LocalTimeError as fault:
            if fault.gap:
                skipped.append(
                    (local, f"{local:%H:%M} does not exist on {local:%a %d %b %Y}: the clocks go forward")
                )
            else:
                instants.append(min(fault.readings))
    return Dates(tuple(instants), tuple(skipped))


def next_dates(rule: str, start: datetime, last: datetime, count: int) -> list[datetime]:
    """The next so many wall-clock dates behind the last one, by the rule without its end."""
    base = unbounded(rule)
    _possible(parsed(base))
    later = dropwhile(
        lambda local: local <= last, _rrule(base, start, last + timedelta(days=366 * 30), ZoneInfo("UTC"))
    )
    return list(islice(later, count))


def shifted(rule: str, days: int) -> str | None:
    """The rule moved by whole days; None where it names days of the month, which do not move with the others."""
    parts = parsed(rule)
    if "BYDAY" in parts and days % 7:
        if any(len(day) > len("MO") for day in parts["BYDAY"].split(",")):
            return None
        moved = {(WEEK.index(day) + days) % 7 for day in parts["BYDAY"].split(",")}
        parts["BYDAY"] = ",".join(WEEK[day] for day in sorted(moved))
        if parts.get("INTERVAL", "1") != "1":  # which weeks are meant depends on where a week begins
            parts["WKST"] = WEEK[(WEEK.index(parts.get("WKST", "MO")) + days) % 7]
    if "BYMONTHDAY" in parts and days:
        return None
    return ";".join(f"{key}={value}" for key, value in parts.items())


def parsed(rule: str) -> dict[str, str]:
    """The parts of a rule; BadRule where one is unknown, or it could run wild."""
    parts: dict[str, str] = {}
    for piece in rule.upper().removeprefix("RRULE:").split(";"):
        key, sign, value = piece.partition("=")
        if key not in _KEYS or not sign or not value or key in parts:
            raise BadRule(f"{piece[:40]!r} is no part of a rule: {', '.join(sorted(_KEYS))}, each once")
        parts[key] = value
    if parts.get("FREQ") not in _FREQ:
        raise BadRule(f"FREQ is one of {', '.join(_FREQ)}")
    for key in ("INTERVAL", "COUNT"):
        if key in parts and not (
            parts[key].isascii() and parts[key].isdigit() and 1 <= int(parts[key]) <= MOST
        ):
            raise BadRule(f"{key} is a number from 1 to {MOST}, not {parts[key][:20]}")
    if "UNTIL" in parts and not _UNTIL.fullmatch(parts["UNTIL"]):
        raise BadRule(f"UNTIL is a day, as in 20271231, not {parts['UNTIL'][:20]}")
    return parts


def unbounded(rule: str) -> str:
    """The rule without its end."""
    return ";".join(f"{key}={value}" for key, value in parsed(rule).items() if key not in {"COUNT", "UNTIL"})


def ends(rule: str) -> bool:
    """Whether the rule itself says when it ends."""
    return bool({"COUNT", "UNTIL"} & parsed(rule).keys())


def _possible(parts: dict[str, str]) -> None:
    """A day of the month that none of the months has would be looked for until the end of time."""
    if "BYMONTHDAY" not in parts:
        return
    if parts["FREQ"] in {"DAILY", "WEEKLY"}:
        raise BadRule("BYMONTHDAY goes with FREQ=MONTHLY or YEARLY")
    try:
        days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
        months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
        longest = max(monthrange(2024, month)[1] for month in months)
    except ValueError as fault:
        raise BadRule(f"BYMONTHDAY or BYMONTH does not read: {fault}") from None
    if min(days) > longest or 0 in days:
        raise BadRule(f"no such month has a day {min(days)}")


def _rrule(rule: str, start: datetime, limit: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    from dateutil.rrule import rrule as Rule  # noqa: N812 - its own name is the parameter's
    from dateutil.rrule import rrulestr

    text = re.sub(r"(UNTIL=[0-9]{8})(?=;|$)", r"\1T235959", rule.upper().removeprefix("RRULE:"))
    text = re.sub(r"(UNTIL=[0-9]{8}T[0-9]{6})Z", lambda found: _local(found[1], zone), text)
    try:
        with catch_warnings():
            simplefilter("ignore")  # COUNT and UNTIL together are meant here
            made = rrulestr(text, dtstart=start)
            if not isinstance(made, Rule):
                raise BadRule(f"{rule} is more than one rule")
            own: datetime | None = getattr(made, "_until", None)
            return iter(made.replace(until=min(limit, own) if own else limit))
    except (ValueError, TypeError) as fault:
        raise BadRule(f"{rule} does not read: {fault}") from None


def _local(until: str, zone: ZoneInfo) -> str:
    """An end in UTC on the wall clock of the series."""
    at = datetime.strptime(f"{until}Z", "UNTIL=%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return f"UNTIL={at.astimezone(zone):%Y%m%dT%H%M%S}"
