"""Busy time without its reasons, for programs that only plan around it (RFC 5545, section 3.6.4)."""

from collections.abc import Iterator, Sequence

from bookctl.calendars.clean import one_line
from bookctl.calendars.write import PRODID
from bookctl.calendars.write_lines import component, line, utc_text


def freebusy_bytes(
    spans: Sequence[tuple[int, int]],
    window: tuple[int, int],
    *,
    uid: str,
    stamp: int,
    organizer: str | None,
) -> bytes:
    """A whole .ifb file. `spans` are busy (instants, half-open) in any order, and may overlap or reach out of
    `window`; `stamp` is when they were last changed; `organizer` an e-mail address, which RFC 5546 demands.
    """
    start, end = window
    lines = [line("UID", uid), line("DTSTAMP", utc_text(stamp))]
    if organizer is not None:
        lines.append(line("ORGANIZER", f"mailto:{one_line(organizer)}"))
    lines += [line("DTSTART", utc_text(start)), line("DTEND", utc_text(end))]
    lines += [
        line("FREEBUSY;FBTYPE=BUSY", f"{utc_text(first)}/{utc_text(last)}")
        for first, last in _merged(spans, start, end)
    ]
    head = [line("VERSION", "2.0"), line("PRODID", PRODID), line("METHOD", "PUBLISH")]
    return component("VCALENDAR", [*head, component("VFREEBUSY", lines)])


def _merged(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """In order, apart from each other, within the window."""
    inside = sorted((max(first, start), min(last, end)) for first, last in spans)
    open_: tuple[int, int] | None = None
    for first, last in inside:
        if first >= last:
            continue
        if open_ is not None and first <= open_[1]:
            open_ = open_[0], max(open_[1], last)
            continue
        if open_ is not None:
            yield open_
        open_ = first, last
    if open_ is not None:
        yield open_
