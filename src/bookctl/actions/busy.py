"""A resource's other calendar as busy time: the stretches, and nothing of what they are about."""

from typing import NamedTuple

from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Usage
from bookctl.engine.spans import Span
from bookctl.ledger.layout import busy_path
from bookctl.model.ids import is_slug
from bookctl.model.time import DAY, day_start

BACK, AHEAD = 31, 731  # calendar days that are looked at


class Busy(NamedTuple):
    """What a calendar says; `render` writes it: spans, covered, uid and stamp to bytes."""

    resource: str
    name: str
    spans: list[Span]


def covered(desk: Desk) -> Span:
    """The stretch of time that is looked at, in whole local days."""
    today = day_start(desk.day(desk.now), desk.zone)
    return day_start(desk.day(today - BACK * DAY), desk.zone), day_start(
        desk.day(today + AHEAD * DAY), desk.zone
    )


def put(desk: Desk, busy: Busy, text: str) -> Outcome:
    """Writes the file where its stretches are others than before. Bookings in them stay: they are named."""
    path = path_of(busy.resource, busy.name)
    if _stretches(desk.draft.text(path)) != _stretches(text) or not desk.draft.exists(path):
        desk.draft.put(path, text)
    for start, end in busy.spans:
        for use in sorted(desk.busy.held(busy.resource, start, end), key=lambda use: (use.start, use.owner)):
            when = desk.local(use.start)
            desk.warnings.append(f"{use.owner} is booked then, {when:%a %d %b %H:%M}: move or cancel it")
    data = {"id": busy.resource, "kind": "resource", "calendar": busy.name, "stretches": len(busy.spans)}
    word = "stretch" if len(busy.spans) == 1 else "stretches"
    line = f"{len(busy.spans)} busy {word} of {busy.name} for"
    return Outcome(f"import busy {busy.resource} {busy.name}", line, data)


def remove(desk: Desk, resource: str, name: str) -> Outcome:
    path = path_of(resource, name)
    if not desk.draft.exists(path):
        raise NotFound(f"{resource} has no calendar {name}", help=f"ls busy/{resource}")
    desk.draft.put(path, "")
    data = {"id": resource, "kind": "resource", "calendar": name, "stretches": 0}
    return Outcome(f"import busy {resource} {name} --remove", f"no longer busy by {name}:", data)


def path_of(resource: str, name: str) -> str:
    if not is_slug(name):
        raise Usage(
            f"{name!r} is no name for a calendar", help="--name in lower-case letters, digits and dashes"
        )
    return busy_path(resource, name)


def _stretches(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("FREEBUSY")]
