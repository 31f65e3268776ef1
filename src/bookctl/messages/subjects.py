"""What rules are about, as the index has it: bookings, customers, purchases."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bookctl.model.time import DAY

if TYPE_CHECKING:
    from bookctl.ledger.index import CustomerRow, Index, PurchaseRow, Row
    from bookctl.model.booking import Booking, Session
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.customer import Customer

MOVED = "moved"
FINAL = frozenset({"completed", "declined", "cancelled", "no-show"})
Change = tuple[int, str]
"""An instant and the status from then on, or `moved`."""


class Source(Protocol):
    """All that the rules need of a ledger; instants are seconds UTC."""

    def rows(self, start: int, end: int) -> "Sequence[Row]":
        """Bookings that overlap [start, end)."""

    def touched(self, since: int) -> "Sequence[Row]":
        """At least all bookings that were changed at that instant or later."""

    def changed(self, since: int, what: str, among: frozenset[str]) -> "Iterable[tuple[Row, int]]":
        """Bookings in one of the statuses that came to `what`, or were moved, at `since` or later, and when last."""

    def birthdays(self, days: Iterable[str]) -> "Sequence[CustomerRow]":
        """Customers born on one of the days, written as MM-DD."""

    def purchases(self) -> "Sequence[PurchaseRow]":
        """Everything that customers bought ahead."""

    def quiet(self) -> str | None:
        """The quiet hours, as in 21:00-08:00."""

    def silent(self) -> frozenset[str]:
        """Names of the channels that disturb nobody."""


class Records(Protocol):
    """Whole records, read only for what is due."""

    def catalogue(self) -> "Catalogue": ...

    def booking(self, id_: str) -> "Booking | None": ...

    def session(self, id_: str) -> "Session | None": ...

    def customer(self, id_: str) -> "Customer | None": ...

    def purchase(self, id_: str) -> "PurchaseRow | None": ...

    def customer_rows(self, customer: str) -> "Sequence[Row]": ...

    def segments(self, customer: str, now: int) -> list[str]:
        """The names of the segments the customer is in, in order; those whose query does not read have nobody."""


class Book:
    """A ledger as Source and Records. Each page is read at most once."""

    def __init__(self, index: "Index", root: Path) -> None:
        self._index, self._root = index, root
        self._pages: dict[str, dict[str, Any]] = {}
        self._histories: dict[str, dict[str, list[Change]]] = {}
        self._touched: dict[int, list[Row]] = {}
        self._segments: dict[str, frozenset[str]] | None = None

    def rows(self, start: int, end: int) -> "Sequence[Row]":
        return self._index.rows(start, end, ("booking",))

    def touched(self, since: int) -> "Sequence[Row]":
        near = [known for known in self._touched if since - DAY <= known <= since]
        if not near:
            self._touched[since] = [row for row in self._index.touched(since) if row.kind == "booking"]
        return self._touched[max(near, default=since)]

    def changed(self, since: int, what: str, among: frozenset[str]) -> "Iterator[tuple[Row, int]]":
        for row in self.touched(since):
            if row.status in among and row.changed is not None and row.changed >= since:
                at = self._came(row, what, since)
                if at is not None:
                    yield row, at

    def _came(self, row: "Row", what: str, since: int) -> int | None:
        """When it last came to `what`; the page is read only where its row leaves that open."""
        if row.changed == row.created or (what in FINAL and row.status == what):
            return row.changed if what == row.status else None
        return last_change(self.history(row), what, since)

    def history(self, row: "Row") -> Sequence[Change]:
        """A booking's changes, the oldest first."""
        if row.page not in self._histories:
            self._histories[row.page] = _histories(self._root, row.page)
        return self._histories[row.page].get(row.id, [])

    def row(self, id_: str) -> "Row | None":
        """A booking or session by id."""
        return self._index.row(id_)

    def customer_rows(self, customer: str) -> "Sequence[Row]":
        return self._index.customer_rows(customer)

    def birthdays(self, days: Iterable[str]) -> "Sequence[CustomerRow]":
        return self._index.birthdays(days)

    def purchases(self) -> "Sequence[PurchaseRow]":
        return self._index.purchases()

    def quiet(self) -> str | None:
        return self._index.catalogue().settings.reminders.quiet

    def silent(self) -> frozenset[str]:
        channels = self._index.catalogue().settings.channel
        return frozenset(name for name, channel in channels.items() if channel.silent)

    def catalogue(self) -> "Catalogue":
        return self._index.catalogue()

    def booking(self, id_: str) -> "Booking | None":
        from bookctl.model.booking import Booking

        found = self._record(id_)
        return found if isinstance(found, Booking) else None

    def session(self, id_: str) -> "Session | None":
        from bookctl.model.booking import Session

        found = self._record(id_)
        return found if isinstance(found, Session) else None

    def _record(self, id_: str) -> "Booking | Session | None":
        row = self._index.row(id_)
        if row is None:
            return None
        if row.page not in self._pages:
            from bookctl.ledger.layout import page_day
            from bookctl.ledger.load import load_page

            day = page_day(row.page)
            page = load_page(self._root, day)[0].records if day else []
            self._pages[row.page] = {record.id: record for record in page}
        return self._pages[row.page].get(id_)

    def customer(self, id_: str) -> "Customer | None":
        from bookctl.ledger.load import load_customer

        return load_customer(self._root, id_)[0]

    def segments(self, customer: str, now: int) -> list[str]:
        """Worked out once, at the first instant it is asked for: a run is short."""
        if self._segments is None:
            self._segments = self._index.segments(now, self.catalogue().settings.zone)
        return sorted(name for name, ids in self._segments.items() if customer in ids)

    def purchase(self, id_: str) -> "PurchaseRow | None":
        return next((one for one in self.purchases() if one.id == id_), None)


def last_change(history: Sequence[Change], what: str, since: int) -> int | None:
    """When it last came to that, where that was at `since` or later."""
    return max((at for at, came in history if came == what and at >= since), default=None)


def _histories(root: Path, path: str) -> dict[str, list[Change]]:
    """The histories on a page, straight from its text: the records of a whole page take ten times as long."""
    from bookctl.ledger.files import read_file
    from bookctl.ledger.layout import PAGE_LIMIT
    from bookctl.ledger.toml.read import parse

    raw = parse(read_file(root, path, PAGE_LIMIT) or b"")
    return {
        booking["id"]: [
            (int(event["at"].timestamp()), event.get("status") or MOVED)
            for event in booking.get("history", ())
        ]
        for booking in raw.get("booking", ())
    }
