"""The zones of a calendar file: each one that is used is there, before the events, and is what its name says."""

from collections.abc import Iterator

from bookctl.calendars.lint_report import Line, Report
from bookctl.calendars.lint_tree import Component
from bookctl.calendars.zones import vtimezone
from bookctl.model.time import zone_of

_KINDS = ("STANDARD", "DAYLIGHT")


def zone_rules(calendar: Component, report: Report) -> None:
    there: dict[str, Line] = {}
    for zone in calendar.within("VTIMEZONE"):
        line = zone.one("TZID")
        if line is None:
            report.add("ics-zone", "a VTIMEZONE without TZID", zone.begin, remedy="name it")
            continue
        if line.value in there:
            report.add("ics-zone", "a VTIMEZONE twice", line, first=there[line.value], remedy="keep one")
        there.setdefault(line.value, line)
        _name(line, report)
        _parts(zone, line.value, report)
    used = {tzid: line for line in _all(calendar) if (tzid := line.parameters.get("TZID")) is not None}
    _used(used, there, report)
    _order(calendar, report)


def _used(used: dict[str, Line], there: dict[str, Line], report: Report) -> None:
    for tzid in sorted(used.keys() - there.keys()):
        report.add(
            "ics-zone-missing",
            "a TZID without its VTIMEZONE",
            used[tzid],
            remedy="add the VTIMEZONE, or write the time in UTC",
        )
    for tzid in sorted(there.keys() - used.keys()):
        report.add(
            "ics-zone-unused",
            "a VTIMEZONE that no time uses",
            there[tzid],
            severity="warning",
            remedy="leave it out",
        )


def _order(calendar: Component, report: Report) -> None:
    names = [component.name for component in calendar.inner]
    for at, component in enumerate(calendar.inner):
        if component.name == "VTIMEZONE" and at and set(names[:at]) != {"VTIMEZONE"}:
            report.add(
                "ics-zone-order",
                "a VTIMEZONE after events",
                component.begin,
                severity="warning",
                remedy="some programs read from top to bottom",
            )


def _name(line: Line, report: Report) -> None:
    try:
        zone_of(line.value)
    except ValueError:
        report.add(
            "ics-zone-name",
            "a TZID that is no IANA name",
            line,
            severity="warning",
            remedy="some programs know zones by name only: Europe/Berlin",
        )


def _parts(zone: Component, name: str, report: Report) -> None:
    ours = vtimezone(name)
    for part in zone.inner:
        lacking = [key for key in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO") if part.one(key) is None]
        if lacking:
            report.add(
                "ics-zone",
                f"a part of a VTIMEZONE without {lacking[0]}",
                part.begin,
                remedy="Exchange refuses it",
            )
        elif ours is not None and _lasting(part) and not _agrees(part, ours):
            report.add(
                "ics-zone-wrong",
                "the clocks of this zone do not change so",
                part.begin,
                remedy="programs that trust the file are an hour off on some days",
            )
    if not zone.inner:
        report.add(
            "ics-zone",
            "a VTIMEZONE with nothing in it",
            zone.begin,
            remedy="it needs STANDARD with both offsets",
        )
    for kind in _KINDS:
        if len(found := list(zone.within(kind))) > 1:
            report.add(
                "ics-zone",
                f"several {kind} in a VTIMEZONE",
                found[1].begin,
                severity="warning",
                first=found[0].begin,
                remedy="Outlook reads the first only",
            )


def _lasting(part: Component) -> bool:
    """Whether it is a rule of today: many files keep those of earlier years too."""
    rule = (part.value("RRULE") or "UNTIL").upper()
    return "UNTIL" not in rule and "COUNT" not in rule


def _agrees(part: Component, ours: bytes) -> bool:
    """Whether ours has a change between these offsets at this time of day too."""
    start = part.value("DTSTART") or ""
    wanted = [
        f"TZOFFSETFROM:{part.value('TZOFFSETFROM')}",
        f"TZOFFSETTO:{part.value('TZOFFSETTO')}",
    ]
    return any(
        all(text in block for text in wanted) and f"T{start.partition('T')[2]}\r\n" in block
        for block in ours.decode().split("BEGIN:")
    )


def _all(component: Component) -> Iterator[Line]:
    for inner in component.inner:
        if inner.name != "VTIMEZONE":
            yield from inner.lines
            yield from _all(inner)
