"""From the rows of a table to bookings, by a mapping; a row that does not read says why and stops no other."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.problems import Usage
from bookctl.engine.planning import LONGEST
from bookctl.intake import values
from bookctl.intake.fault import Bad, RowFault, Unreadable
from bookctl.intake.item import Item, Person, key_of
from bookctl.intake.mapping import Mapping, folded, names_of
from bookctl.intake.table import Cell, Line, Table
from bookctl.intake.when import Moments, When
from bookctl.model.text import shown
from bookctl.model.time import zone_of

MANY = frozenset({"resources", "notes"})
LEFT_OUT = "leave-out"


class Context(NamedTuple):
    """What the file does not say: the ledger's zone and currency."""

    zone: ZoneInfo
    currency: str


class Read(NamedTuple):
    """`left_out` counts the rows that the mapping does not want."""

    items: list[Item]
    bad: list[Bad]
    left_out: int = 0


def read_rows(table: Table, mapping: Mapping, context: Context) -> Read:
    """All rows of the table, in its order; Unreadable where columns are missing."""
    reader = _Reader(table, mapping, context)
    read = Read([], list(table.bad))
    left_out = 0
    for line in table.lines:
        try:
            item = reader.item(line)
        except RowFault as fault:
            read.bad.append(Bad(line.number, str(fault)))
            continue
        if item is None:
            left_out += 1
        else:
            read.items.append(item)
    return read._replace(left_out=left_out)


class _Reader:
    def __init__(self, table: Table, mapping: Mapping, context: Context) -> None:
        self._mapping, self._currency = mapping, context.currency
        self._at = _columns(table, mapping)
        self._flags = [
            (name, place_of_column(table, name), status)
            for name, status in mapping.flags.items()
            if place_of_column(table, name)
        ]
        self._status = {folded(word): status for word, status in mapping.status.items()}
        try:
            zone = zone_of(mapping.zone) if mapping.zone else context.zone
        except ValueError as fault:
            raise Usage(f"the mapping's zone: {fault}") from None
        self._moments = Moments(When(mapping.formats, zone))
        self._prices: dict[str, int | None] = {}

    def item(self, line: Line) -> Item | None:
        """The booking of a row; None where the mapping leaves it out."""
        status = self._status_of(line)
        if status == LEFT_OUT:
            return None
        start, end = self._span(line)
        person = Person(self._name(line), values.phone(self._text(line, "phone")), self._email(line))
        if not any(person):
            raise RowFault("no customer: neither name nor phone nor e-mail")
        service, resources = self._one(line, "service"), self._resources(line)
        id_ = self._one(line, "id")
        parts = {
            "service": folded(service),
            "start": str(start),
            "resources": "\x1e".join(resources),
            "customer": folded("\x1e".join(person)),
        }
        with_ = self._mapping.id_with if id_ else ("service", "start", "customer")
        return Item(
            line=line.number,
            key=key_of(self._mapping.name, id_, *(parts[part] for part in with_)),
            start=start,
            end=end,
            person=person,
            service=service,
            resources=resources,
            status=status,  # type: ignore[arg-type]  # what leaves out is gone
            over=self._mapping.past,
            price=self._price(line),
            notes=self._notes(line),
            own=id_ if self._mapping.same_ids else "",
        )

    def _cells(self, line: Line, key: str) -> list[Cell]:
        return [line.cells[at] for at in self._at[key]]

    def _text(self, line: Line, key: str) -> str:
        at = self._at[key]
        return values.text_of(line.cells[at[0]]) if at else ""

    def _one(self, line: Line, key: str) -> str:
        """A text in one line of letters that can be shown."""
        return values.safe(" ".join(self._text(line, key).split(" ")), key) if self._at[key] else ""

    def _email(self, line: Line) -> str:
        return values.email(self._text(line, "email"))

    def _name(self, line: Line) -> str:
        whole = self._text(line, "name")
        if not whole:
            whole = values.joined_name(self._text(line, "first_name"), self._text(line, "last_name"))
        return values.safe(" ".join(whole.split()) if whole.isprintable() else whole.strip(), "name")

    def _resources(self, line: Line) -> tuple[str, ...]:
        found: list[str] = []
        for cell in self._cells(line, "resources"):
            whole = values.safe(values.text_of(cell), "resources")
            if whole:
                found.append(whole)
        return tuple(found)

    def _notes(self, line: Line) -> str:
        texts = (values.note_text(values.text_of(cell)) for cell in self._cells(line, "notes"))
        return values.note_text("\n".join(text for text in texts if text))

    def _price(self, line: Line) -> int | None:
        text = self._text(line, "price")
        if text not in self._prices:
            self._prices[text] = values.amount(text, self._currency, self._mapping.decimal)
        return self._prices[text]

    def _status_of(self, line: Line) -> str:
        """The last flag that says yes, else the status's word, else the mapping's default."""
        for name, place, status in reversed(self._flags):
            if values.truth(values.text_of(line.cells[place[0]]), name):
                return status
        word = self._text(line, "status")
        if not word:
            return self._mapping.default
        known = self._status.get(folded(word))
        if known is None and folded(word) in _OURS:
            return folded(word)
        if known is None:
            raise RowFault(f"the status {shown(word[:60])!r} is not in the mapping's [status]")
        return known

    def _span(self, line: Line) -> tuple[int, int | None]:
        """Start and end; None for an end that the file does not say."""
        moments = self._moments
        zone = moments.zone(self._text(line, "zone"))
        at = self._at
        if at["span"]:
            return self._whole(self._text(line, "span"), zone)
        if at["start"]:
            start = moments.moment(line.cells[at["start"][0]], zone)
        else:
            start = moments.joined(line.cells[at["date"][0]], line.cells[at["time"][0]], zone)
        return start, self._end(line, start, zone)

    def _end(self, line: Line, start: int, zone: ZoneInfo) -> int | None:
        end = self._said_end(line, zone)
        minutes = values.minutes(self._cells(line, "minutes")[0]) if self._at["minutes"] else None
        if end is None and minutes is not None:
            end = start + minutes * 60
        if end is not None:
            _lasts(start, end)
        return end

    def _said_end(self, line: Line, zone: ZoneInfo) -> int | None:
        """From a column with the end; a time alone is on the start's day, or the next where that is over."""
        at, moments = self._at, self._moments
        if self._text(line, "end"):
            return moments.moment(line.cells[at["end"][0]], zone)
        if not self._text(line, "end_time"):
            return None
        from datetime import datetime, timedelta

        if at["date"]:
            begins = datetime.combine(
                moments.day(line.cells[at["date"][0]]), moments.clock(line.cells[at["time"][0]])
            )
        else:
            begins = datetime.fromtimestamp(moments.moment(line.cells[at["start"][0]], zone), zone).replace(
                tzinfo=None
            )
        day = moments.day(line.cells[at["end_date"][0]]) if self._text(line, "end_date") else begins.date()
        ends = datetime.combine(day, moments.clock(line.cells[at["end_time"][0]]))
        if ends <= begins and not self._text(line, "end_date"):
            ends += timedelta(days=1)
        return moments.moment(ends, zone)

    def _whole(self, text: str, zone: ZoneInfo) -> tuple[int, int]:
        """`2026-11-24 10:00-11:00`, as bookctl prints it."""
        day, _, times = text.partition(" ")
        first, _, last = times.partition("-")
        if not last:
            raise RowFault(f"{shown(text[:60])!r} is no time as in 2026-11-24 10:00-11:00")
        from datetime import datetime, timedelta

        begins = datetime.combine(self._moments.day(day), self._moments.clock(first))
        ends = datetime.combine(begins.date(), self._moments.clock(last))
        if ends <= begins:
            ends += timedelta(days=1)
        start, end = self._moments.moment(begins, zone), self._moments.moment(ends, zone)
        _lasts(start, end)
        return start, end


_OURS: frozenset[str] = frozenset(
    ("requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show")
)


def _lasts(start: int, end: int) -> None:
    if end <= start:
        raise RowFault("it ends before it begins" if end < start else "it ends when it begins")
    if end - start > LONGEST * 60:
        raise RowFault("it lasts longer than a month")


def _columns(table: Table, mapping: Mapping) -> dict[str, list[int]]:
    """Where each part stands in a row; Unreadable where a start, a customer or a named column is missing."""
    found: dict[str, list[int]] = {}
    for key in mapping.columns.__struct_fields__:
        wanted = names_of(getattr(mapping.columns, key))
        places = [place[0] for name in wanted if (place := place_of_column(table, name))]
        found[key] = places if key in MANY else places[:1]
    when = found["start"] or found["span"] or (found["date"] and found["time"])
    who = found["name"] or found["first_name"] or found["last_name"] or found["phone"] or found["email"]
    if not when or not who:
        columns = mapping.columns
        wanted = names_of(columns.start or columns.span or columns.date)
        wanted = (
            names_of(columns.name or columns.first_name or columns.email or columns.phone) if when else wanted
        )
        told = " or ".join(repr(shown(name)) for name in wanted)
        text = f"there is no column {told}, which the mapping {mapping.name} names"
        if not told:
            text = f"the mapping {mapping.name} names no column with {'a customer' if when else 'a start'}"
        raise Unreadable(table.file, 1, text, help="docs/import.md says how a mapping names columns")
    return found


def place_of_column(table: Table, name: str) -> list[int]:
    """The column of that name as a list of one; empty where there is none, Unreadable where there are two."""
    wanted = folded(name)
    places = [at for at, title in enumerate(table.header) if folded(title) == wanted]
    if len(places) > 1:
        raise Unreadable(table.file, 1, f"there are {len(places)} columns {shown(name)!r}")
    return places
