"""Other programs' calendars, read as they really are: what is in them, and what had to be passed over.

Rules: RFC 5545. A local time that does not exist has the offset before the gap, one that exists twice is its
first; days are nominal, hours exact (section 3.3.6).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.calendars.foreign_zones import Zones
from bookctl.calendars.lines import CalendarError, Component, Prop, calendars

__all__ = ["CalendarError", "Foreign", "ForeignEvent", "Moment", "Warned", "read_calendar"]
MOST_DATES = 50_000  # in the lists of one event
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


class Warned(NamedTuple):
    """What could not be taken as it stands; the rest was."""

    line: int
    uid: str | None
    text: str


class Moment(NamedTuple):
    """A wall-clock time in its zone; a date has no time of its own."""

    wall: datetime
    zone: tzinfo
    is_date: bool

    @property
    def at(self) -> int:
        return instant_of(self.wall, self.zone)


class ForeignEvent(NamedTuple):
    """One VEVENT. `start` and `end` are instants, half-open; `length` is nominal days and exact seconds."""

    uid: str
    line: int
    summary: str
    description: str
    location: str
    start: int
    end: int
    first: Moment
    length: tuple[int, int]
    all_day: bool
    status: str | None
    busy: bool
    sequence: int
    stamp: int
    recurrence_id: int | None
    rrule: str | None
    rdates: tuple[tuple[int, int | None], ...]
    exdates: tuple[Moment, ...]
    organizer: str | None
    attendees: tuple[tuple[str, str | None, str], ...]


class Foreign(NamedTuple):
    """`freebusy` are busy stretches of VFREEBUSY components, instants, half-open."""

    method: str | None
    events: list[ForeignEvent]
    freebusy: list[tuple[int, int]]
    warnings: list[Warned]


class _Odd(Exception):
    """One event that cannot be read."""


def read_calendar(data: bytes, *, zone: ZoneInfo) -> Foreign:
    """`zone` is that of floating times and dates. CalendarError where the file is no calendar or breaks off."""
    warned: list[tuple[int, str]] = []
    roots = calendars(data, warned)
    made = Foreign(_method(roots), [], [], [Warned(line, None, text) for line, text in warned])
    for root in roots:
        zones = Zones(part for part in root.children if part.name == "VTIMEZONE")
        for part in root.children:
            _take(part, _Reader(zones, zone), made)
    return made


def _method(roots: list[Component]) -> str | None:
    found = next((prop for root in roots if (prop := root.first("METHOD"))), None)
    return found.value.strip().upper() if found else None


def _take(part: Component, reader: "_Reader", made: Foreign) -> None:
    uid = part.first("UID")
    try:
        if part.name == "VEVENT":
            made.events.append(reader.event(part))
            name = uid.value if uid else None
            made.warnings.extend(Warned(prop.line, name, text) for prop, text in _half_taken(part))
        elif part.name == "VFREEBUSY":
            made.freebusy.extend(span for prop in part.every("FREEBUSY") for span in reader.periods(prop))
    except (_Odd, ValueError, OverflowError, OSError) as fault:
        text = str(fault) if isinstance(fault, _Odd) else "a value out of range"
        made.warnings.append(Warned(part.line, uid.value if uid else None, f"left out: {text}"))


def _half_taken(part: Component) -> Iterator[tuple[Prop, str]]:
    """What an event says that is not followed, and what is done in its place."""
    for prop in part.every("RECURRENCE-ID"):
        if prop.params.get("RANGE", "").upper() == "THISANDFUTURE":
            yield prop, "it stands for all later dates, too (THISANDFUTURE): only this one is taken from it"
    for prop in part.every("RRULE")[1:]:
        yield prop, "a second recurrence rule: only the first is taken"
    for prop in part.every("EXRULE"):
        yield prop, "dates taken out by a rule (EXRULE) stay busy"


class _Reader:
    """Values of one calendar's properties."""

    def __init__(self, zones: Zones, zone: ZoneInfo) -> None:
        self._zones, self._zone = zones, zone

    def event(self, part: Component) -> ForeignEvent:
        start = part.first("DTSTART")
        if start is None:
            raise _Odd("it has no DTSTART")
        first = self.moment(start, start.value)
        length = self._length(part, first)
        status = part.first("STATUS")
        return ForeignEvent(
            uid=_text(part, "UID") or f"line-{part.line}",
            line=part.line,
            summary=_text(part, "SUMMARY"),
            description=_text(part, "DESCRIPTION"),
            location=_text(part, "LOCATION"),
            start=first.at,
            end=end_of(first.wall, first.zone, length),
            first=first,
            length=length,
            all_day=first.is_date,
            status=status.value.strip().upper() if status else None,
            busy=_is_busy(part),
            sequence=_number(part, "SEQUENCE"),
            stamp=self._stamp(part),
            recurrence_id=self._recurrence(part),
            rrule=next((prop.value for prop in part.every("RRULE")), None),
            rdates=tuple(one for prop in part.every("RDATE") for one in self._rdates(prop)),
            exdates=tuple(self.moment(prop, text) for prop in part.every("EXDATE") for text in _listed(prop)),
            organizer=_mail(part.first("ORGANIZER")),
            attendees=tuple(_attendee(prop) for prop in part.every("ATTENDEE") if _mail(prop)),
        )

    def moment(self, prop: Prop, text: str) -> Moment:
        found = _TIME.fullmatch(text.strip())
        if found is None:
            raise _Odd(f"{prop.name} in line {prop.line} is no time: {text[:40]!r}")
        parts = [int(one) for one in found.groups()[:6] if one is not None]
        wall = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a wall-clock time, its zone beside it
        if len(parts) == 3:
            return Moment(wall, self._zone, is_date=True)
        if found[7]:
            return Moment(wall, UTC, is_date=False)
        return Moment(wall, self._tz(prop), is_date=False)

    def _tz(self, prop: Prop) -> tzinfo:
        name = prop.params.get("TZID")
        if name is None:
            return self._zone
        found = self._zones.find(name)
        if found is None:
            raise _Odd(f"nobody knows the time zone {name[:60]!r} of line {prop.line}")
        return found

    def _length(self, part: Component, first: Moment) -> tuple[int, int]:
        end, length = part.first("DTEND"), part.first("DURATION")
        if end is not None:
            last = self.moment(end, end.value)
            if last.at < first.at:
                raise _Odd("it ends before it begins")
            if first.is_date and last.is_date:
                return (last.wall - first.wall).days, 0
            return 0, last.at - first.at
        if length is not None:
            return _length(length)
        return (1, 0) if first.is_date else (0, 0)

    def _stamp(self, part: Component) -> int:
        prop = part.first("DTSTAMP") or part.first("LAST-MODIFIED")
        with suppress(_Odd, ValueError, OverflowError):
            return self.moment(prop, prop.value).at if prop else 0
        return 0

    def _recurrence(self, part: Component) -> int | None:
        prop = part.first("RECURRENCE-ID")
        return None if prop is None else self.moment(prop, prop.value).at

    def _rdates(self, prop: Prop) -> list[tuple[int, int | None]]:
        """Starts; with an end where they are periods."""
        if prop.params.get("VALUE", "").upper() == "PERIOD":
            return [(start, end) for start, end in self._spans(prop)]
        return [(self.moment(prop, text).at, None) for text in _listed(prop)]

    def periods(self, prop: Prop) -> list[tuple[int, int]]:
        """The busy stretches of a FREEBUSY line (section 3.8.2.6)."""
        return [] if prop.params.get("FBTYPE", "BUSY").upper() == "FREE" else self._spans(prop)

    def _spans(self, prop: Prop) -> list[tuple[int, int]]:
        made = []
        for text in _listed(prop):
            begin, _, behind = text.partition("/")
            first = self.moment(prop, begin)
            if behind.strip().startswith(("P", "+P", "-P")):
                end = end_of(first.wall, first.zone, _length(prop._replace(value=behind)))
            else:
                end = self.moment(prop, behind).at
            made.append((first.at, end))
        return [span for span in made if span[0] < span[1]]


def instant_of(wall: datetime, zone: tzinfo) -> int:
    at = int(wall.replace(tzinfo=zone, fold=0).timestamp())
    if zone is UTC or isinstance(zone, ZoneInfo):
        return at
    there = datetime.fromtimestamp(at, zone)  # a file's own zone reads a skipped time with the offset after
    if there.replace(tzinfo=None) == wall:
        return at
    return int((wall - (there.utcoffset() or timedelta())).replace(tzinfo=UTC).timestamp())


def _listed(prop: Prop) -> list[str]:
    """The values of a list; an empty one is no value."""
    found = [text for text in prop.value.split(",") if text.strip()]
    if len(found) > MOST_DATES:
        raise _Odd(f"more than {MOST_DATES:,} dates in line {prop.line}")
    return found


def end_of(wall: datetime, zone: tzinfo, length: tuple[int, int]) -> int:
    """Days by the calendar, then seconds by the clock that never changes."""
    return instant_of(wall + timedelta(days=length[0]), zone) + length[1]


def _length(prop: Prop) -> tuple[int, int]:
    found = _LENGTH.fullmatch(prop.value.strip())
    if found is None or found[0].endswith(("P", "T")):
        raise _Odd(f"{prop.name} in line {prop.line} is no length: {prop.value[:40]!r}")
    if found[1] == "-":
        raise _Odd("it ends before it begins")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    return weeks * 7 + days, hours * 3600 + minutes * 60 + seconds


def _is_busy(part: Component) -> bool:
    """A tentative event blocks; what is cancelled, transparent or marked free does not."""
    said = {name: prop.value.strip().upper() for name in _SAYS if (prop := part.first(name)) is not None}
    return not (
        said.get("STATUS") == "CANCELLED"
        or said.get("TRANSP") == "TRANSPARENT"
        or said.get("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    )


_SAYS = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")


def _text(part: Component, name: str) -> str:
    prop = part.first(name)
    return prop.text.strip() if prop else ""


def _number(part: Component, name: str) -> int:
    prop = part.first(name)
    text = prop.value.strip() if prop else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _mail(prop: Prop | None) -> str | None:
    if prop is None:
        return None
    address = prop.value.strip()
    return address[7:].strip() if address[:7].lower() == "mailto:" else prop.params.get("EMAIL") or None


def _attendee(prop: Prop) -> tuple[str, str | None, str]:
    return _mail(prop) or "", prop.params.get("CN"), prop.params.get("PARTSTAT", "NEEDS-ACTION").upper()
