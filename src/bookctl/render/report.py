"""A report in a terminal: facts on top, tables with bars, maps with shades. Every bar has its number beside it."""

from collections import Counter

from bookctl.render.cells import cut, head, pad, width, wrap
from bookctl.render.figures import NONE, change, spoken
from bookctl.render.style import ASCII, Look
from bookctl.render.table import GAP, fit, table
from bookctl.render.table import Column as Cells
from bookctl.reports.frame import Fact, Grid, Report, Table, Value

LEAST_BAR, MOST_BAR = 6, 30
READABLE, BARELY = (
    14,
    9,
)  # cells of a text beside which there is still room for a bar; that still say something
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHADES, _ASCII_SHADES = " ░▒▓█", " .:+#"
GOOD, BAD, BAR = "added", "removed", "session"
EMPTY = "nothing in these days"


def report(made: Report, currency: str, look: Look) -> list[str]:
    days = f"{made.first:%a %d %b %Y}" + (f" to {made.last:%a %d %b %Y}" if made.last != made.first else "")
    lines = [look.style.paint("heading", line) for line in wrap(f"{made.title}, {days}", look.width)]
    lines += [line for fact in made.facts if fact.value is not None for line in _fact(fact, currency, look)]
    for part in made.parts:
        lines += ["", *(look.style.paint("heading", line) for line in wrap(part.title, look.width))]
        drawn = _part(part, currency, look)
        lines += drawn or [EMPTY]
        if part.note and drawn:
            lines += [look.style.paint("dim", line) for line in wrap(part.note, look.width)]
    if made.notes:
        lines += ["", *(line for note in made.notes for line in wrap(note, look.width))]
    return lines


def _part(part: Table | Grid, currency: str, look: Look) -> list[str]:
    """Nothing where there is nothing to draw."""
    if isinstance(part, Grid):
        return _grid(part, currency, look) if part.down else []
    return _table(part, currency, look) if part.rows else []


def _fact(fact: Fact, currency: str, look: Look) -> list[str]:
    moved = change(fact.value, fact.before, fact.unit)
    tail = "" if moved is None else f" ({moved}, was {spoken(fact.before, fact.unit, currency)})"
    lines = wrap(f"{spoken(fact.value, fact.unit, currency)} {fact.label}{tail}", look.width - 2)
    if moved is not None:
        better = fact.good * (1 if moved.startswith("+") else -1) * (not _still(moved))
        painted = look.style.paint(GOOD if better > 0 else BAD if better < 0 else "", moved)
        lines = [line.replace(f"({moved},", f"({painted},") for line in lines]
    return [f"  {'' if at == 0 else '  '}{line}" for at, line in enumerate(lines)]


def _still(moved: str) -> bool:
    """Neither up nor down, as far as the figure shown goes."""
    return not any(digit in moved for digit in "123456789")


def _table(part: Table, currency: str, look: Look) -> list[str]:
    rows = [_spoken(part, row, currency) for row in part.rows]
    drawn = next((at for at, column in enumerate(part.columns) if column.bar), None)
    if part.listed and drawn is None:
        return [line for row in rows for line in _point(part, row, look)]
    below = [row.pop() for row in rows] if part.listed else []
    shown = part._replace(columns=part.columns[:-1]) if part.listed else part
    if part.total is not None:
        rows.append(_spoken(part, part.total, currency))
    limit = _limit(shown, rows, look, bars=drawn is not None)
    if limit is None:
        return [line for row in rows for line in _stacked(shown, row, look)]
    columns = [
        Cells(
            column.title,
            "left" if column.unit in {"text", "word", "date", "moment"} else "right",
            shrink=column.unit == "text",
        )
        for column in shown.columns
    ]
    lines = table(columns, _apart(shown, rows, limit, look), look, limit)
    if part.total is not None:
        lines.insert(len(lines) - 1, lines[1])
    lines = lines if drawn is None else _with_bars(lines, part, drawn, look)
    return _interleaved(lines, below, look) if below else lines


def _limit(part: Table, rows: list[list[str]], look: Look, *, bars: bool) -> int | None:
    """How many cells the figures may take: less where bars fit beside them; None where they do not fit at all."""
    tries = [(look.width - LEAST_BAR - 2, READABLE)] if bars else []
    for limit, least in (*tries, (look.width, BARELY)):
        sizes = _sizes(part, rows, limit, least)
        if sum(sizes) + GAP * (len(sizes) - 1) <= limit:
            return limit
    return None


def _sizes(part: Table, rows: list[list[str]], limit: int, least: int) -> list[int]:
    titles = [column.title for column in part.columns]
    natural = [max(map(width, cells)) for cells in zip(titles, *rows, strict=True)]
    low = [
        min(least, size) if one.unit == "text" else None
        for one, size in zip(part.columns, natural, strict=True)
    ]
    return fit(natural, low, limit)


def _apart(part: Table, rows: list[list[str]], limit: int, look: Look) -> list[list[str]]:
    """Names that would look alike when cut at their ends keep those, and lose their middle."""
    made = [list(row) for row in rows]
    dots = look.glyphs.ellipsis
    for at, size in enumerate(_sizes(part, rows, limit, BARELY)):
        seen = Counter(cut(text, size, dots) for text in {row[at] for row in rows})
        for row in made:
            if part.columns[at].unit == "text" and seen[cut(row[at], size, dots)] > 1:
                row[at] = _middle(row[at], size, dots)
    return made


def _middle(text: str, size: int, dots: str) -> str:
    if width(text) <= size:
        return text
    tail = head(text[::-1], size // 3)[::-1]
    return head(text, size - width(dots) - width(tail)) + dots + tail


def _stacked(part: Table, row: list[str], look: Look) -> list[str]:
    """A row that does not fit on a line: its name, and below it each figure after its title."""
    name = next((at for at, column in enumerate(part.columns) if column.unit == "text"), 0)
    name_lines = wrap("  ".join(cell.strip() for cell in row[: name + 1] if cell.strip()), look.width)
    rest = [
        f"{column.title} {cell}"
        for column, cell in zip(part.columns[name + 1 :], row[name + 1 :], strict=True)
        if cell not in {"", NONE}
    ]
    return [*name_lines, *_packed(rest, look)]


def _packed(pieces: list[str], look: Look) -> list[str]:
    """Indented lines of pieces with commas between them; a piece is broken only where it is wider than a line."""
    room, lines = look.width - 2, [""]
    for at, piece in enumerate(pieces):
        text = piece + ("," if at < len(pieces) - 1 else "")
        if width(lines[-1]) + 1 + width(text) <= room:
            lines[-1] = f"{lines[-1]} {text}".lstrip()
        else:
            lines += wrap(text, room)
    return [f"  {line}" for line in lines if line]


def _point(part: Table, row: list[str], look: Look) -> list[str]:
    """The first cells as a heading of their own behind the table's sign, the last one below it."""
    mark = look.style.paint(part.sign, look.glyphs.status(part.sign))
    top = wrap("  ".join(text for text in row[:-1] if text), look.width - 2)
    body = [f"  {line}" for line in wrap(row[-1], look.width - 2)] if row[-1] else []
    return [f"{mark if at == 0 else ' '} {line}" for at, line in enumerate(top)] + body


def _interleaved(lines: list[str], below: list[str], look: Look) -> list[str]:
    made = lines[:2]
    for line, text in zip(lines[2:], below, strict=True):
        made += [line, *_packed(text.split(", "), look)]
    return made


def _spoken(part: Table, row: tuple[Value, ...], currency: str) -> list[str]:
    return [spoken(value, column.unit, currency) for value, column in zip(row, part.columns, strict=True)]


def _with_bars(lines: list[str], part: Table, drawn: int, look: Look) -> list[str]:
    """A bar behind each row, where the width leaves room for one."""
    wide = max(map(_bare, lines))
    room = min(look.width - wide - 2, MOST_BAR)
    if room < LEAST_BAR:
        return lines
    figures = [row[drawn] for row in part.rows]
    share = part.columns[drawn].unit == "share"
    largest = max([1.0 if share else 0.0, *(float(one) for one in figures if isinstance(one, int | float))])
    made = lines[:2]
    for line, figure in zip(lines[2:], figures, strict=False):
        length = float(figure) / largest if isinstance(figure, int | float) and largest else 0.0
        drawing = look.style.paint(BAR, bar(length, room, look))
        made.append(f"{line}{' ' * (wide - _bare(line) + 2)}{drawing}".rstrip())
    return made + lines[2 + len(figures) :]


def _bare(line: str) -> int:
    """Cells of a line that may hold colours."""
    import re

    return width(re.sub(r"\x1b\[[0-9;]*m", "", line))


def bar(length: float, room: int, look: Look) -> str:
    """A bar of that length, from 0 to 1, in `room` cells; what is there at all shows."""
    if look.glyphs is ASCII:
        return "#" * (max(1, round(length * room)) if length > 0 else 0)
    eighths = max(1, round(length * room * 8)) if length > 0 else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def _grid(part: Grid, currency: str, look: Look) -> list[str]:
    """Each cell a shade and its figure; where that is too wide, in blocks of as many columns as fit."""
    texts = [[_short(value, part, currency, look.glyphs.free) for value in row] for row in part.values]
    wide = max([2, *(width(text) for row in texts for text in row), *(width(name) for name in part.across)])
    left = max(width(name) for name in part.down)
    figures = [value for row in part.values for value in row if isinstance(value, int | float)]
    largest = max([0.0, *map(float, figures)])
    blocks = -(-len(part.across) // max(1, (look.width - left) // (wide + 2)))
    step = -(-len(part.across) // blocks)
    made: list[str] = []
    for at in range(0, len(part.across), step):
        heads = " " * left + "".join(
            f" {pad(name, wide + 1, 'right')}" for name in part.across[at : at + step]
        )
        made += [*([""] if made else []), look.style.paint("dim", heads)]
        for name, row, shown in zip(part.down, part.values, texts, strict=True):
            pairs = zip(row[at : at + step], shown[at : at + step], strict=True)
            cells = "".join(_cell(value, text, (wide, largest), look) for value, text in pairs)
            made.append(f"{pad(name, left)}{cells}".rstrip())
    return made


def _short(value: Value, part: Grid, currency: str, nothing: str) -> str:
    if value is None:
        return ""
    if value == 0:
        return nothing
    if part.unit == "share" and isinstance(value, int | float):
        return f"{value * 100:.0f}"
    return spoken(value, part.unit, currency)


def _cell(value: Value, text: str, size: tuple[int, float], look: Look) -> str:
    wide, largest = size
    level = float(value) / largest if isinstance(value, int | float) and largest else 0.0
    shades = _ASCII_SHADES if look.glyphs is ASCII else _SHADES
    shade = shades[0 if not level else min(4, 1 + int(level * 3.999))]
    return f" {look.style.paint(BAR, shade) if level else shade}{pad(text, wide, 'right')}"
