"""One event as octets: a VEVENT (RFC 5545, section 3.6.1), the same for the same entry."""

import re
from datetime import datetime

from bookctl.calendars.clean import one_line, paragraphs, quotable
from bookctl.calendars.entry import Entry, Person
from bookctl.calendars.write_lines import component, escaped, line, listed, parameter, utc_text
from bookctl.calendars.zones import expressible, named
from bookctl.model.time import zone_of

_UID = re.compile(r"[A-Za-z0-9.@_-]+", re.ASCII)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:.", re.ASCII | re.IGNORECASE)
_HIGHEST = 2_147_483_647


def event_bytes(entry: Entry) -> bytes:
    """BEGIN:VEVENT to END:VEVENT, with CRLF, in lines of 75 octets at most. ValueError for an entry that is no
    event: it ends before it starts, or its UID or number is one that calendar programs refuse.
    """
    _sound(entry)
    stamp = utc_text(entry.changed)
    busy = _busy(entry)
    return component(
        "VEVENT",
        [
            line("UID", entry.uid),
            line("DTSTAMP", stamp),
            *_times(entry),
            line("SUMMARY", escaped(one_line(entry.summary))),
            *_texts(entry),
            line("STATUS", entry.status),
            line("SEQUENCE", str(entry.sequence)),
            line("CREATED", utc_text(entry.created)),
            line("LAST-MODIFIED", stamp),
            line("CLASS", "PRIVATE" if entry.private else "PUBLIC"),
            line("TRANSP", "TRANSPARENT" if busy == "FREE" else "OPAQUE"),
            line("X-MICROSOFT-CDO-BUSYSTATUS", busy),
            *_people(entry),
        ],
    )


def zone_used(entry: Entry) -> str | None:
    """The TZID its times are written with; None where they are in UTC."""
    return named(entry.zone) if expressible(entry.zone, entry.start, entry.end) else None


def _sound(entry: Entry) -> None:
    if entry.end <= entry.start:
        raise ValueError(f"{entry.uid} does not end after it starts")
    if not _UID.fullmatch(entry.uid):
        raise ValueError(f"{entry.uid!r} is no UID that all calendar programs take")
    if not 0 <= entry.sequence <= _HIGHEST:
        raise ValueError(f"{entry.uid}: SEQUENCE {entry.sequence} is out of range")


def _busy(entry: Entry) -> str:
    """Outlook's word for how the time shows; TRANSP says the same."""
    if not entry.busy or entry.status == "CANCELLED":
        return "FREE"
    return "TENTATIVE" if entry.status == "TENTATIVE" else "BUSY"


def _times(entry: Entry) -> list[bytes]:
    tzid = zone_used(entry)
    if tzid is None:
        return [line("DTSTART", utc_text(entry.start)), line("DTEND", utc_text(entry.end))]
    zone = zone_of(entry.zone)
    return [
        line(f"{name};TZID={tzid}", f"{datetime.fromtimestamp(at, zone):%Y%m%dT%H%M%S}")
        for name, at in (("DTSTART", entry.start), ("DTEND", entry.end))
    ]


def _texts(entry: Entry) -> list[bytes]:
    """What is empty is left out."""
    texts = [
        ("DESCRIPTION", escaped(paragraphs(entry.description or ""))),
        ("LOCATION", escaped(paragraphs(entry.location or ""))),
        ("URL", _url(entry.url or "")),
        ("CATEGORIES", listed(filter(None, map(one_line, entry.categories)))),
    ]
    return [line(name, text) for name, text in texts if text]


def _url(text: str) -> str:
    """An absolute URI in ASCII; empty for anything else."""
    bare = one_line(text)
    if not _ABSOLUTE.match(bare):
        return ""
    from urllib.parse import quote

    return quote(bare, safe="%/:?#[]@!$&'()*+,;=-._~")


def _people(entry: Entry) -> list[bytes]:
    """Only invitations have any."""
    people = (
        [] if entry.organizer is None else [_address(f"ORGANIZER{_cn(entry.organizer)}", entry.organizer)]
    )
    for person in entry.attendees:
        rsvp = ";RSVP=TRUE" if person.partstat == "NEEDS-ACTION" else ""
        head = (
            f"ATTENDEE{_cn(person)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={person.partstat}{rsvp}"
        )
        people.append(_address(head, person))
    return people


def _cn(person: Person) -> str:
    name = quotable(person.name or "")
    return f";CN={parameter(name)}" if name else ""


def _address(head: str, person: Person) -> bytes:
    return line(head, f"mailto:{one_line(person.email)}")
