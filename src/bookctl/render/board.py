"""The board: a lane per resource with time running to the right; one day, or several below each other."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bookctl.model.text import shown
from bookctl.model.time import MINUTE, local_day
from bookctl.render.agenda import agenda
from bookctl.render.cells import cut, pad, width
from bookctl.render.lane import Run, lane_runs, share, stacked
from bookctl.render.scale import Scale, cell_seconds, hours_shown, ruler, scale_of, seconds_shown
from bookctl.render.style import Look
from bookctl.render.views import FREEING, OVER, Agenda, Block, Board, Entry, Lane
from bookctl.render.when import DAYS, MONTHS, clock, day_name

NARROWEST = 60
_NAME = 16
_LEAST_NAME = 8
_GAP = 2
_DAY = len("> Mon 30  ")
_SHARE = len("  100 %")


class _Frame(NamedTuple):
    """What all lines of a board share: cells of the margin before the time, of the names, of the time."""

    look: Look
    margin: int
    name: int
    time: int

    def line(self, left: Sequence[Run], runs: Sequence[Run], right: Run = ("", "")) -> str:
        """Margin, time and share, painted at the very end."""
        paint = self.look.style.paint
        text = "".join(part for _, part in left)
        made = "".join(paint(name, part) for name, part in left) + " " * (self.margin - width(text))
        made += "".join(paint(name, part) for name, part in runs)
        if not right[1]:
            return made.rstrip()
        used = width("".join(part for _, part in runs))
        return made + " " * (self.time - used + _SHARE - width(right[1])) + paint(*right)


def board(view: Board, look: Look) -> list[str]:
    """The board in the look's width; below NARROWEST cells, or where not even hours fit, it is an agenda."""
    if not view.days:
        return []
    hours = hours_shown(view.days, view.zone)
    spans = {day: seconds_shown(day, hours, view.zone) for day, _ in view.days}
    day_cells = _DAY if len(view.days) > 1 else 0
    fitting = _fitting(view, spans.values(), look.width - day_cells - _GAP - _SHARE, look)
    if look.width < NARROWEST or fitting is None:
        return agenda(as_agenda(view), look)
    cell, name = fitting
    scales = {day: scale_of(span, cell) for day, span in spans.items()}
    frame = _Frame(look, day_cells + name + _GAP, name, max(scale.cells for scale in scales.values()))
    body = _days(view, scales, frame) if day_cells else _lanes(view, scales[view.days[0][0]], frame)
    return [_title(view, frame), *body, *_next(view, look), _legend(view, cell, look)]


def _fitting(view: Board, spans: Iterable[tuple[int, int]], room: int, look: Look) -> tuple[int, int] | None:
    """Seconds of a cell and cells of a name: names give way to a finer scale while they can be told apart."""
    names = {shown(lane.name) for _, lanes in view.days for lane in lanes}
    longest = min(_NAME, max(map(width, names), default=0))
    longest_span = max((end - start for start, end in spans), default=0)
    found = [
        (cell, -size)
        for size in range(longest, min(longest, _LEAST_NAME) - 1, -1)
        if (cell := cell_seconds(longest_span, room - size)) is not None
        and (size == longest or len({cut(name, size, look.glyphs.ellipsis) for name in names}) == len(names))
    ]
    return (min(found)[0], -min(found)[1]) if found else None


def _title(view: Board, frame: _Frame) -> str:
    """The day or days on the left, the zone on the right."""
    first, last = view.days[0][0], view.days[-1][0]
    text = day_name(first) if first == last else f"{_short(first, last)} - {day_name(last)}"
    text += f", week {first.isocalendar().week}"
    gap = " " * max(2, frame.margin + frame.time + _SHARE - width(text) - len(view.zone.key))
    zone = gap + frame.look.style.paint("dim", view.zone.key)
    fits = width(text) + len(gap) + len(view.zone.key) <= frame.look.width
    return frame.look.style.paint("heading", text) + (zone if fits else "")


def _short(first: date, last: date) -> str:
    text = f"{DAYS[first.weekday()]} {first.day}"
    if (first.year, first.month) != (last.year, last.month):
        text += f" {MONTHS[first.month - 1]}"
    return text + (f" {first.year}" if first.year != last.year else "")


def _ruler(scale: Scale, view: Board, frame: _Frame) -> str:
    return frame.line([], [("dim", ruler(scale, view.zone))], ("dim", "used"))


def _lanes(view: Board, scale: Scale, frame: _Frame) -> list[str]:
    """One day: its ruler, its lanes, and where now is."""
    made = [_ruler(scale, view, frame)]
    for lane in view.days[0][1]:
        made += _lane(lane, scale, frame, [])
    return made + _now(view, scale, frame)


def _days(view: Board, scales: dict[date, Scale], frame: _Frame) -> list[str]:
    """Several days: one ruler, again only where the clock changes; a closed day is one line."""
    made: list[str] = []
    today, above = local_day(view.now, view.zone), ""
    for day, lanes in view.days:
        scale = scales[day]
        if (line := _ruler(scale, view, frame)) != above:
            made.append(line)
            above = line
        mark = frame.look.glyphs.current if day == today else " "
        label = [("heading", f"{mark} {DAYS[day.weekday()]} {day.day:2}  ")]
        if any(lane.open or lane.blocks for lane in lanes):
            for lane in lanes:
                made += _lane(lane, scale, frame, label)
                label = [("", " " * _DAY)]
        else:
            made.append(frame.line([*label, ("dim", "closed")], []))
        made += _now(view, scale, frame)
    return made


def _lane(lane: Lane, scale: Scale, frame: _Frame, before: Sequence[Run]) -> Iterator[str]:
    """The lane's rows; name and share stand at the first."""
    look = frame.look
    name = pad(cut(shown(lane.name), frame.name, look.glyphs.ellipsis), frame.name)
    for number, blocks in enumerate(stacked(lane, scale)):
        left = [*before, ("", name)] if number == 0 else []
        runs = lane_runs(lane, blocks, scale, look.glyphs)
        yield frame.line(left, runs, ("", share(lane)) if number == 0 else ("", ""))


def _now(view: Board, scale: Scale, frame: _Frame) -> list[str]:
    if not scale.first <= view.now < scale.last:
        return []
    place = (view.now - scale.first) // scale.cell
    text = f"now {clock(view.now, view.zone)}"
    sign = frame.look.glyphs.now
    if place + width(text) + 2 > frame.time + _SHARE:
        return [
            frame.line([], [("", " " * (place - width(text) - 1)), ("now", text), ("current", f" {sign}")])
        ]
    return [frame.line([], [("", " " * place), ("current", f"{sign} "), ("now", text)])]


def _next(view: Board, look: Look) -> list[str]:
    """The next appointment still to come on the days shown."""
    ahead = [
        entry for entry in as_agenda(view).entries if entry.start > view.now and entry.status not in OVER
    ]
    if not ahead or not any(day == local_day(view.now, view.zone) for day, _ in view.days):
        return []
    entry = min(ahead, key=lambda entry: entry.start)
    day = local_day(entry.start, view.zone)
    when = clock(entry.start, view.zone)
    when = when if day == local_day(view.now, view.zone) else f"{DAYS[day.weekday()]} {when}"
    others = sum(other.start == entry.start for other in ahead) - 1
    id_ = (f" ({shown(entry.id)})" if entry.id else "") + (f" and {others} more" if others else "")
    text = ", ".join(part for part in (shown(entry.customer), *map(shown, entry.resources)) if part)
    return [cut(f"next: {when} {text}", look.width - len(id_), look.glyphs.ellipsis) + id_]


def _legend(view: Board, cell: int, look: Look) -> str:
    glyphs = look.glyphs
    padded = any(block.kind == "padding" for _, lanes in view.days for lane in lanes for block in lane.blocks)
    parts = [f"{glyphs.free} free", f"{glyphs.blocked} closed"]
    parts += [f"{glyphs.padding} padding"] if padded else []
    return look.style.paint("dim", "  ".join([*parts, f"a cell is {cell // MINUTE} min"]))


def as_agenda(view: Board) -> Agenda:
    """The board's work as a list; what holds several resources is one line."""
    found: dict[object, tuple[Block, list[str]]] = {}
    for _, lanes in view.days:
        for lane in lanes:
            for number, block in enumerate(lane.blocks):
                if block.kind != "padding" and block.status not in FREEING:
                    key = block.id or (lane.resource, number, block.start)
                    names = found.setdefault(key, (block, []))[1]
                    names += [lane.name] if lane.name not in names else []
    entries = [
        Entry(
            block.start,
            block.end,
            block.id,
            block.status,
            block.label,
            "",
            tuple(names),
            conflict=block.conflict,
        )
        for block, names in found.values()
    ]
    return Agenda(
        [day for day, _ in view.days], sorted(entries, key=lambda entry: entry[:2]), view.now, view.zone
    )
