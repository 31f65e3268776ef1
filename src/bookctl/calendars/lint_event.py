"""What every VEVENT of a feed needs, and what breaks one in some program or other."""

import re

from bookctl.calendars.lint_report import Line, Report
from bookctl.calendars.lint_text import stranger_rules, text_rules
from bookctl.calendars.lint_times import When, utc_only, when
from bookctl.calendars.lint_tree import Component

_NEEDED = ("UID", "DTSTAMP", "DTSTART")
_WANTED = ("SUMMARY", "SEQUENCE", "LAST-MODIFIED", "CREATED", "STATUS", "TRANSP")
_ONCE = frozenset({*_NEEDED, *_WANTED, "DTEND", "DURATION", "DESCRIPTION", "LOCATION", "URL", "CLASS", "ORGANIZER", "RRULE", "RECURRENCE-ID"})  # fmt: skip
_UID = re.compile(r"[A-Za-z0-9.@_-]+", re.ASCII)
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_STATUS = frozenset({"CONFIRMED", "TENTATIVE", "CANCELLED"})


def event_rules(event: Component, report: Report, *, feed: bool) -> None:
    """`feed`: not an invitation, which has people and another time in DTSTAMP."""
    _presence(event, report)
    _identity(event, report)
    _stamps(event, report, feed=feed)
    _span(event, report)
    _state(event, report, feed=feed)
    text_rules(event, report)
    if feed:
        stranger_rules(event, report)


def _presence(event: Component, report: Report) -> None:
    names = [line.name for line in event.lines]
    for name in _NEEDED:
        if name not in names:
            report.add(
                "ics-missing", f"an event without {name}", event.begin, remedy="some programs refuse the file"
            )
    for name in _WANTED:
        if name not in names:
            report.add(
                "ics-missing",
                f"an event without {name}",
                event.begin,
                severity="warning",
                remedy=f"add {name}",
            )
    if "DTEND" not in names:
        report.add(
            "ics-missing", "an event without DTEND", event.begin, remedy="DURATION is read in different ways"
        )
    seen: dict[str, Line] = {}
    for line in event.lines:
        if line.name in _ONCE and line.name in seen:
            report.add(
                "ics-repeated",
                f"{line.name} twice in one event",
                line,
                first=seen[line.name],
                remedy="keep one",
            )
        seen.setdefault(line.name, line)


def _identity(event: Component, report: Report) -> None:
    uid, number = event.one("UID"), event.one("SEQUENCE")
    if uid is not None and not _UID.fullmatch(uid.value):
        report.add(
            "ics-uid",
            "a UID with other signs than A-Z a-z 0-9 . @ _ -",
            uid,
            severity="warning",
            remedy="a / breaks Nextcloud",
        )
    if number is not None and not (_NUMBER.fullmatch(number.value) and int(number.value) < 1 << 31):
        report.add(
            "ics-sequence",
            "SEQUENCE is no number from 0 to 2147483647",
            number,
            remedy="count changes, not milliseconds",
        )


def _stamps(event: Component, report: Report, *, feed: bool) -> None:
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        for line in event.all(name):
            utc_only(line, report)
    stamp, changed = event.one("DTSTAMP"), event.one("LAST-MODIFIED")
    if feed and stamp and changed and stamp.value != changed.value:
        report.add(
            "ics-stamp", "DTSTAMP is not LAST-MODIFIED", stamp, severity="warning", first=changed,
            remedy="without METHOD both are the time of the last change (RFC 5545, section 3.8.7.2)",
        )  # fmt: skip


def _span(event: Component, report: Report) -> None:
    start, end = _time(event, "DTSTART", report), _time(event, "DTEND", report)
    _time(event, "RECURRENCE-ID", report)
    line = event.one("DTEND")
    if start is None or end is None or line is None:
        return
    if (start.kind == "date") != (end.kind == "date"):
        report.add(
            "ics-time",
            "DTSTART is a day and DTEND a time, or the other way round",
            line,
            remedy="write both alike",
        )
    elif end.at <= start.at:
        report.add(
            "ics-end",
            "the event does not end after it starts",
            line,
            first=event.one("DTSTART"),
            remedy="DTEND is exclusive, also for days",
        )


def _time(event: Component, name: str, report: Report) -> When | None:
    line = event.one(name)
    if line is None:
        return None
    found = when(line, line.value, report)
    if found is not None and found.kind == "floating":
        report.add(
            "ics-floating",
            f"{name} has no zone",
            line,
            remedy="write it in UTC, or with TZID: each program guesses another",
        )
    return found


def _state(event: Component, report: Report, *, feed: bool) -> None:
    status, shown = event.one("STATUS"), event.one("TRANSP")
    if status is not None and status.value not in _STATUS:
        report.add(
            "ics-status",
            "STATUS is none of CONFIRMED, TENTATIVE, CANCELLED",
            status,
            remedy="write one of them",
        )
    if status is not None and status.value == "CANCELLED" and feed:
        report.add(
            "ics-cancelled",
            "a cancelled event",
            status,
            severity="warning",
            remedy="leave it out: some programs show it as if it took place",
        )
    if shown is not None and shown.value not in {"OPAQUE", "TRANSPARENT"}:
        report.add("ics-busy", "TRANSP is neither OPAQUE nor TRANSPARENT", shown, remedy="write one of them")
    busy = event.one("X-MICROSOFT-CDO-BUSYSTATUS")
    if busy is not None and (busy.value == "FREE") != (event.value("TRANSP") == "TRANSPARENT"):
        report.add(
            "ics-busy",
            "Outlook's busy status and TRANSP disagree",
            busy,
            first=shown,
            remedy="FREE with TRANSPARENT, all others with OPAQUE",
        )
