"""What is wrong with a calendar file, before a calendar program says nothing about it and shows nothing."""

from bookctl.calendars.lint_lines import content_lines
from bookctl.calendars.lint_report import Report
from bookctl.calendars.lint_rules import calendar_rules
from bookctl.calendars.lint_tree import components
from bookctl.ledger.finding import Finding

_BOM = b"\xef\xbb\xbf"
_LARGE = 1_000_000  # octets, Google's limit
_LARGEST = 16 << 20
_OTHERS = (
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"%PDF", "a PDF file"),
    (b"<", "a web page"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"BEGIN:VCARD", "an address book (vCard)"),
)
_SAVE = "save it as a calendar, in UTF-8"


def lint(path: str, data: bytes) -> list[Finding]:
    """In order of place; `path` is only what the findings call it. Takes any octets, and raises nothing."""
    report = Report(path)
    if (other := _other(data)) is not None:
        report.place("ics-not-calendar", other, (1, 1), remedy=_SAVE)
        return report.findings()
    if data.startswith(_BOM):
        report.place("ics-bom", "a byte order mark", (1, 1), remedy="save it as UTF-8 without one")
    if len(data) > _LARGE:
        size = f"{len(data) / 1_000_000:.1f} MB"
        report.place(
            "ics-size", size, (1, 1), severity="warning", remedy="Google takes 1 MB: a shorter window"
        )
    _content(data.removeprefix(_BOM), report)
    return report.findings()


def _other(data: bytes) -> str | None:
    """A sentence for what is no calendar at all."""
    if len(data) > _LARGEST:
        return f"larger than {_LARGEST >> 20} MB, which no calendar program takes"
    start = data.removeprefix(_BOM).lstrip()
    if not start:
        return "there is nothing in it"
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return None
    kind = next((what for mark, what in _OTHERS if start.upper().startswith(mark)), None)
    return f"this is {kind}, no calendar" if kind else "it does not begin with BEGIN:VCALENDAR"


def _content(data: bytes, report: Report) -> None:
    tops = components(content_lines(data, report), report)
    for component in tops:
        if component.name != "VCALENDAR":
            report.add(
                "ics-structure",
                "a component outside of any calendar",
                component.begin,
                remedy="put it between BEGIN:VCALENDAR and its END",
            )
    calendars = [component for component in tops if component.name == "VCALENDAR"]
    for calendar in calendars[1:]:
        report.add(
            "ics-calendars",
            "another calendar in the same file",
            calendar.begin,
            first=calendars[0].begin,
            remedy="many programs read the first only",
        )
    for calendar in calendars:
        calendar_rules(calendar, report)
