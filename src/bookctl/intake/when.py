"""From cells to instants: by the mapping's formats only, in a zone that somebody said."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.intake.fault import RowFault, TwoWays
from bookctl.intake.mapping import Formats
from bookctl.intake.table import Cell
from bookctl.ledger.layout import FIRST_YEAR, LAST_YEAR
from bookctl.model.text import shown
from bookctl.model.time import LocalTimeError, instant, zone_of

_MIDNIGHT = time()
_FIRST = date(1899, 12, 30)  # day 0 of a workbook's serial numbers
_SERIAL = (
    30_000,
    80_000,
)  # serial numbers of 1982 to 2119: no other number in a date's cell is taken for one


class When(NamedTuple):
    """How a file writes its times; `zone` is that of rows that name none."""

    formats: Formats
    zone: ZoneInfo


class Moments:
    """Reads the moments of one file; what was read once is kept, for a book says the same again and again."""

    def __init__(self, when: When) -> None:
        self._formats, self._zone = when.formats, when.zone
        self._read: dict[tuple[str, str], datetime] = {}
        self._zones: dict[str, ZoneInfo] = {}
        self._doubtful = {kind: _both_orders(getattr(when.formats, kind)) for kind in _KINDS}

    def zone(self, text: str) -> ZoneInfo:
        """By IANA name; the file's for an empty one."""
        if not text:
            return self._zone
        if text not in self._zones:
            try:
                self._zones[text] = zone_of(text)
            except ValueError:
                raise RowFault(f"no time zone is called {shown(text[:60])!r}") from None
        return self._zones[text]

    def moment(self, cell: Cell, zone: ZoneInfo) -> int:
        """The instant of one cell with date and time."""
        return self._instant(self._parsed(cell, "datetime"), zone)

    def joined(self, day: Cell, at: Cell, zone: ZoneInfo) -> int:
        """The instant of a date and a time in cells of their own."""
        return self._instant(datetime.combine(self.day(day), self.clock(at)), zone)

    def day(self, cell: Cell) -> date:
        return self._parsed(cell, "date").date()

    def clock(self, cell: Cell) -> time:
        """Time of day, to the minute or second."""
        return self._parsed(cell, "time").time()

    def _instant(self, read: datetime, zone: ZoneInfo) -> int:
        if not FIRST_YEAR <= read.year <= LAST_YEAR:
            raise RowFault(f"the year {read.year} is not in {FIRST_YEAR}-{LAST_YEAR}")
        if read.tzinfo is not None:
            return int(read.astimezone(UTC).timestamp())
        try:
            return instant(read, zone)
        except LocalTimeError as fault:
            raise RowFault(str(fault)) from None

    def _parsed(self, cell: Cell, kind: str) -> datetime:
        """What a workbook holds as a date or time is one; text must fit a format."""
        if not isinstance(cell, str):
            return _native(cell, kind)
        key = kind, cell
        if key not in self._read:
            self._read[key] = self._by_format(cell.strip(), kind)
        return self._read[key]

    def _by_format(self, text: str, kind: str) -> datetime:
        if not text:
            raise RowFault(f"there is no {_KINDS[kind]}")
        found: dict[datetime, str] = {}
        for wanted in getattr(self._formats, kind):
            read = _fits(text, wanted, kind)
            if read is not None:
                found.setdefault(read, wanted)
                if not self._doubtful[kind]:
                    break
        if not found and (serial := _serial(text, kind)) is not None:
            return serial
        if not found:
            raise RowFault(f"{shown(text[:60])!r} is no {_KINDS[kind]} as the mapping's [formats] write it")
        return next(iter(found)) if len(found) == 1 else self._chosen(text, found)

    def _chosen(self, text: str, found: dict[datetime, str]) -> datetime:
        """Where a date reads two ways, only what the mapping says decides."""
        for read, wanted in found.items():
            if self._formats.order == _order(wanted):
                return read
        ways = " or ".join(f"{read:%d %b %Y %H:%M}" for read in found)
        raise TwoWays(
            f'{shown(text)!r} is {ways}: the mapping\'s [formats] need order = "day-first" or "month-first"'
        )


_KINDS = {"datetime": "date and time", "date": "date", "time": "time"}


def _fits(text: str, wanted: str, kind: str) -> datetime | None:
    try:
        if wanted == "iso":
            return _iso(text, kind)
        read = datetime.strptime(" ".join(text.split()), wanted)  # noqa: DTZ007 - the zone is put to it later
    except ValueError:
        return None
    for sign in ("%a", "%A"):  # strptime takes any weekday for any date
        if sign in wanted and f"{read:{sign}}".casefold() not in text.casefold():
            raise RowFault(f"{shown(text)!r}: that day is a {read:%A}")
    return read


def _iso(text: str, kind: str) -> datetime:
    if kind == "time":
        return datetime.combine(_FIRST, time.fromisoformat(text))
    if kind == "date":
        return datetime.combine(date.fromisoformat(text), _MIDNIGHT)
    read = datetime.fromisoformat(text)
    if len(text) <= 10:  # a date alone
        raise ValueError(text)
    return read


def _order(wanted: str) -> str | None:
    day, month = wanted.find("%d"), wanted.find("%m")
    if min(day, month) < 0:
        return None
    return "day-first" if day < month else "month-first"


def _both_orders(formats: tuple[str, ...]) -> bool:
    """Whether one text may fit two formats and mean two days."""
    return {"day-first", "month-first"} <= {_order(wanted) for wanted in formats}


def _native(cell: datetime | date | time | timedelta, kind: str) -> datetime:
    if isinstance(cell, timedelta):
        cell = (datetime.combine(_FIRST, _MIDNIGHT) + cell).time()
    if isinstance(cell, datetime):
        return _rounded(cell)
    if isinstance(cell, time):
        if kind != "time":
            raise RowFault(f"a time alone where a {_KINDS[kind]} is wanted")
        return _rounded(datetime.combine(_FIRST, cell))
    if kind != "date":
        raise RowFault(f"a date alone where a {_KINDS[kind]} is wanted")
    return datetime.combine(cell, _MIDNIGHT)


def _rounded(at: datetime) -> datetime:
    """A workbook's times are fractions of a day: 09:59:59.9999 is ten o'clock."""
    return (at + timedelta(microseconds=500_000)).replace(microsecond=0)


def _serial(text: str, kind: str) -> datetime | None:
    """A workbook's number of days, where a cell is not marked as a date."""
    try:
        number = float(text)
    except ValueError:
        return None
    if kind == "time":
        return (
            _rounded(datetime.combine(_FIRST, _MIDNIGHT) + timedelta(days=number))
            if 0 <= number < 1
            else None
        )
    if not _SERIAL[0] < number < _SERIAL[1] or (kind == "datetime" and number.is_integer()):
        return None
    return _rounded(datetime.combine(_FIRST, _MIDNIGHT) + timedelta(days=number))
