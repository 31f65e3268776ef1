"""Who of the book a file's customers are: by phone, then e-mail, then name. Nobody is ever merged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bookctl.actions.desk import Desk
from bookctl.actions.note import note
from bookctl.actions.requests import Note
from bookctl.intake.fault import RowFault
from bookctl.intake.item import Person
from bookctl.intake.mapping import folded
from bookctl.ledger.format import pairs
from bookctl.ledger.index import CustomerRow
from bookctl.ledger.layout import record_path
from bookctl.model.contact import mail_key, phone_key
from bookctl.model.customer import Customer
from bookctl.model.customer import Note as Remark

SOURCE = "import"


@dataclass
class Known:
    """A person of the book, or one whom this file brings in; `row` grows with what later rows say of a new one."""

    row: CustomerRow
    new: bool


def number(phone: str | None, country: str) -> str:
    """The same digits for the same telephone, see `phone_key`; '' for what is too short to be a number."""
    return phone_key(phone, country)


class People:
    """Everybody in the book, and those who come new, until `write` puts them into it."""

    def __init__(self, desk: Desk, country: str, aliases: dict[str, str]) -> None:
        self._desk, self._country = desk, country
        self._by: dict[str, defaultdict[str, list[Known]]] = {
            key: defaultdict(list) for key in ("phone", "email", "name")
        }
        self._ids: dict[str, Known] = {}
        for row in desk.index.search_customers(""):
            self._add(Known(row, new=False))
        self._aliases = {folded(name): self._alias(id_) for name, id_ in aliases.items()}
        self._new: list[Known] = []
        self._notes: list[tuple[str, str, str]] = []

    def of(self, person: Person) -> Known:
        """The one it is, or a new one, who counts only once `keep` is told; RowFault where several could be meant."""
        alias = self._aliases.get(folded(person.name))
        if alias is not None:
            return alias
        for key in ("phone", "email"):
            having = self._by[key].get(value, []) if (value := self._key(key, person)) else []
            found = _living([known for known in having if self._contact_fits(known, person)])
            if found:
                return _one(self._narrowed(found, person), key)
        same = self._by["name"].get(folded(person.name), []) if person.name else []
        same = _living([known for known in same if not self._contradicts(known, person)])
        return _one(self._narrowed(same, person), "name") if same else self._made(person)

    def keep(self, known: Known, person: Person) -> None:
        """The row that named the person is taken."""
        if not known.new:
            return
        if known.row.id not in self._ids:
            self._new.append(known)
        else:
            known.row = known.row._replace(
                phone=known.row.phone or person.phone or None, email=known.row.email or person.email or None
            )
        self._add(known)

    def noted(self, customer: str, booking: str, text: str) -> None:
        """A remark to write down about the customer."""
        self._notes.append((customer, booking, text))

    def write(self) -> int:
        """Puts the new ones and all remarks into the book; how many are new."""
        new = {known.row.id for known in self._new}
        remarks: defaultdict[str, list[Remark]] = defaultdict(list)
        desk = self._desk
        for customer, booking, text in self._notes:
            if customer in new:
                at = desk.local(desk.now)
                remarks[customer].append(Remark(at=at, text=text, booking=booking, by=SOURCE))
            else:
                note(desk, Note(about=booking, text=text, by=SOURCE))
        for known in self._new:
            desk.draft.put(
                record_path("customer", known.row.id), self._text(known.row, remarks[known.row.id])
            )
        return len(self._new)

    def _text(self, row: CustomerRow, remarks: list[Remark]) -> str:
        """The new customer's file."""
        made = Customer(
            name=row.name,
            phone=row.phone,
            email=row.email,
            source=SOURCE,
            created=self._desk.day(self._desk.now),
        )
        parts = ["".join(f"{key} = {value}\n" for key, value in pairs(made))]
        parts += [
            "[[note]]\n" + "".join(f"{key} = {value}\n" for key, value in pairs(one)) for one in remarks
        ]
        return "\n".join(parts)

    def taken(self, id_: str) -> bool:
        """Whether somebody new has the id: no booking may take it."""
        return id_ in self._ids

    def _alias(self, id_: str) -> Known:
        if id_ not in self._ids:
            from bookctl.actions.problems import Usage

            raise Usage(f"the mapping's [customers] names {id_}, and there is no such customer")
        return self._ids[id_]

    def _key(self, key: str, person: Person | CustomerRow) -> str:
        if key == "phone":
            return number(person.phone, self._country)
        return mail_key(person.email) if key == "email" else folded(person.name)

    def _add(self, known: Known) -> None:
        self._ids[known.row.id] = known
        for key, table in self._by.items():
            value = self._key(key, known.row)
            if value and known not in table[value]:
                table[value].append(known)

    def _contact_fits(self, known: Known, person: Person) -> bool:  # noqa: ARG002 - a stricter reader looks
        """Whether one with the same number or address can be the person."""
        return True

    def _contradicts(self, known: Known, person: Person) -> bool:
        """Another phone or another e-mail: then the same name is another person."""
        for key in ("phone", "email"):
            theirs, ours = self._key(key, person), self._key(key, known.row)
            if theirs and ours and theirs != ours:
                return True
        return False

    def _narrowed(self, found: list[Known], person: Person) -> list[Known]:
        """Those of several with one phone whose name or e-mail fits as well."""
        for key in ("name", "email"):
            wanted = self._key(key, person)
            closer = [known for known in found if wanted and self._key(key, known.row) == wanted]
            if len(found) > 1 and closer:
                found = closer
        return found

    def _made(self, person: Person) -> Known:
        about = "\x1f".join(person)
        id_ = self._desk.fresh_id(f"customer {about}", "c")
        while id_ in self._ids:
            about += "+"
            id_ = self._desk.fresh_id(f"customer {about}", "c")
        name = person.name or person.email or person.phone
        row = CustomerRow(id_, name, person.phone or None, person.email or None, (), None, (), None)
        return Known(row, new=True)


def _living(found: list[Known]) -> list[Known]:
    """Those who are not retired, as long as there are any: who was entered twice is retired once."""
    return [known for known in found if known.row.retired is None] or found


def _one(found: Iterable[Known], key: str) -> Known:
    rows = list(found)
    if len(rows) > 1:
        ids = ", ".join(sorted(known.row.id for known in rows)[:5])
        word = {"phone": "phone", "email": "e-mail", "name": "name"}[key]
        raise RowFault(f"{len(rows)} customers have this {word}: {ids}")
    return rows[0]
