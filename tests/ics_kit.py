"""Entries for tests, and what three independent readers make of the files they become."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bookctl.calendars.entry import Calendar, Entry
from bookctl.calendars.event import event_bytes, zone_used
from bookctl.calendars.write import calendar_bytes

NOW = 1_795_482_000  # 2026-11-24T01:00Z
FEED = Calendar("Still Water 静水", "Massage; yoga, 茶", "Asia/Shanghai")


class Read(NamedTuple):
    """An event as a reader understood it; `start` and `end` are instants."""

    uid: str
    start: int
    end: int
    summary: str | None
    description: str | None
    location: str | None
    sequence: int
    status: str


def entry(**more) -> Entry:
    given = {
        "uid": "7k2m9q@stillwater.example", "start": NOW + 3600, "end": NOW + 7200, "zone": "Asia/Shanghai",
        "summary": "张伟, deep tissue 深层按摩", "sequence": 1, "changed": NOW - 600, "created": NOW - 900,
    }  # fmt: skip
    return Entry(**(given | more))


def at(text: str, zone: str = "UTC", fold: int = 0) -> int:
    """The instant of a wall-clock time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def whole(*entries: Entry, head: Calendar = FEED) -> bytes:
    return calendar_bytes(head, map(event_bytes, entries), filter(None, map(zone_used, entries)))


def unfolded(data: bytes) -> list[str]:
    """The content lines, by nobody's parser."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def values(data, name):
    """Of the property, with or without parameters."""
    return [re.split("[:;]", line, maxsplit=1)[1] for line in unfolded(data) if re.match(f"{name}[:;]", line)]


def said(one: Entry) -> Read:
    """What a reader must find."""
    from bookctl.calendars.clean import one_line, paragraphs

    texts = one_line(one.summary), paragraphs(one.description or ""), paragraphs(one.location or "")
    return Read(one.uid, one.start, one.end, *texts, one.sequence, one.status)


def by_icalendar(data: bytes) -> list[Read]:
    import icalendar

    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    return [_from_icalendar(event) for event in calendar.walk("VEVENT")]


def _from_icalendar(event) -> Read:
    assert not event.errors
    texts = (str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION"))
    times = (_instant(event[name].dt) for name in ("DTSTART", "DTEND"))
    return Read(str(event["UID"]), *times, *texts, int(event["SEQUENCE"]), str(event["STATUS"]))


def by_vobject(data: bytes) -> list[Read]:
    import vobject

    calendar = vobject.readOne(data.decode())
    return [_from_vobject(event) for event in calendar.contents.get("vevent", [])]


def _from_vobject(event) -> Read:
    texts = (_text(event, name) for name in ("summary", "description", "location"))
    times = (_instant(getattr(event, name).value) for name in ("dtstart", "dtend"))
    return Read(event.uid.value, *times, *texts, int(event.sequence.value), event.status.value)


def _text(event, name: str) -> str:
    return getattr(event, name).value if hasattr(event, name) else ""


def _instant(moment: datetime) -> int:
    assert moment.tzinfo is not None, "floating"
    return int(moment.astimezone(UTC).timestamp())


def by_icaljs(files: dict[str, bytes], folder: Path) -> dict[str, list[Read]]:
    """One start of node for all of them; skips where node or ical.js is missing."""
    library, node = _icaljs(), shutil.which("node")
    if library is None or node is None:
        pytest.skip("ical.js is not there: npm install in tests/js, or BOOKCTL_ICALJS=FOLDER/node_modules")
    for name, data in files.items():
        (folder / f"{name}.ics").write_bytes(data)
    done = subprocess.run(
        [node, str(Path(__file__).parent / "js" / "parse.mjs"), str(library), str(folder)],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    return {name: [_from_icaljs(event) for event in found[f"{name}.ics"]] for name in files}


def _from_icaljs(event) -> Read:
    texts = (event[name] or "" for name in ("summary", "description", "location"))
    return Read(event["uid"], event["start"], event["end"], *texts, event["sequence"], event["status"])


def _icaljs() -> Path | None:
    here = [Path(__file__).parent / "js" / "node_modules"]
    if given := os.environ.get("BOOKCTL_ICALJS"):
        here += [Path(given), Path(given) / "node_modules"]
    paths = (folder / "ical.js" / "dist" / "ical.js" for folder in here)
    return next((path for path in paths if path.is_file()), None)
