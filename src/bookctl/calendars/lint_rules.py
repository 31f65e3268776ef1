"""What a calendar as a whole must have and must not: head, method, UIDs, size."""

from bookctl.calendars.lint_event import event_rules
from bookctl.calendars.lint_report import Line, Report
from bookctl.calendars.lint_times import utc_only, when
from bookctl.calendars.lint_tree import Component
from bookctl.calendars.lint_zones import zone_rules
from bookctl.model.time import zone_of

_MANY = 1000
_LONGEST = 60
_INVITATIONS = frozenset({"REQUEST", "CANCEL", "REPLY", "COUNTER", "ADD", "REFRESH", "DECLINECOUNTER"})


def calendar_rules(calendar: Component, report: Report) -> None:
    invitation = _invitation(calendar)
    _head(calendar, report)
    _method(calendar, report, invitation=invitation)
    zone_rules(calendar, report)
    events = list(calendar.within("VEVENT"))
    for event in events:
        event_rules(event, report, feed=not invitation)
    _uids(calendar, report)
    if len(events) > _MANY:
        report.add(
            "ics-many",
            f"{len(events)} events",
            calendar.begin,
            severity="warning",
            remedy=f"Google takes about {_MANY}: a shorter window",
        )
    for busy in calendar.within("VFREEBUSY"):
        _freebusy(busy, report)


def _invitation(calendar: Component) -> bool:
    """One event with people and a method of RFC 5546, as it goes out by mail."""
    events = list(calendar.within("VEVENT"))
    return (
        (calendar.value("METHOD") or "").upper() in _INVITATIONS
        and len({event.value("UID") for event in events}) == 1
        and all(event.one("ORGANIZER") and event.one("ATTENDEE") for event in events)
    )


def _head(calendar: Component, report: Report) -> None:
    for name in ("VERSION", "PRODID"):
        if calendar.one(name) is None:
            report.add(
                "ics-head",
                f"a calendar without {name}",
                calendar.begin,
                remedy="VERSION:2.0 and PRODID come first",
            )
    version, product = calendar.one("VERSION"), calendar.one("PRODID")
    if version is not None and version.value != "2.0":
        report.add("ics-head", "VERSION is not 2.0", version, remedy="VERSION:2.0 (RFC 5545)")
    if product is not None and len(product.value) >= _LONGEST:
        report.add(
            "ics-head",
            f"PRODID is longer than {_LONGEST - 1} characters",
            product,
            severity="warning",
            remedy="a short fixed text",
        )
    if {line.name for line in calendar.lines[:2]} != {"VERSION", "PRODID"} and version and product:
        report.add(
            "ics-head",
            "VERSION and PRODID do not come first",
            calendar.begin,
            severity="warning",
            remedy="put them there",
        )
    _hints(calendar, report)


def _hints(calendar: Component, report: Report) -> None:
    for line in calendar.all("REFRESH-INTERVAL"):
        if line.parameters.get("VALUE", "").upper() != "DURATION":
            report.add(
                "ics-refresh",
                "REFRESH-INTERVAL without VALUE=DURATION",
                line,
                remedy="REFRESH-INTERVAL;VALUE=DURATION:PT1H (RFC 7986)",
            )
    for line in calendar.all("X-WR-TIMEZONE"):
        try:
            zone_of(line.value)
        except ValueError:
            report.add(
                "ics-zone-name",
                "X-WR-TIMEZONE is no IANA name",
                line,
                severity="warning",
                remedy="Europe/Berlin, or none",
            )


def _method(calendar: Component, report: Report, *, invitation: bool) -> None:
    line = calendar.one("METHOD")
    if line is None or invitation or not any(calendar.within("VEVENT")):
        return
    tolerated = line.value.upper() == "PUBLISH"
    report.add(
        "ics-method",
        "METHOD in a feed",
        line,
        severity="warning" if tolerated else "error",
        remedy="leave it out: Outlook takes the feed for an invitation",
    )


def _uids(calendar: Component, report: Report) -> None:
    seen: dict[tuple[str, str | None], Line] = {}
    for component in calendar.inner:
        line = component.one("UID")
        if line is None:
            continue
        key = line.value, component.value("RECURRENCE-ID")
        if key in seen:
            report.add(
                "ics-duplicate-uid",
                "a UID that an earlier event has",
                line,
                first=seen[key],
                remedy="each event needs its own, or programs keep one of them",
            )
        seen.setdefault(key, line)


def _freebusy(busy: Component, report: Report) -> None:
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND"):
        line = busy.one(name)
        if line is None:
            report.add("ics-missing", f"free/busy time without {name}", busy.begin, remedy=f"add {name}")
        elif name != "UID":
            utc_only(line, report)
    last = ""
    for line in busy.all("FREEBUSY"):
        if "FBTYPE" not in line.parameters:
            report.add(
                "ics-freebusy",
                "FREEBUSY without FBTYPE",
                line,
                severity="warning",
                remedy="FREEBUSY;FBTYPE=BUSY:…",
            )
        for period in line.value.split(","):
            last = _period(line, period, last, report)


def _period(line: Line, period: str, last: str, report: Report) -> str:
    """Returns the start, which the next period must not come before."""
    start, _, end = period.partition("/")
    first = when(line, start, report)
    if first is not None and first.kind != "utc":
        report.add("ics-not-utc", "FREEBUSY is not in UTC", line, remedy="20261124T100000Z/20261124T110000Z")
    if not end.upper().startswith("P") and when(line, end, report) is not None and end <= start:
        report.add("ics-end", "a busy period does not end after it starts", line, remedy="start/end")
    if start < last:
        report.add(
            "ics-freebusy",
            "busy periods are not in order",
            line,
            severity="warning",
            remedy="sort and join them",
        )
    return start
