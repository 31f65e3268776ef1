"""A feed taken apart into what a CalDAV collection holds: one object for each UID (RFC 4791, section 4.1)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_HEAD = frozenset({"VERSION", "PRODID", "CALSCALE"})
# A server mails invitations to whom it finds there (RFC 6638): bookctl does that itself, or nobody does.
_LEFT_OUT = frozenset({"ATTENDEE", "ORGANIZER"})
_ZONE = re.compile(r';TZID="?([^":;,]+)"?', re.IGNORECASE)
# What an event without it must not keep from its older self; anything else may be the server's own.
_CLEARED = frozenset(
    {"DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "RRULE", "RDATE", "EXDATE", "DURATION", "GEO"}
)
# Servers write these anew; that they differ says nothing.
_IGNORED = frozenset({"DTSTAMP", "LAST-MODIFIED", "CREATED"})
_DEFAULTS = frozenset({"VALUE=DATE-TIME", "VALUE=TEXT"})
_ESCAPED = re.compile(r"\\(.)")


class _Line(NamedTuple):
    """A content line as it stands, folds and all, and in one piece."""

    raw: bytes
    text: str

    @property
    def name(self) -> str:
        return re.split("[:;]", self.text, maxsplit=1)[0].upper()


def objects_of(feed: bytes) -> dict[str, bytes]:
    """Each event of a feed by its UID, as a calendar of its own, with its zones and without people."""
    head: list[bytes] = []
    zones: dict[str, list[bytes]] = {}
    events: dict[str, list[_Line]] = {}
    for kind, lines in _parts(feed):
        if kind == "VTIMEZONE":
            zones[_value(lines, "TZID") or ""] = [line.raw for line in lines]
        elif kind == "VEVENT":
            events.setdefault(_value(lines, "UID") or "", []).extend(
                line for line in lines if line.name not in _LEFT_OUT
            )
        elif not kind:
            head += [line.raw for line in lines if line.name in _HEAD]
    return {uid: _calendar(head, zones, lines) for uid, lines in events.items() if uid}


def _calendar(head: list[bytes], zones: dict[str, list[bytes]], lines: list[_Line]) -> bytes:
    used = dict.fromkeys(found[1] for line in lines if (found := _ZONE.search(line.text.partition(":")[0])))
    parts = [b"BEGIN:VCALENDAR", *head]
    for zone in used:
        parts += zones.get(zone, [])
    parts += [line.raw for line in lines]
    return b"\r\n".join([*parts, b"END:VCALENDAR", b""])


def uids(data: str) -> set[str]:
    """The UIDs of all events, tasks and journals in an object."""
    return {
        uid
        for kind, lines in _parts(data.encode("utf-8", "replace"))
        if kind and kind != "VTIMEZONE" and (uid := _value(lines, "UID"))
    }


def same(ours: bytes, theirs: str) -> bool:
    """Whether an object says what ours does; what the server or a person added to it does not count."""
    mine, found = _events(ours), _events(theirs.encode("utf-8", "replace"))
    if len(mine) != 1 or len(found) != 1:
        return False
    wanted, there = _said(mine[0]), _said(found[0])
    return all(there.get(name) == values for name, values in wanted.items() if name not in _IGNORED) and not (
        _CLEARED & (there.keys() - wanted.keys())
    )


def _events(data: bytes) -> list[list[_Line]]:
    return [lines for kind, lines in _parts(data) if kind == "VEVENT"]


def _said(lines: list[_Line]) -> dict[str, list[tuple[frozenset[str], str]]]:
    """By property: its values with their parameters, however they are written; alarms within left out."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    depth = 0
    for line in lines:
        if line.name in {"BEGIN", "END"}:
            depth += 1 if line.name == "BEGIN" else -1
        elif depth == 1:
            head, value = _split(line.text)
            parameters = frozenset(
                _parameter(part) for part in head.split(";")[1:] if _parameter(part) not in _DEFAULTS
            )
            found.setdefault(line.name, []).append((parameters, _plain(value)))
    return {name: sorted(values, key=str) for name, values in found.items()}


def _split(text: str) -> tuple[str, str]:
    """Name with parameters, and value: the first colon outside quotes parts them."""
    quoted = False
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return text[:at], text[at + 1 :]
    return text, ""


def _parameter(text: str) -> str:
    name, _, value = text.partition("=")
    bare = value.strip('"')
    return f"{name.upper()}={bare}"


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _parts(data: bytes) -> Iterator[tuple[str, list[_Line]]]:
    """The components directly below VCALENDAR with all their lines; the calendar's own lines under an empty name."""
    own: list[_Line] = []
    part: list[_Line] = []
    depth = 0
    for line in _lines(data):
        if line.name == "BEGIN":
            depth += 1
        if depth >= 2:
            part.append(line)
        else:
            own.append(line)
        if line.name == "END":
            depth -= 1
            if depth == 1 and part:
                yield part[0].text.partition(":")[2].strip().upper(), part
                part = []
    yield "", own


def _lines(data: bytes) -> Iterator[_Line]:
    for raw in re.split(rb"\r?\n(?![ \t])", data):
        if raw:
            text = re.sub(rb"\r?\n[ \t]", b"", raw).decode("utf-8", "replace")
            yield _Line(raw, text)


def _value(lines: list[_Line], name: str) -> str | None:
    return next((_split(line.text)[1].strip() for line in lines if line.name == name), None)
