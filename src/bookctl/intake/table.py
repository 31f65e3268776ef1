"""A CSV file as rows of cells, with the line each begins on; nothing is guessed that a byte could contradict."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from bookctl.intake.fault import Bad, Unreadable
from bookctl.model.counted import counted

Cell = str | datetime | date | time | timedelta
LARGEST = 64 << 20
LONGEST_CELL = 100_000
DELIMITERS = ",;\t"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Line(NamedTuple):
    """`number` counts from 1, the line on which the row begins; in a workbook it is the sheet's row."""

    number: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """`note` is what had to be guessed, for the person; `bad` are rows that have no shape."""

    file: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    bad: tuple[Bad, ...] = ()
    note: str | None = None


def read_csv(data: bytes, file: str, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The table in a file; Unreadable where it is none."""
    if len(data) > LARGEST:
        raise Unreadable(file, 1, f"the file is larger than {LARGEST >> 20} MiB")
    text, note = _decoded(data, file, encoding)
    text, said = _declared(text)
    rows = _rows(text, file, delimiter or said or _guessed(text))
    return shaped(file, rows, note)


def shaped(file: str, rows: Iterator[Line], note: str | None = None) -> Table:
    """Header and rows, those of another width apart; Unreadable where there is no header."""
    head = next((row for row in rows if filled(row.cells)), None)
    if head is None:
        raise Unreadable(file, 1, "the file is empty")
    header = tuple(str(cell).strip() for cell in head.cells)
    while header and not header[-1]:
        header = header[:-1]
    kept, bad = [], []
    for row in rows:
        if not filled(row.cells):
            continue
        cells = row.cells
        while len(cells) > len(header) and cells[-1] == "":
            cells = cells[:-1]
        if len(cells) == len(header):
            kept.append(Line(row.number, cells))
        else:
            bad.append(Bad(row.number, _width(len(cells), len(header))))
    return Table(file, header, tuple(kept), tuple(bad), note)


def filled(cells: tuple[Cell, ...]) -> bool:
    """Whether there is anything in the row but spaces."""
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


def _width(cells: int, columns: int) -> str:
    what = f"{counted(cells, 'cell')} where the header has {columns}"
    return f"{what}: is a text with a delimiter not in quotes?" if cells > columns else what


def _decoded(data: bytes, file: str, encoding: str | None) -> tuple[str, str | None]:
    """The text and what the person should know of its encoding."""
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for name in (encoding,) if encoding else (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(name or "utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as fault:
            wrong = fault
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise Unreadable(
                file, line, "a NUL character: this is no table in text", help="utf-16 needs its mark"
            )
        guessed = name == "gb18030" and not encoding
        return (
            text,
            "not UTF-8, so read as GB 18030; a mapping's `encoding` says otherwise" if guessed else None,
        )
    line = data.count(b"\n", 0, wrong.start) + 1
    raise Unreadable(
        file,
        line,
        f"this is not {wrong.encoding}: byte {data[wrong.start]:#04x}",
        help="set `encoding` in a mapping",
    )


def _declared(text: str) -> tuple[str, str | None]:
    """The delimiter that a first line `sep=;` states; the line stays, emptied, so that lines keep their number."""
    first = text[:6].lower()
    if first.startswith("sep=") and len(text) > 4 and text[5:6] in {"\r", "\n", ""}:
        return text[5:], text[4]
    return text, None


def _guessed(text: str) -> str:
    """The sign that cuts the first row with anything in it into most cells."""
    first = next((line for line in islice(io.StringIO(text, newline=""), 20) if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: _cut(first, sign))


def _cut(line: str, sign: str) -> int:
    """Into how many cells."""
    try:
        return len(next(csv.reader([line], delimiter=sign), []))
    except csv.Error:  # which the reading proper will tell
        return 0


def _rows(text: str, file: str, delimiter: str) -> Iterator[Line]:
    """RFC 4180, strictly: a quote that is not closed, or closed in the middle, is an error with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            raise Unreadable(file, begins, _plainly(str(fault))) from None
        if cells is None:
            return
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Unreadable(
                file, begins, f"a cell of more than {LONGEST_CELL:,} characters: is a quote not closed?"
            )
        yield Line(begins, tuple(cells))
        begins = reader.line_num + 1


def _plainly(fault: str) -> str:
    if "field larger" in fault:
        return "a cell that does not end: is a quote not closed?"
    if "unexpected end" in fault:
        return "a quote is opened here and never closed"
    if "expected after" in fault:
        return "text stands behind a closing quote"
    return fault
