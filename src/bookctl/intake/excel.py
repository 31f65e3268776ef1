"""Workbooks (.xlsx, .xls, .ods) as the same table that a CSV file gives; needs python-calamine."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bookctl.actions.problems import Usage
from bookctl.intake.fault import Unreadable
from bookctl.intake.table import LARGEST, LONGEST_CELL, Cell, Line, Table, shaped
from bookctl.model.text import shown

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
PATIENCE = 120  # seconds
_KINDS: dict[str, Callable[[str], Cell]] = {
    "s": str,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "c": time.fromisoformat,
    "i": lambda text: timedelta(seconds=int(text)),
}


def read_workbook(data: bytes, file: str, sheet: str | None = None) -> Table:
    """A sheet by name, else the first; Unreadable where there is none, Usage where the reader is not installed."""
    try:
        import python_calamine  # noqa: F401 - only whether it is there: the work is done in a program of its own
    except ImportError:
        raise Usage(
            "Excel files need python-calamine, which is not installed", help="pip install 'bookctl[excel]'"
        ) from None
    if len(data) > LARGEST:
        raise Unreadable(file, 1, f"the file is larger than {LARGEST >> 20} MiB")
    told = _told(data, file, sheet)
    if told.get("fault") == "sheet":
        names = ", ".join(map(shown, told["sheets"]))
        raise Unreadable(file, 1, f"there is no sheet {shown(sheet or '')!r}", help=f"sheets: {names}")
    if "fault" in told:
        raise Unreadable(file, 1, shown(told["fault"]))
    return shaped(file, _lines(told["rows"], told["first"], file))


def _told(data: bytes, file: str, sheet: str | None) -> dict[str, Any]:
    """What the reader says; Unreadable where the workbook was too much for it."""
    import json
    import subprocess

    reader = Path(__file__).with_name("sheetreader.py")
    words = [sys.executable, "-I", str(reader), *([] if sheet is None else [sheet])]
    try:
        done = subprocess.run(words, input=data, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Unreadable(file, 1, f"the workbook was not read within {PATIENCE} seconds") from None
    if done.returncode:
        text = (
            "the workbook is too much for the reader: is there a cell far below or to the right of the table?"
        )
        raise Unreadable(file, 1, text, help="save the sheet as CSV")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _lines(rows: list[list[str]], first: int, file: str) -> Iterator[Line]:
    for number, row in enumerate(rows, first):
        if any(len(text) > LONGEST_CELL for text in row):
            raise Unreadable(file, number, f"a cell of more than {LONGEST_CELL:,} characters")
        yield Line(number, tuple([_KINDS[text[0]](text[1:]) for text in row]))
