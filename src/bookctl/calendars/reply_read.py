"""The few lines of an iTIP message that an answer is made of; nothing else in it is read, so nothing else can harm."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from bookctl.actions.problems import Usage

_FOLD = re.compile(rb"\r?\n[ \t]")
_END = re.compile("\r?\n")
_NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)', re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
_EVENT = ["VCALENDAR", "VEVENT"]
_DEEPEST = 8


class Attendee(NamedTuple):
    """`state` is PARTSTAT in capitals."""

    email: str
    state: str


class Event(NamedTuple):
    """`stamp` is DTSTAMP as an instant; None where there is none in UTC."""

    uid: str
    sequence: int
    stamp: int | None
    recurring: bool
    attendees: tuple[Attendee, ...]


class Message(NamedTuple):
    """`method` in capitals; empty where there is none."""

    method: str
    events: tuple[Event, ...]


class _Line(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str


def read_message(ics: bytes) -> Message:
    """Usage where it is no calendar, or one that was cut off."""
    methods: set[str] = set()
    events: list[list[_Line]] = []
    for stack, line in _placed(ics):
        if stack == _EVENT[:1] and line.name == "METHOD":
            methods.add(line.value.strip().upper())
        elif stack == _EVENT and line.name == "BEGIN":
            events.append([])
        elif stack == _EVENT:
            events[-1].append(line)
    if len(methods) > 1:
        raise Usage("the calendar has several METHODs")
    return Message(next(iter(methods), ""), tuple(map(_event, events)))


def _placed(ics: bytes) -> Iterator[tuple[list[str], _Line]]:
    """Each line with the components it is in; a component's own BEGIN is in it already."""
    stack: list[str] = []
    for line in _lines(ics):
        word = line.value.strip().upper()
        if line.name == "BEGIN":
            stack.append(word)
            if len(stack) > _DEEPEST:
                raise Usage("the calendar is nested deeper than any answer to an invitation")
        elif line.name == "END":
            if not stack or stack.pop() != word:
                raise Usage("the calendar does not read: an END without its BEGIN")
            continue
        yield stack, line
    if stack:
        raise Usage(f"the calendar is cut off: its {stack[-1][:20]} has no END")


def _lines(ics: bytes) -> Iterator[_Line]:
    """Unfolded as octets, since a fold may cut a character (RFC 5545, section 3.1). What does not read is left out."""
    text = _FOLD.sub(b"", ics.removeprefix(b"\xef\xbb\xbf")).decode("utf-8", "replace")
    yield from filter(None, map(_line, _END.split(text)))


def _line(row: str) -> _Line | None:
    name = _NAME.match(row)
    at = name.end() if name else 0
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(row, at):
        parameters.setdefault(found[1].upper(), found[2].strip('"'))
        at = found.end()
    if name is None or row[at : at + 1] != ":":
        return None
    return _Line(name[0].upper(), parameters, row[at + 1 :])


def _event(lines: list[_Line]) -> Event:
    value = {line.name: line.value.strip() for line in reversed(lines)}
    number = value.get("SEQUENCE", "0")
    if not _NUMBER.fullmatch(number):
        raise Usage("the calendar's SEQUENCE is no number")
    attendees = tuple(_attendee(line) for line in lines if line.name == "ATTENDEE")
    return Event(
        value.get("UID", ""),
        int(number),
        _stamp(value.get("DTSTAMP", "")),
        "RECURRENCE-ID" in value,
        attendees,
    )


def _attendee(line: _Line) -> Attendee:
    """By its `mailto:`, else by the EMAIL that Apple adds (RFC 7986, section 6.2)."""
    kind, _, address = line.value.strip().partition(":")
    email = address if kind.lower() == "mailto" else line.parameters.get("EMAIL", "")
    return Attendee(email.strip(), line.parameters.get("PARTSTAT", "NEEDS-ACTION").strip().upper())


def _stamp(text: str) -> int | None:
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", text, re.ASCII):
        return None
    try:
        return int(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
