"""Coloured terminal text as a self-contained SVG picture: every run placed by its cell, so that Chinese lines up."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bookctl.render.cells import clusters, width
from bookctl.render.shapes import CELL, LINE, shape

_SGR = re.compile("\x1b\\[([0-9;]*)m")
_MARGIN = 16
_INK, _FAINT, _PAPER, _FRAME = "#1f2328", "#6e7781", "#ffffff", "#d0d7de"
_COLOURS = ("#1f2328", "#b42318", "#1a7f37", "#8f5f00", "#0550ae", "#7a3fb8", "#0b6e75", "#57606a")
_FONTS = "'WenQuanYi Zen Hei Mono','Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Pen(NamedTuple):
    """What an SGR sequence has set: a colour's number or None."""

    colour: int | None = None
    bold: bool = False
    dim: bool = False
    reverse: bool = False

    @property
    def ink(self) -> str:
        base = _INK if self.colour is None else _COLOURS[self.colour]
        return _FAINT if self.dim and self.colour is None else base


class _Piece(NamedTuple):
    """Text that begins at a cell and is drawn in one element."""

    text: str
    column: int
    cells: int
    pen: _Pen


def svg(lines: Iterable[str], title: str = "") -> str:
    """The picture of lines as a coloured Look draws them; `title` is for those who cannot see it."""
    rows = [list(_pieces(line)) for line in lines]
    columns = max((piece.column + piece.cells for row in rows for piece in row), default=0)
    wide, high = columns * CELL + 2 * _MARGIN, len(rows) * LINE + 2 * _MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="{_FONTS}" font-size="{CELL * 2}">'
    )
    frame = f'<rect x=".5" y=".5" width="{wide - 1}" height="{high - 1}" rx="6" fill="{_PAPER}" stroke="{_FRAME}"/>'
    body = [_drawn(piece, number) for number, row in enumerate(rows) for piece in row]
    parts = [head, *([f"<title>{_xml(title)}</title>"] if title else []), frame]
    return "\n".join([*parts, f'<g transform="translate({_MARGIN} {_MARGIN})">', *body, "</g>", "</svg>", ""])


def _pieces(line: str) -> Iterator[_Piece]:
    """Words of narrow letters, and each wide character or sign by itself; only reversed spaces are drawn."""
    column, pen = 0, _Pen()
    for number, part in enumerate(_SGR.split(line)):
        if number % 2:
            pen = _set(pen, part)
            continue
        for text in _words(part, keep=pen.reverse):
            cells = width(text)
            if text.strip() or pen.reverse:
                yield _Piece(text, column, cells, pen)
            column += cells


def _words(text: str, *, keep: bool) -> Iterator[str]:
    held = ""
    for cluster, _ in clusters(text):
        if cluster.isascii() and (keep or cluster != " "):
            held += cluster
            continue
        if held:
            yield held
        held = ""
        yield cluster
    if held:
        yield held


def _set(pen: _Pen, codes: str) -> _Pen:
    for code in (int(code or 0) for code in codes.split(";")):
        if code == 0:
            pen = _Pen()
        elif code in {1, 2, 7}:
            pen = pen._replace(**{{1: "bold", 2: "dim", 7: "reverse"}[code]: True})
        elif 30 <= code <= 37:
            pen = pen._replace(colour=code - 30)
    return pen


def _drawn(piece: _Piece, row: int) -> str:
    ink = _PAPER if piece.pen.reverse else piece.pen.ink
    ground = ""
    if piece.pen.reverse:
        place = f'x="{piece.column * CELL}" y="{row * LINE}" width="{piece.cells * CELL}" height="{LINE}"'
        ground = f'<rect {place} fill="{piece.pen.ink}"/>'
    return ground + (shape(piece.text, piece.column, row, ink) or _text(piece, row, ink))


def _text(piece: _Piece, row: int, ink: str) -> str:
    """A word is held to its cells; a single sign stands in their middle, however wide its font makes it."""
    weight = ' font-weight="bold"' if piece.pen.bold else ""
    x, size = piece.column * CELL, piece.cells * CELL
    if piece.text.isascii():
        place = f'x="{x}" textLength="{size}" lengthAdjust="spacingAndGlyphs"'
    else:
        place = f'x="{x + size / 2:g}" text-anchor="middle"'
    return f'<text {place} y="{row * LINE + LINE - 5}" fill="{ink}"{weight} xml:space="preserve">{_xml(piece.text)}</text>'


def _xml(text: str) -> str:
    clean = _NOT_XML.sub("\ufffd", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
