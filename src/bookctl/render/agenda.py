"""The agenda: one line per appointment under a heading per day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bookctl.model.text import shown
from bookctl.model.time import day_span, local_day, rfc3339
from bookctl.render.cells import cut, width
from bookctl.render.style import Look
from bookctl.render.views import FREEING, OVER, Agenda, Entry
from bookctl.render.when import heading, on_day

HEADER = ("start", "end", "id", "status", "customer", "service", "resources", "seats", "remark")
_INDENT, _GAP = 2, 2
# Cells each column keeps, round by round: what tells least gives way first, the customer's name last.
_ROUNDS = (
    {"remark": 8, "service": 18, "resources": 14},
    {"service": 14, "resources": 12, "name": 20},
    {"remark": 0, "service": 10, "resources": 8},
    {"service": 6, "resources": 6, "name": 12},
    {"service": 2, "resources": 2, "name": 2},
    {"service": 0, "resources": 0, "id": 0},
)


class _Line(NamedTuple):
    entry: Entry
    time: str
    glyph: str
    name: str
    service: str
    resources: str
    id: str
    remark: str


def agenda(view: Agenda, look: Look, *, cancelled: bool = False) -> list[str]:
    """The days with their appointments; one of several days stands on each. `cancelled`: those too, and declined."""
    entries = [entry for entry in view.entries if cancelled or entry.status not in FREEING]
    days = [
        (day, [_line(entry, day, view, look) for entry in _of_day(entries, day, view)]) for day in view.days
    ]
    widths = _widths([line for _, lines in days for line in lines], look.width)
    current = _current(entries, view.now)
    today = local_day(view.now, view.zone)
    made = []
    for day, lines in days:
        made.append(look.style.paint("heading", cut(heading(day, today), look.width, look.glyphs.ellipsis)))
        made += [_drawn(line, widths, look, line.entry in current and day == today) for line in lines]
        if not lines:
            made.append(
                look.style.paint("dim", cut(f"  {_empty(day, view)}", look.width, look.glyphs.ellipsis))
            )
    return made


def rows(view: Agenda, *, cancelled: bool = False) -> list[tuple[str, ...]]:
    """The same as values for `plain` and `csv_text`, each appointment once; times as RFC 3339."""
    return [
        (
            rfc3339(entry.start, view.zone),
            rfc3339(entry.end, view.zone),
            entry.id,
            entry.status if entry.kind != "away" else "away",
            entry.customer,
            entry.service,
            ", ".join(entry.resources),
            "/".join(map(str, entry.seats or ())),
            entry.remark,
        )
        for entry in view.entries
        if cancelled or entry.status not in FREEING
    ]


def _of_day(entries: Iterable[Entry], day: date, view: Agenda) -> list[Entry]:
    first, last = day_span(day, view.zone)
    return [entry for entry in entries if entry.start < last and (entry.end > first or entry.start >= first)]


def _current(entries: Sequence[Entry], now: int) -> set[Entry]:
    """What is going on, or else all that comes next at the same time."""
    live = [
        entry for entry in entries if entry.kind != "away" and entry.status not in OVER and entry.end > now
    ]
    running = {entry for entry in live if entry.start <= now}
    soonest = min((entry.start for entry in live), default=0)
    return running or {entry for entry in live if entry.start == soonest}


def _empty(day: date, view: Agenda) -> str:
    if day in view.closed:
        reason = shown(view.closed[day])
        return f"closed: {reason}" if reason else "closed"
    free = view.free.get(day)
    return "no bookings" if free is None else f"no bookings, {free / 60:.1f} h free"


def _line(entry: Entry, day: date, view: Agenda, look: Look) -> _Line:
    glyphs = look.glyphs
    glyph = glyphs.blocked if entry.kind == "away" else glyphs.status(entry.status)
    seats = f"({entry.seats[0]}/{entry.seats[1]}) seats" if entry.seats else ""
    name, service = (entry.customer, entry.service) if entry.customer else (entry.service, seats)
    return _Line(
        entry,
        on_day(entry.start, entry.end, day, view.zone, glyphs.ellipsis),
        glyphs.conflict if entry.conflict else glyph,
        shown(name),
        shown(service),
        shown(", ".join(entry.resources)),
        shown(entry.id),
        shown(entry.remark),
    )


def _widths(lines: Sequence[_Line], limit: int) -> dict[str, int]:
    """Cells of each column, so that a line fits the limit."""
    keys = ("time", "glyph", "name", "service", "resources", "id", "remark")
    made = {key: max((width(getattr(line, key)) for line in lines), default=0) for key in keys}
    for key, least in (step for steps in _ROUNDS for step in steps.items()):
        over = _total(made) - limit
        if over > 0:
            made[key] = max(min(least, made[key]), made[key] - over)
    return made


def _total(widths: dict[str, int]) -> int:
    used = [cells for cells in widths.values() if cells]
    return _INDENT + sum(used) + _GAP * (len(used) - 1) - (_GAP - 1 if widths["glyph"] else 0)


def _drawn(line: _Line, widths: dict[str, int], look: Look, current: bool) -> str:
    style, ellipsis = look.style, look.glyphs.ellipsis
    entry = line.entry
    tone = "error" if entry.conflict else "dim" if entry.kind == "away" else entry.status
    faded = "dim" if entry.kind == "away" or entry.status in FREEING else ""
    mark = style.paint("current", look.glyphs.current.ljust(_INDENT)) if current else " " * _INDENT
    parts = [
        ("time", faded, line.time),
        ("glyph", tone, line.glyph),
        ("name", faded or ("current" if current else ""), line.name),
        ("service", faded, line.service),
        ("resources", faded, line.resources),
        ("id", "dim", line.id),
        ("remark", "dim", line.remark),
    ]
    made, spaces = mark, ""
    for key, name, text in parts:
        if not widths[key]:
            continue
        short = cut(text, widths[key], ellipsis)
        made += (spaces + style.paint(name, short)) if short else ""
        gap = " " if key == "glyph" else " " * _GAP
        spaces = (" " * (widths[key] - width(short)) + gap) if short else spaces + " " * widths[key] + gap
    return made
