"""A whole calendar file (RFC 5545, section 3.4): the head, the zones it needs, the events as they were made."""

from collections.abc import Iterable

from bookctl.calendars.clean import one_line, paragraphs
from bookctl.calendars.entry import Calendar
from bookctl.calendars.write_lines import component, escaped, line
from bookctl.calendars.zones import named, vtimezone
from bookctl.calendars.zones_names import official

PRODID = "-//bookctl//bookctl//EN"
"""Without a version: a new bookctl alone changes no feed."""
_REFRESH = "PT1H"


def calendar_bytes(head: Calendar, events: Iterable[bytes], zones: Iterable[str]) -> bytes:
    """`events` are whole VEVENTs, `zones` what `zone_used` said of them (once is enough, and any order does).
    ValueError for a zone that no rule tells.
    """
    return component("VCALENDAR", [*_head(head), *_zones(zones), *events])


def _head(head: Calendar) -> list[bytes]:
    lines = [line("VERSION", "2.0"), line("PRODID", PRODID), line("CALSCALE", "GREGORIAN")]
    if head.method is not None:
        lines.append(line("METHOD", head.method))
    if name := escaped(one_line(head.name or "")):
        lines += [line("NAME", name), line("X-WR-CALNAME", name)]
    if about := escaped(paragraphs(head.description or "")):
        lines.append(line("X-WR-CALDESC", about))
    if head.zone is not None and official(zone := named(head.zone)):
        lines.append(line("X-WR-TIMEZONE", zone))
    if name and head.method is None:
        lines += [line("REFRESH-INTERVAL;VALUE=DURATION", _REFRESH), line("X-PUBLISHED-TTL", _REFRESH)]
    return lines


def _zones(zones: Iterable[str]) -> list[bytes]:
    """By their names, each once."""
    return [_zone(zone) for zone in sorted({named(zone) for zone in zones})]


def _zone(zone: str) -> bytes:
    data = vtimezone(zone)
    if data is None:
        raise ValueError(f"{zone} has no VTIMEZONE")
    return data
