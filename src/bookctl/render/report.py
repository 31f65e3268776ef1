"""A report in a terminal: facts on top, tables with bars, maps with shades. Every bar has its number beside it."""

from bookctl.render.cells import pad, width, wrap
from bookctl.render.figures import change, exact, for_json, spoken
from bookctl.render.style import ASCII, Look
from bookctl.render.table import Column as Cells
from bookctl.render.table import csv_text, plain, table
from bookctl.reports.frame import Fact, Grid, Report, Table, Value

LEAST_BAR, MOST_BAR = 6, 30
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHADES, _ASCII_SHADES = " ░▒▓█", " .:+#"
GOOD, BAD = "added", "removed"


def report(made: Report, currency: str, look: Look) -> list[str]:
    days = f"{made.first:%a %d %b %Y}" + (f" to {made.last:%a %d %b %Y}" if made.last != made.first else "")
    lines = [look.style.paint("heading", f"{made.title}, {days}")]
    lines += [_fact(fact, currency, look) for fact in made.facts]
    for part in made.parts:
        lines += ["", look.style.paint("heading", part.title)]
        if isinstance(part, Table):
            lines += _table(part, currency, look) if part.rows else ["nothing in these days"]
        else:
            lines += _grid(part, currency, look) if part.down else ["nothing in these days"]
        lines += [look.style.paint("dim", line) for line in wrap(part.note, look.width)] if part.note else []
    if made.notes:
        lines += ["", *(line for note in made.notes for line in wrap(note, look.width))]
    return lines


def _fact(fact: Fact, currency: str, look: Look) -> str:
    text = f"  {spoken(fact.value, fact.unit, currency)} {fact.label}"
    moved = change(fact.value, fact.before, fact.unit)
    if moved is None:
        return text
    better = fact.good * (1 if moved.startswith("+") else -1)
    painted = look.style.paint(GOOD if better > 0 else BAD if better < 0 else "", moved)
    return f"{text}  ({painted}, was {spoken(fact.before, fact.unit, currency)})"


def _table(part: Table, currency: str, look: Look) -> list[str]:
    rows = [_spoken(part, row, currency) for row in part.rows]
    if part.listed:
        return [line for row in rows for line in _point(row, look)]
    if part.total is not None:
        rows.append(_spoken(part, part.total, currency))
    columns = [
        Cells(
            column.title, "left" if column.unit in {"text", "date"} else "right", shrink=column.unit == "text"
        )
        for column in part.columns
    ]
    lines = table(columns, rows, look)
    drawn = next((at for at, column in enumerate(part.columns) if column.bar), None)
    if part.total is not None:
        lines.insert(len(lines) - 1, lines[1])
    return lines if drawn is None else _with_bars(lines, part, drawn, look)


def _point(row: list[str], look: Look) -> list[str]:
    """The first cells as a heading of their own, the last one below it."""
    head = "  ".join(text for text in row[:-1] if text)
    mark = look.glyphs.confirmed
    body = [f"  {line}" for line in wrap(row[-1], look.width - 2)] if row[-1] else []
    return [f"{mark} {head}", *body]


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
        made.append(f"{line}{' ' * (wide - _bare(line) + 2)}{bar(length, room, look)}".rstrip())
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
    """Each cell a shade and its figure; where that is too wide, the shade alone under every other heading."""
    texts = [[_short(value, part, currency, look.glyphs.free) for value in row] for row in part.values]
    wide = max([2, *(width(text) for row in texts for text in row), *(width(name) for name in part.across)])
    left = max(width(name) for name in part.down)
    figures = [value for row in part.values for value in row if isinstance(value, int | float)]
    largest = max([0.0, *map(float, figures)])
    if left + (wide + 2) * len(part.across) > look.width:
        wide, texts = 1, [["" for _ in row] for row in texts]
    head = " " * left + "".join(
        f" {pad(name if wide > 1 else name[-2:], wide + 1, 'right')}" if wide > 1 or at % 2 == 0 else "   "
        for at, name in enumerate(part.across)
    )
    made = [look.style.paint("dim", head.rstrip())]
    for name, row, shown in zip(part.down, part.values, texts, strict=True):
        cells = "".join(
            _cell(value, text, (wide, largest), look) for value, text in zip(row, shown, strict=True)
        )
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
    return f" {shade}{pad(text, wide, 'right')}" if text or wide > 1 else f" {shade * 2}"


def plain_report(made: Report, currency: str) -> list[str]:
    """Tab-separated: the part's key first, then a line a row; facts as `fact`, key, figure."""
    rows = [["fact", fact.key, exact(fact.value, fact.unit, currency)] for fact in made.facts]
    for part in made.parts:
        rows += [[part.key, *cells] for cells in _exact(part, currency)]
    return plain(rows)


def csv_report(made: Report, currency: str) -> str:
    """The first table of the report, as a spreadsheet takes it."""
    part = made.parts[0]
    header = [column.key for column in part.columns] if isinstance(part, Table) else ["", *part.across]
    return csv_text(header, _exact(part, currency))


def _exact(part: Table | Grid, currency: str) -> list[list[str]]:
    if isinstance(part, Table):
        return [
            [exact(value, column.unit, currency) for value, column in zip(row, part.columns, strict=True)]
            for row in part.rows
        ]
    return [
        [name, *(exact(value, part.unit, currency) for value in row)]
        for name, row in zip(part.down, part.values, strict=True)
    ]


def json_report(made: Report, currency: str, zone: str) -> dict[str, object]:
    return {
        "report": made.name,
        "title": made.title,
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "zone": zone,
        "currency": currency,
        "facts": [
            {
                "key": fact.key,
                "label": fact.label,
                "unit": fact.unit,
                "value": for_json(fact.value, fact.unit, currency),
                "before": for_json(fact.before, fact.unit, currency),
            }
            for fact in made.facts
        ],
        "parts": [_json_part(part, currency) for part in made.parts],
        "notes": list(made.notes),
    }


def _json_part(part: Table | Grid, currency: str) -> dict[str, object]:
    if isinstance(part, Grid):
        values = [[for_json(value, part.unit, currency) for value in row] for row in part.values]
        return {
            "key": part.key, "title": part.title, "unit": part.unit, "down": list(part.down),
            "across": list(part.across), "values": values, "note": part.note,
        }  # fmt: skip
    rows = [
        {
            column.key: for_json(value, column.unit, currency)
            for value, column in zip(row, part.columns, strict=True)
        }
        for row in ([*part.rows, part.total] if part.total else part.rows)
    ]
    return {
        "key": part.key,
        "title": part.title,
        "columns": [{"key": one.key, "title": one.title, "unit": one.unit} for one in part.columns],
        "rows": rows[: len(part.rows)],
        "total": rows[-1] if part.total else None,
        "note": part.note,
    }
