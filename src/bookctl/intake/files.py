"""Which kind of file it is, and how it is read."""

from pathlib import PurePath
from typing import NamedTuple

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Usage
from bookctl.intake import mapping as mappings
from bookctl.intake.excel import SUFFIXES, read_workbook
from bookctl.intake.names import Names
from bookctl.intake.rows import Context, Read, read_rows
from bookctl.intake.table import Table, read_csv
from bookctl.intake.take import Source

_ZIP, _OLE, _CALENDAR = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"BEGIN:VCALENDAR"


class Opened(NamedTuple):
    """`rows` is how many there are to look at; `note` what the person should know."""

    source: Source
    rows: int
    note: str | None = None


def open_file(data: bytes, file: str, wanted: str | None, sheet: str | None) -> Opened:
    """A file's bookings, to be read once the book is open; `wanted` names a mapping."""
    chosen = mappings.load(wanted) if wanted else None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == _CALENDAR or file.lower().endswith(".ics"):
        from bookctl.intake.calendar import calendar_source

        return Opened(calendar_source(data, file, chosen), data.count(b"BEGIN:VEVENT"))
    said = (chosen.encoding, chosen.delimiter, chosen.sheet) if chosen else ()
    table = table_of(data, file, sheet, *said)
    known = chosen or mappings.recognised(table.header)
    if known is None:
        raise Usage(
            f"{file}: no ready mapping knows these columns",
            lines=[f"{name}: {', '.join(mappings.load(name).recognise)}" for name in mappings.ready_names()],
            help="bookctl import mappings acuity > my.toml, put your columns in, and --map my.toml",
        )

    def read(desk: Desk, _names: Names) -> Read:
        return read_rows(table, known, Context(desk.zone, desk.settings.currency))

    return Opened(Source(known, read), len(table.lines), table.note)


def table_of(
    data: bytes,
    file: str,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    usual: str | None = None,
) -> Table:
    """A workbook's sheet (`usual` where none is asked for, else the first) or a text's rows; the rest is found out."""
    if data.startswith((_ZIP, _OLE)) or PurePath(file).suffix.lower() in SUFFIXES:
        return read_workbook(data, file, sheet or usual)
    if sheet:
        raise Usage("--sheet goes with a workbook")
    return read_csv(data, file, encoding, delimiter)
