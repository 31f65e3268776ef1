"""A workbook on standard input, one sheet's rows on standard output: `python sheetreader.py [SHEET]`.

A program of its own, with a limit on its memory: a small file may name a cell so far out that the reader
asks for more than there is and is ended by that. It imports nothing of bookctl.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 4 << 30
CELLS = 20_000_000


def answer(data: bytes, wanted: str | None) -> dict[str, Any]:
    """`rows` of cells with `first`, the number of the first row; or `fault` and, where it helps, `sheets`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        if not names:
            return {"fault": "the workbook has no sheet"}
        if wanted is not None and wanted not in names:
            return {"fault": "sheet", "sheets": names}
        sheet = book.get_sheet_by_name(names[0] if wanted is None else wanted)
        if sheet.height * sheet.width > CELLS:
            return {"fault": f"the sheet has {sheet.height:,} rows and {sheet.width:,} columns"}
        rows = [[cell(value) for value in row] for row in sheet.iter_rows()]
        return {"first": 1, "rows": rows}
    except PasswordError:
        return {"fault": "the workbook has a password"}
    except CalamineError as fault:
        return {"fault": f"this is no workbook that can be read: {fault}"}


def cell(value: Any) -> str:
    """The value as text behind a letter for its kind; whole numbers as a person types them."""
    for kind, letter in ((datetime, "t"), (date, "d"), (time, "c")):
        if isinstance(value, kind):
            return letter + value.isoformat()
    if isinstance(value, timedelta):
        return f"i{round(value.total_seconds())}"
    if isinstance(value, bool):
        return "syes" if value else "sno"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"s{int(value)}"
    return f"s{'' if value is None else value}"


def main() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # a system without such limits
        pass
    told = answer(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else None)
    sys.stdout.buffer.write(json.dumps(told).encode())


if __name__ == "__main__":
    main()
