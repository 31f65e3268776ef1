"""Which customers of the book the rows of a list are: as with bookings, and the birthday counts as well."""

from datetime import date

from bookctl.actions.desk import Desk
from bookctl.intake.customers_rows import Given
from bookctl.intake.fault import RowFault
from bookctl.intake.item import Person
from bookctl.intake.mapping import folded
from bookctl.intake.people import Known, People
from bookctl.ledger.layout import record_path
from bookctl.ledger.load import record_from
from bookctl.model.customer import Customer


class Matcher(People):
    """Finds by phone, then e-mail, then name and birthday; with `shared`, one number may be several people's."""

    def __init__(self, desk: Desk, code: str, *, shared: bool) -> None:
        super().__init__(desk, code, {})
        self._shared = shared
        self._row: Given | None = None
        self._given: dict[str, Given] = {}
        self._records: dict[str, Customer | None] = {}

    def match(self, row: Given) -> tuple[Known, Given | None]:
        """Who it is, and the row that brought them in, where an earlier one did; RowFault where that is not clear."""
        known = self._by_own_id(row)
        if known is None:
            self._row = row
            known = self.of(row.person)
        earlier = self._given.get(known.row.id)
        if earlier is not None and folded(earlier.person.name) != folded(row.person.name):
            raise RowFault(
                f"line {earlier.line} has this number or address and another name: --shared takes them as two people"
            )
        self._given.setdefault(known.row.id, row)
        self.keep(known, row.person)
        return known, earlier

    def find(self, text: str) -> str | None:
        """The id of the one whose id, number, address or name it is; None for nobody and for several."""
        if text in self._ids:
            return text
        whom = Person(text, text, text)
        for key in ("phone", "email", "name"):
            value = self._key(key, whom)
            found = self._by[key].get(value, []) if value else []
            if found:
                return found[0].row.id if len(found) == 1 else None
        return None

    def record(self, id_: str) -> Customer | None:
        """As it stands in the book; None for one whom this file brings in."""
        if id_ not in self._records:
            path = record_path("customer", id_)
            made, _ = record_from("customer", path, self._desk.draft.text(path).encode())
            self._records[id_] = made if isinstance(made, Customer) else None
        return self._records[id_]

    def forget_record(self, id_: str) -> None:
        """What was read of it is older than the draft."""
        self._records.pop(id_, None)

    def _by_own_id(self, row: Given) -> Known | None:
        """A list of bookctl's own has its ids; those of another program may look like them, and name others."""
        known = self._ids.get(row.id)
        return known if known and folded(known.row.name) == folded(row.person.name) else None

    def _contact_fits(self, known: Known, person: Person) -> bool:
        return not self._shared or folded(known.row.name) == folded(person.name)

    def _contradicts(self, known: Known, person: Person) -> bool:
        """Another birthday makes a namesake another person, as another number or address does."""
        mine = self._row.one.get("birthday") if self._row else None
        theirs = self._born(known)
        return bool(mine and theirs and mine != theirs) or super()._contradicts(known, person)

    def _narrowed(self, found: list[Known], person: Person) -> list[Known]:
        found = super()._narrowed(found, person)
        if len(found) == 1:
            return found
        mine = self._row.one.get("birthday") if self._row else None
        closer = [known for known in found if mine and self._born(known) == mine]
        return closer or found

    def _born(self, known: Known) -> date | None:
        row = self._given.get(known.row.id)
        if known.new:
            return row.one.get("birthday") if row else None
        record = self.record(known.row.id)
        return record.birthday if record else None
