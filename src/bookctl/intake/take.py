"""A file's bookings into the book: what is new is entered, what is known is compared, all on one desk."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Problem
from bookctl.intake.change import Said, change_of, update, words
from bookctl.intake.enter import Clerk, Terms, Wanting
from bookctl.intake.fault import Bad, RowFault
from bookctl.intake.item import Item
from bookctl.intake.mapping import Mapping, folded
from bookctl.intake.names import Names
from bookctl.intake.people import Known, People
from bookctl.intake.rows import Read
from bookctl.ledger.index import Row

MANY = 200  # from so many rows on, everything is fetched beforehand


class Wish(NamedTuple):
    """What the command line says: for all rows, and of what is allowed."""

    service: str | None = None
    resources: tuple[str, ...] = ()
    update: bool = False
    force: str | None = None


class Source(NamedTuple):
    """A file to read once zone, currency and names are known."""

    mapping: Mapping
    read: Callable[[Desk, Names], Read]


class Entry(NamedTuple):
    """What became of a row: `new`, `changed` (and not taken over) or `updated`."""

    line: int
    what: str
    row: Row
    customer: str
    remark: str = ""


class Taken(NamedTuple):
    """`same` were there already, `left_out` the mapping does not want, `customers` are new."""

    entries: list[Entry]
    bad: list[Bad]
    same: int
    left_out: int
    customers: int

    @property
    def changes(self) -> int:
        """How many bookings differ from before."""
        return sum(entry.what != "changed" for entry in self.entries)


def take(desk: Desk, source: Source, wish: Wish) -> Taken:
    """Decides on every row. What is bad is told and left; whether the rest counts is the caller's to say."""
    names = Names(desk, source.mapping, wish.service, list(wish.resources))
    read = source.read(desk, names)
    desk.batch = True
    if len(read.items) >= MANY:
        desk.begin_batch(set())
    taking = _Taking(desk, source.mapping, names, wish)
    items = taking.once(read.items)
    known = [(item, row) for item in items if (row := taking.known(item)) is not None]
    there = {item.line for item, _ in known}
    taking.compare(known)
    taking.enter(item for item in items if item.line not in there)
    customers = taking.people.write()
    bad = sorted({*read.bad, *taking.bad})
    return Taken(
        sorted(taking.entries, key=lambda entry: entry.line), bad, taking.same, read.left_out, customers
    )


class _Taking:
    """The rows of one file in the making."""

    def __init__(self, desk: Desk, mapping: Mapping, names: Names, wish: Wish) -> None:
        self.desk, self.names, self.wish = desk, names, wish
        self.people = People(desk, mapping.country, mapping.customers)
        self.clerk = Clerk(desk, Terms(mapping.name, wish.force, self.people.taken))
        self.entries: list[Entry] = []
        self.bad: list[Bad] = []
        self.same = 0

    def once(self, items: Iterable[Item]) -> list[Item]:
        """Each booking once; a row that tells another story of the same booking is bad."""
        found: dict[str, Item] = {}
        for item in items:
            first = found.setdefault(item.key, item)
            if first is item:
                continue
            if first._replace(line=item.line) == item:
                self.same += 1
            else:
                self.bad.append(
                    Bad(item.line, f"the same booking stands on line {first.line}, told otherwise")
                )
        return list(found.values())

    def known(self, item: Item) -> Row | None:
        """The booking that an earlier import made of it, or that it is, where the file is bookctl's own."""
        row = self.desk.rows.of_request(item.key)
        if row is not None or not item.own:
            return row
        row = self.desk.index.row(item.own)
        if row is None or row.customer is None or folded(row.service) != folded(item.service):
            return None
        who = self.desk.index.customer(row.customer)
        return row if who is not None and folded(who.name) == folded(item.person.name) else None

    def compare(self, known: list[tuple[Item, Row]]) -> None:
        """What the file has otherwise is told, and with `update` taken over."""
        said = Said(self.desk)
        changes = [(item, row, change_of(item, row, said, self.desk.now)) for item, row in known]
        for item, row, change in changes:
            if change is None:
                self.same += 1
                continue
            remark = words(change, row, self.desk)
            if not self.wish.update:
                end = item.end if item.end is not None else item.start + row.end - row.start
                late = row._replace(start=item.start, end=end, status=item.due(self.desk.now))
                self.entries.append(Entry(item.line, "changed", late, self._name(row), f"{row.id} {remark}"))
                continue
            try:
                now = update(self.clerk, self._wanting(item, self._customer(row)), row, change)
            except (Problem, RowFault) as fault:
                self.bad.append(Bad(item.line, str(fault)))
            else:
                self.entries.append(Entry(item.line, "updated", now, self._name(row), remark))

    def enter(self, items: Iterable[Item]) -> None:
        for item in items:
            try:
                who = self.people.of(item.person)
                row = self.clerk.enter(self._wanting(item, who))
            except (Problem, RowFault) as fault:
                self.bad.append(Bad(item.line, str(fault)))
                continue
            self.people.keep(who, item.person)
            if item.notes:
                self.people.noted(who.row.id, row.id, item.notes)
            self.entries.append(Entry(item.line, "new", row, who.row.name))

    def _wanting(self, item: Item, who: Known) -> Wanting:
        service = self.names.service(item.service)
        group = self.desk.catalogue.services[service].is_class
        asked = () if group else self.names.resources(item.resources)
        return Wanting(item, who.row, service, asked)

    def _customer(self, row: Row) -> Known:
        found = self.desk.index.customer(row.customer or "")
        if found is None:
            raise RowFault(f"{row.id} has no customer in the book")
        return Known(found, new=False)

    def _name(self, row: Row) -> str:
        found = self.desk.index.customer(row.customer or "")
        return found.name if found else row.customer or ""
