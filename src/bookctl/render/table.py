"""Rows for people (`table`), for pipes (`plain`), for spreadsheets (`csv_text`) and for programs (`json_text`)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bookctl.model.text import escaped_json, shown, shown_lines
from bookctl.render.cells import Align, cut, pad, width
from bookctl.render.style import Look

GAP = 2
_LEAST = 4
_STATUSES = frozenset(
    {"requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show"}
)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?\s*%?\Z", re.ASCII)
# What a spreadsheet may take for the start of a formula, also after spaces; the full-width forms as well.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|\s*[\t\r]")


class Column(NamedTuple):
    """`shrink`: may be cut to fit. `style`: a style's name for its cells, or `status` to paint each by its word."""

    title: str
    align: Align = "left"
    shrink: bool = False
    style: str = ""


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], look: Look, limit: int | None = None
) -> list[str]:
    """Aligned text under a ruled heading, in `limit` cells (the look's width when not said).

    Only columns marked `shrink` are cut; where that is not enough, lines are longer than the limit.
    """
    cells = [[shown(cell) for cell in row] for row in rows]
    titles = [column.title for column in columns]
    natural = [max(map(width, column_cells)) for column_cells in zip(titles, *cells, strict=True)]
    widths = fit(natural, [_LEAST if column.shrink else None for column in columns], limit or look.width)
    ruled = look.style.paint("dim", look.glyphs.rule * (sum(widths) + GAP * (len(widths) - 1)))
    plain_columns = [column._replace(style="heading") for column in columns]
    return [_line(plain_columns, titles, widths, look), ruled] + [
        _line(columns, row, widths, look) for row in cells
    ]


def fit(natural: Sequence[int], least: Sequence[int | None], limit: int) -> list[int]:
    """Column widths whose lines, gaps included, fit the limit: the widest that may shrink gives way first.

    `least` is how narrow a column may become, None where it may not shrink.
    """
    made = list(natural)
    over = sum(made) + GAP * (len(made) - 1) - limit
    while over > 0:
        open_ = [i for i, low in enumerate(least) if low is not None and made[i] > low]
        if not open_:
            break
        made[max(open_, key=lambda i: made[i])] -= 1
        over -= 1
    return made


def _line(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], look: Look) -> str:
    last = max((i for i, text in enumerate(row) if text), default=-1)
    return (" " * GAP).join(
        _cell(column, text, 0 if column.align == "left" and i == last else size, size, look)
        for i, (column, text, size) in enumerate(zip(columns, row, widths, strict=True))
        if i <= last
    )


def _cell(column: Column, text: str, fill: int, size: int, look: Look) -> str:
    """The cell cut to `size` and padded to `fill`; spaces stay unpainted."""
    short = cut(text, size, look.glyphs.ellipsis)
    name = column.style
    if name == "status":
        name = text if text in _STATUSES else ""
    padded = pad(short, fill, column.align)
    return padded.replace(short, look.style.paint(name, short), 1) if short else padded


def plain(rows: Iterable[Sequence[str]]) -> list[str]:
    r"""Tab-separated values without a heading, never cut, never wrapped: for cut, awk and sort.

    A tab or line break inside a value is written out (`\x09`), so a line is a row and a field a value.
    """
    return ["\t".join(shown_lines(cell).replace("\n", "\\x0a") for cell in row) for row in rows]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False) -> str:
    """RFC 4180 with line feeds. What a spreadsheet would run as a formula gets a ' before it, unless `raw`."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_csv_cell(cell, raw=raw) for cell in row] for row in rows)
    return out.getvalue()


def _csv_cell(text: str, *, raw: bool) -> str:
    guarded = not raw and _FORMULA.match(text) and not _NUMBER.match(text.strip())
    return ("'" if guarded else "") + shown_lines(text)


def json_text(value: Mapping[str, Any]) -> str:
    """One JSON object with `schema` first, keys in the order given, text as it is but for what steers terminals."""
    import json

    text = json.dumps({"schema": 1, **value}, ensure_ascii=False, indent=2)
    return escaped_json(text) + "\n"
