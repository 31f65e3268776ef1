"""An event's texts, what it repeats, and what no subscriber should get."""

import re

from bookctl.calendars.lint_report import Report
from bookctl.calendars.lint_tree import Component

_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION"})
_UNWISE = {
    "X-ALT-DESC": "Outlook ignores it beside DESCRIPTION, Gmail shows both",
    "STYLED-DESCRIPTION": "some programs take it for an error",
    "RDATE": "some programs ignore it: write single events",
}
_ESCAPE = re.compile(r"\\(?:[\\;,nN]|(.|$))|([;,])")


def text_rules(event: Component, report: Report) -> None:
    _escapes(event, report)
    _repeats(event, report)


def _escapes(event: Component, report: Report) -> None:
    for line in event.lines:
        if line.name in _TEXTS and any(
            found[1] is not None or found[2] for found in _ESCAPE.finditer(line.value)
        ):
            report.add(
                "ics-escape",
                f"{line.name} is not escaped as text",
                line,
                remedy=r"\\ \; \, \n and no other (RFC 5545, section 3.3.11)",
            )
        if line.name == "URL" and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", line.value):
            report.add("ics-url", "URL is not absolute", line, severity="warning", remedy="https://…")
        if line.name in _UNWISE:
            report.add(
                "ics-unwise", f"{line.name} in an event", line, severity="warning", remedy=_UNWISE[line.name]
            )
    whole = event.one("X-MICROSOFT-CDO-ALLDAYEVENT")
    if whole is not None and whole.value.upper() == "TRUE" and "T" in (event.value("DTSTART") or "T"):
        report.add(
            "ics-unwise",
            "an event with hours that calls itself all-day",
            whole,
            severity="warning",
            remedy="KDE makes two days of it",
        )


def _repeats(event: Component, report: Report) -> None:
    rule, start = event.one("RRULE"), event.one("DTSTART")
    if rule is None:
        return
    parts = dict(part.partition("=")[::2] for part in rule.value.upper().split(";"))
    faults = []
    if parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        faults.append("FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY")
    if start is not None and start.value.endswith("Z"):
        faults.append("it repeats in UTC, and moves by an hour when the clocks change")
    faults += [
        f"{name} is read in different ways" for name in ("BYWEEKNO", "BYSETPOS", "RSCALE") if name in parts
    ]
    if "T" in parts.get("UNTIL", "") and not parts["UNTIL"].endswith("Z"):
        faults.append("UNTIL is not in UTC")
    for fault in faults:
        report.add(
            "ics-rrule",
            f"RRULE: {fault}",
            rule,
            severity="warning",
            remedy="single events are read alike by all",
        )


def stranger_rules(event: Component, report: Report) -> None:
    """What does not belong in front of subscribers."""
    for alarm in event.within("VALARM"):
        report.add(
            "ics-alarm",
            "an alarm in a feed",
            alarm.begin,
            remedy="it rings at everybody who subscribes; leave it out",
        )
    for name in ("ORGANIZER", "ATTENDEE"):
        if (line := event.one(name)) is not None:
            report.add(
                "ics-people",
                f"{name} in a feed",
                line,
                severity="warning",
                remedy="leave people out: servers may mail them",
            )
