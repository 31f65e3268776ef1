"""What becomes of each file that was read: records, or findings where it does not read."""

from datetime import date

from bookctl.ledger.finding import Finding
from bookctl.ledger.index import money, pages, people, shelf, waiting
from bookctl.ledger.index.store import Store
from bookctl.ledger.layout import busy_of, journal_of, page_day, record_of

_BATCH = 256  # pages written at once: enough to be quick, few enough for the memory


class Keeper:
    """Writes into the database inside one transaction; `finish` writes what is still held back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages: list[pages.Stored] = []
        self._catalogue = False
        self.changed: list[str] = []

    def keep(self, path: str, oid: str, data: bytes) -> None:
        """The file as it now is; nothing where it is the one already known."""
        if not self._fresh(path, oid):
            return
        day = page_day(path)
        if day is not None:
            found = self._page(path, day, data)
        elif (busy := busy_of(path)) is not None:
            found = self._busy(path, busy, data)
        elif (journal := journal_of(path)) is not None:
            found = self._journal(path, journal, data)
        else:
            found = self._record(path, data)
        self._file(path, oid, found)

    def fault(self, path: str, oid: str, reason: str) -> None:
        """A file or folder that is not fit to be read."""
        if self._fresh(path, oid):
            self._file(path, oid, [Finding(path, 1, 1, "error", "file", reason)])

    def forget(self, path: str) -> None:
        if self._store.run("DELETE FROM file WHERE path = ?", path).rowcount:
            self.changed.append(path)
            self._clear(path)

    def finish(self) -> None:
        pages.put(self._store, self._pages)
        self._pages.clear()
        pages.finish(self._store)
        if self._catalogue:
            shelf.settle(self._store)
        self._catalogue = False

    def _fresh(self, path: str, oid: str) -> bool:
        """Whether the content is a new one; then the old one is forgotten."""
        known = self._store.one("SELECT oid FROM file WHERE path = ?", path)
        if known is not None and known[0] == oid:
            return False
        self.changed.append(path)
        if known is not None:
            self._clear(path)
        return True

    def _file(self, path: str, oid: str, found: list[Finding]) -> None:
        self._store.run("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", path, oid, pages.findings_out(found))

    def _page(self, path: str, day: date, data: bytes) -> list[Finding]:
        from bookctl.ledger.reading import sheet_from

        sheet, found = sheet_from(path, day, data)
        self._pages.append(pages.stored(sheet))
        if len(self._pages) >= _BATCH:
            pages.put(self._store, self._pages)
            self._pages.clear()
        return found

    def _record(self, path: str, data: bytes) -> list[Finding]:
        from bookctl.ledger.reading import record_from
        from bookctl.model.customer import Customer

        of = record_of(path)
        if of is None:
            raise ValueError(f"{path} is no record")
        record, found = record_from(of[0], path, data)
        if of[0] != "customer":
            self._catalogue = True
        if isinstance(record, Customer):
            people.put(self._store, of[1], record)
        elif record is not None:
            shelf.put(self._store, path, of, record)
        return found

    def _busy(self, path: str, of: tuple[str, str], data: bytes) -> list[Finding]:
        from bookctl.ledger.busy import read_busy

        spans, found = read_busy(path, data)
        self._catalogue = True
        shelf.put(self._store, path, ("busy", of[0]), spans)
        return found

    def _journal(self, path: str, of: tuple[str, date], data: bytes) -> list[Finding]:
        from bookctl.ledger.reading import record_from
        from bookctl.model.payment import PaymentPage
        from bookctl.model.waiting import WaitPage

        page, found = record_from(of[0], path, data)
        if isinstance(page, PaymentPage):
            money.put(self._store, path, of[1].toordinal(), page)
        elif isinstance(page, WaitPage):
            waiting.put(self._store, path, of[1].toordinal(), page)
        return found

    def _clear(self, path: str) -> None:
        """Forgets the records of a file."""
        day, of = page_day(path), record_of(path)
        if (journal := journal_of(path)) is not None:
            journals = {"payment": money.drop, "wait": waiting.drop}
            journals[journal[0]](self._store, journal[1].toordinal())
        if day is not None:
            pages.drop(self._store, day.toordinal())
        elif of is not None and of[0] == "customer":
            people.drop(self._store, of[1])
        elif of is not None or busy_of(path) is not None:
            shelf.drop(self._store, path)
            self._catalogue = True
