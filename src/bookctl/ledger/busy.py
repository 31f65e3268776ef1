"""A resource's time in another calendar, in the one form that `bookctl import busy` writes: VFREEBUSY in UTC.

Titles and places of other calendars never come into the ledger (RFC 5545, section 3.6.4).
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from bookctl.ledger.bulk import Bulk
from bookctl.ledger.files import UnsafeFile
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import BUSY, RECORD_LIMIT, Entry, busy_of, folder_entries
from bookctl.model.resource import BusyResource, Resource, Span

_TIME = r"(\d{8}T\d{6})Z"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bookctl//busy//EN", "BEGIN:VFREEBUSY")
_LINE = re.compile(
    rf"FREEBUSY;FBTYPE=BUSY:{_TIME}/{_TIME}\Z|(?:UID:[ -~]+|DTSTAMP:{_TIME}|DTSTART:{_TIME}|DTEND:{_TIME})\Z",
    re.ASCII,
)
_TAIL = ["END:VFREEBUSY", "END:VCALENDAR"]


def read_busy(path: str, data: bytes) -> tuple[list[tuple[int, int]], list[Finding]]:
    """The stretches, instants, half-open, in order; none and a finding where the file is in another form."""
    lines = data.decode("ascii", "replace").replace("\r\n", "\n").rstrip("\n").split("\n")
    wrong = next((number for number, line in enumerate(_HEAD) if lines[number : number + 1] != [line]), None)
    body = lines[len(_HEAD) : -2]
    if wrong is None and lines[-2:] != _TAIL:
        wrong = len(lines) - 1
    spans: list[tuple[int, int]] = []
    for number, line in enumerate(body if wrong is None else (), len(_HEAD)):
        found = _LINE.match(line)
        if found is None:
            return [], [_other(path, number)]
        if found[1]:
            try:
                spans.append((_instant(found[1]), _instant(found[2])))
            except ValueError:
                return [], [_other(path, number)]
    if wrong is not None:
        return [], [_other(path, wrong)]
    return [span for span in spans if span[0] < span[1]], []


def _other(path: str, number: int) -> Finding:
    of = busy_of(path)
    help_ = f"bookctl import busy {of[0]} {path} --name {of[1]} reads it and puts it right" if of else None
    return Finding(path, number + 1, 1, "error", "busy", "not as bookctl writes busy time", help=help_)


def _instant(text: str) -> int:
    return int(datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC).timestamp())


def with_busy(resource: Resource, files: list[tuple[str, list[tuple[int, int]]]]) -> Resource:
    """The resource with the stretches of its files, by path."""
    taken = [Span(*span, path) for path, spans in files for span in spans]
    if not taken:
        return resource
    values = {name: getattr(resource, name) for name in Resource.__struct_fields__}
    return BusyResource(**values, busy=tuple(sorted(taken)))


def load_busy(root: Path, found: list[Finding]) -> dict[str, list[tuple[str, list[tuple[int, int]]]]]:
    """By resource: each file and its stretches."""
    kept: dict[str, list[tuple[str, list[tuple[int, int]]]]] = {}
    with Bulk(root) as bulk:
        for entry in folder_entries(root, BUSY):
            _take_in(bulk, entry, kept, found)
    return kept


def _take_in(
    bulk: Bulk, entry: Entry, kept: dict[str, list[tuple[str, list[tuple[int, int]]]]], found: list[Finding]
) -> None:
    of = busy_of(entry.path)
    if of is None:
        return
    try:
        data = bulk.read(entry.path, RECORD_LIMIT)
    except UnsafeFile as fault:
        found.append(Finding(entry.path, 1, 1, "error", "file", f"this file {fault.reason}"))
        return
    spans, wrong = read_busy(entry.path, data or b"")
    found += wrong
    kept.setdefault(of[0], []).append((entry.path, spans))
