"""Dates and times in a calendar file (RFC 5545, sections 3.3.4 and 3.3.5)."""

import re
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from bookctl.calendars.lint_report import Line, Report
from bookctl.model.time import LocalTimeError, instant, zone_of

_FORM = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)


class When(NamedTuple):
    """`at` is an instant, for dates that of their midnight in UTC, for times in a zone nobody knows the same."""

    kind: Literal["date", "utc", "zone", "floating"]
    at: int
    zone: str | None = None


def when(line: Line, value: str, report: Report) -> When | None:
    """None where it does not read, which is reported."""
    found = _FORM.fullmatch(value)
    local = _local(found) if found else None
    if found is None or local is None:
        report.add(
            "ics-time", f"{line.name} is no date or time", line, remedy="20261124T100000Z, or with TZID"
        )
        return None
    date, zone = found[4] is None, line.parameters.get("TZID")
    if date != (line.parameters.get("VALUE", "").upper() == "DATE"):
        report.add(
            "ics-time", f"{line.name}: VALUE=DATE and its value disagree", line, remedy="a day is VALUE=DATE"
        )
    if zone is not None and (date or found[7]):
        report.add(
            "ics-time", f"{line.name} has a TZID it cannot have", line, remedy="neither a day nor UTC has one"
        )
    bare = int(local.replace(tzinfo=UTC).timestamp())
    if date or found[7]:
        return When("date" if date else "utc", bare)
    return When("floating", bare) if zone is None else When("zone", _at(line, local, zone, report), zone)


def utc_only(line: Line, report: Report) -> When | None:
    found = when(line, line.value, report)
    if found is not None and found.kind != "utc":
        report.add("ics-not-utc", f"{line.name} is not in UTC", line, remedy="20261124T100000Z")
    return found


def _local(found: re.Match[str]) -> datetime | None:
    try:
        return datetime(*(int(part) for part in found.groups()[:6] if part))  # type: ignore[arg-type]  # noqa: DTZ001 - wall clock
    except ValueError:
        return None


def _at(line: Line, local: datetime, zone: str, report: Report) -> int:
    try:
        return instant(local, zone_of(zone))
    except LocalTimeError as fault:
        report.add(
            "ics-clock-change",
            f"{line.name} {'does not exist' if fault.gap else 'happens twice'}: the clocks change",
            line,
            severity="warning",
            remedy="programs read it differently: write it in UTC",
        )
        return fault.readings[0]
    except (ValueError, OverflowError):
        return int(local.replace(tzinfo=UTC).timestamp())
