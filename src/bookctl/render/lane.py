"""One lane of a board as text: pure functions from a lane, a scale and the glyphs."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from bookctl.model.text import shown
from bookctl.render.cells import cut, pad, width
from bookctl.render.scale import Scale
from bookctl.render.style import Glyphs
from bookctl.render.views import FREEING, Block, Lane

Run = tuple[str, str]  # a style's name and the text it is for


class _Placed(NamedTuple):
    """All of one booking, its padding too, on cells [start, end)."""

    start: int
    end: int
    blocks: list[tuple[int, int, Block]]


def stacked(lane: Lane, scale: Scale) -> list[list[Block]]:
    """The lane's blocks in rows: what would share a cell lies in different rows, so nothing hides."""
    rows: list[list[Block]] = []
    ends: list[int] = []
    for placed in sorted(_placed(lane.blocks, scale)):
        row = next((i for i, end in enumerate(ends) if end <= placed.start), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(0)
        rows[row] += [block for _, _, block in placed.blocks]
        ends[row] = placed.end
    return rows or [[]]


def _placed(blocks: Sequence[Block], scale: Scale) -> list[_Placed]:
    groups: dict[object, list[tuple[int, int, Block]]] = {}
    for number, block in enumerate(blocks):
        cells = cells_of(block, scale)
        if cells is not None and block.status not in FREEING:
            groups.setdefault(block.id or number, []).append((*cells, block))
    return [
        _Placed(min(start for start, _, _ in group), max(end for _, end, _ in group), group)
        for group in groups.values()
    ]


def cells_of(block: Block, scale: Scale) -> tuple[int, int] | None:
    """The cells a block is drawn on: to the nearest, and at least one unless it is padding; None: not shown."""
    if block.end <= scale.first or block.start >= scale.last:
        return None
    start, end = scale.at(block.start), scale.at(block.end)
    if start == end:
        return (
            None
            if block.kind == "padding"
            else (min(start, scale.cells - 1), min(start, scale.cells - 1) + 1)
        )
    return start, end


def lane_line(lane: Lane, blocks: Sequence[Block], scale: Scale, glyphs: Glyphs) -> str:
    """One row of the lane, exactly `scale.cells` cells wide."""
    return "".join(text for _, text in lane_runs(lane, blocks, scale, glyphs))


def lane_runs(lane: Lane, blocks: Sequence[Block], scale: Scale, glyphs: Glyphs) -> list[Run]:
    """As `lane_line`, in runs of one style."""
    cells: list[Run] = [_ground(lane, scale, cell, glyphs) for cell in range(scale.cells)]
    for block in blocks:
        place = cells_of(block, scale)
        if place is None:
            continue
        start, end = place
        style, text = _drawn(block, end - start, scale, glyphs)
        cells[start:end] = [(style, text), *[(style, "")] * (end - start - 1)]
    return [
        (style, "".join(text for _, text in run)) for style, run in groupby(cells, key=lambda cell: cell[0])
    ]


def _ground(lane: Lane, scale: Scale, cell: int, glyphs: Glyphs) -> Run:
    """A cell is open when its middle is."""
    middle = scale.first + cell * scale.cell + scale.cell // 2
    return ("dim", glyphs.free if any(start <= middle < end for start, end in lane.open) else glyphs.blocked)


def _drawn(block: Block, cells: int, scale: Scale, glyphs: Glyphs) -> Run:
    """`[label]`; `<` and `>` where it goes on beyond what is shown; the sign alone where there is no room."""
    if block.kind == "padding":
        return "dim", glyphs.padding * cells
    style = "error" if block.conflict else "session" if block.kind == "class" else block.status
    sign = glyphs.conflict if block.conflict else glyphs.status(block.status)
    special = block.conflict or block.status != "confirmed"
    if cells == 1:
        return style, sign[0]
    left = "<" if block.start < scale.first else "["
    right = ">" if block.end > scale.last else "]"
    if cells == 2:
        return style, (sign[0] if special else left) + right
    before = cut(sign, cells - 2, "") if special else ""
    return style, left + pad(
        before + cut(shown(block.label), cells - 2 - width(before), ""), cells - 2
    ) + right


def share(lane: Lane) -> str:
    """How much of the open time is booked, padding left out: `53 %`; `-` where it is not open at all."""
    open_ = sum(end - start for start, end in lane.open)
    used = _union(
        (block.start, block.end)
        for block in lane.blocks
        if block.kind != "padding" and block.status not in FREEING
    )
    clipped = sum(
        max(0, min(end, open_end) - max(start, open_start))
        for start, end in used
        for open_start, open_end in lane.open
    )
    return f"{round(100 * clipped / open_)} %" if open_ else "-"


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
