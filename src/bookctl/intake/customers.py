"""A list of customers into the book: new ones are made, known ones compared and, when asked, completed."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from msgspec.structs import replace

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Usage
from bookctl.actions.record import valid
from bookctl.intake.customers_change import Difference, changed, difference
from bookctl.intake.customers_mapping import CustomerMapping
from bookctl.intake.customers_match import Matcher
from bookctl.intake.customers_rows import Given, Rows, Setting
from bookctl.intake.fault import Bad, RowFault, Unreadable
from bookctl.intake.people import SOURCE, Known
from bookctl.intake.rows import place_of_column
from bookctl.intake.table import Table
from bookctl.ledger.format import pairs
from bookctl.ledger.layout import record_path
from bookctl.model.contact import code_of
from bookctl.model.customer import Customer, Note
from bookctl.model.text import shown, unsafe

LONGEST_KEY = 100
Tick = Callable[[], None]


class Wish(NamedTuple):
    """What the command line says. `update` fills in what is missing, `overwrite` also sets what differs."""

    update: bool = False
    overwrite: bool = False
    shared: bool = False
    keep: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What became of a row: `new`, `updated`, or `changed` where it says more or otherwise and nothing was done."""

    line: int
    what: str
    id: str
    name: str
    phone: str
    remark: str = ""


class Taken(NamedTuple):
    """`same` say nothing new; `unknown` are columns that nothing was made of; `notes` are for the person."""

    entries: list[Entry]
    bad: list[Bad]
    same: int
    unknown: list[str]
    notes: list[Bad]

    @property
    def changes(self) -> int:
        return sum(entry.what != "changed" for entry in self.entries)


def take(desk: Desk, table: Table, mapping: CustomerMapping, wish: Wish, tick: Tick = lambda: None) -> Taken:
    """Decides on every row. What is bad is told and left; whether the rest counts is the caller's to say."""
    setting = Setting(
        desk.zone, desk.settings.country, desk.day(desk.now), kept_as(table, mapping, wish.keep)
    )
    rows = Rows(table, mapping, setting)
    if not rows.named:
        raise Unreadable(
            table.file,
            1,
            "no column is the customer's name",
            help="name, 姓名, first name and last name are known; --mapping FILE says what yours is called",
        )
    taking = _Taking(desk, wish, code_of(mapping.region or desk.settings.country))
    taking.bad += table.bad
    for line in table.lines:
        tick()
        read = rows.read(line)
        if isinstance(read, list):
            taking.bad += read
        else:
            taking.match(read)
    for row, known, earlier in taking.matched:
        tick()
        taking.settle(row, known, earlier)
    taking.write()
    return Taken(
        taking.entries, sorted(taking.bad, key=lambda bad: bad.line), taking.same, rows.unknown, taking.notes
    )


def kept_as(table: Table, mapping: CustomerMapping, keep: Iterable[str]) -> dict[str, str]:
    """Columns for the customer's own fields: `COLUMN`, `COLUMN=KEY`, or `*` for all that are not known."""
    found: dict[str, str] = {}
    for one in keep:
        if one == "*":
            nothing = Setting(None, None, None, {})  # type: ignore[arg-type]  # only the titles are looked at
            found |= {title: title for title in Rows(table, mapping, nothing).unknown}
            continue
        title, _, key = one.partition("=")
        if not place_of_column(table, title):
            raise Usage(f"--keep {shown(one)}: there is no column {shown(title)!r}")
        found[title] = key or title
    for key in found.values():
        if unsafe(key) or len(key) > LONGEST_KEY:
            raise Usage(f"--keep: {shown(key)!r} cannot be a key", help="--keep COLUMN=KEY gives it another")
    return found


class _Taking:
    """The rows of one file in the making."""

    def __init__(self, desk: Desk, wish: Wish, code: str) -> None:
        self.desk, self.wish, self.code = desk, wish, code
        self.people = Matcher(desk, code, shared=wish.shared)
        self.matched: list[tuple[Given, Known, Given | None]] = []
        self.entries: list[Entry] = []
        self.bad: list[Bad] = []
        self.notes: list[Bad] = []
        self.same = 0
        self._made: dict[str, Customer] = {}

    def match(self, row: Given) -> None:
        try:
            self.matched.append((row, *self.people.match(row)))
        except RowFault as fault:
            self.bad.append(Bad(row.line, str(fault)))

    def settle(self, row: Given, known: Known, earlier: Given | None) -> None:
        """After all are matched: whoever sent somebody may stand further down."""
        said = self._said(row, known.row.id)
        if not known.new:
            self._compare(row, known, said)
        elif earlier is None:
            self._made[known.row.id] = self._new(row, said)
            self.entries.append(Entry(row.line, "new", known.row.id, row.person.name, row.person.phone))
        else:
            self._again(row, known.row.id, said, earlier)

    def _said(self, row: Given, own: str) -> dict[str, Any]:
        """The keys with one value that the row has, the referrer as an id."""
        said = dict(row.one) | {"name": row.person.name}
        said |= {key: getattr(row.person, key) for key in ("phone", "email") if getattr(row.person, key)}
        if row.referrer:
            found = self.people.find(row.referrer)
            if found is None or found == own:
                self.notes.append(Bad(row.line, "who sent them is not clear, and was left out"))
            else:
                said["referrer"] = found
        return said

    def _new(self, row: Given, said: dict[str, Any]) -> Customer:
        usual: dict[str, Any] = {"source": SOURCE, "created": self.desk.day(self.desk.now)}
        made = Customer(
            **usual | said,
            tags=list(row.tags),
            alert=list(row.alerts),
            consent=["marketing"] if row.consent else [],
            fields=row.fields,
        )
        return replace(made, note=[self._note(row.note)]) if row.note else made

    def _note(self, text: str) -> Note:
        return Note(at=self.desk.local(self.desk.now), text=text, by=SOURCE)

    def _again(self, row: Given, id_: str, said: dict[str, Any], earlier: Given) -> None:
        """The same new person a second time: completes the first row, and must not contradict it."""
        found = difference(self._made[id_], row, said, self.code)
        if found.other:
            keys = ", ".join(found.other)
            self.bad.append(Bad(row.line, f"line {earlier.line} is the same person with another {keys}"))
            return
        one = self._made[id_]
        self._made[id_] = replace(
            one,
            **{key: said[key] for key in found.missing if key in said},
            tags=list(dict.fromkeys((*one.tags, *row.tags))),
            alert=list(dict.fromkeys((*one.alert, *row.alerts))),
            consent=one.consent or (["marketing"] if row.consent else []),
            fields=row.fields | one.fields,
            note=[*one.note, *([self._note(row.note)] if "note" in found.missing else [])],
        )
        self.same += 1

    def _compare(self, row: Given, known: Known, said: dict[str, Any]) -> None:
        id_ = known.row.id
        record = self.people.record(id_)
        if record is None:
            self.bad.append(Bad(row.line, f"customers/{id_}.toml does not read"))
            return
        found = difference(record, row, said, self.code)
        wanted = self._wanted(found)
        left = Difference((), found.other) if self.wish.update else found
        entry = Entry(row.line, "changed", id_, known.row.name, known.row.phone or "", left.words)
        if wanted:
            self._update(id_, wanted, row, said)
            remark = ", ".join(wanted) + (f"; {left.words}" if left.other and not self.wish.overwrite else "")
            entry = entry._replace(what="updated", remark=remark)
        elif not entry.remark:
            self.same += 1
            return
        self.entries.append(entry)

    def _wanted(self, found: Difference) -> tuple[str, ...]:
        if self.wish.overwrite:
            return (*found.missing, *found.other)
        return found.missing if self.wish.update else ()

    def _update(self, id_: str, keys: tuple[str, ...], row: Given, said: dict[str, Any]) -> None:
        path = record_path("customer", id_)
        text = changed(self.desk.draft.text(path), keys, row, said, self._note)
        self.desk.draft.put(path, valid("customer", path, text))
        self.people.forget_record(id_)

    def write(self) -> None:
        """Puts the new ones into the draft."""
        for id_, one in self._made.items():
            path = record_path("customer", id_)
            arrays: dict[str, list[Any]] = {"alert": one.alert, "note": one.note}
            plain = replace(one, alert=[], note=[])
            parts = ["".join(f"{key} = {value}\n" for key, value in pairs(plain))]
            parts += [
                f"[[{array}]]\n" + "".join(f"{key} = {value}\n" for key, value in pairs(item))
                for array, items in arrays.items()
                for item in items
            ]
            self.desk.draft.put(path, valid("customer", path, "\n".join(parts)))
