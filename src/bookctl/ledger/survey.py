"""The whole book in little room: what the checks need of each record, gathered page by page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from bookctl.model.booking import Booking, Session, Use
from bookctl.model.catalogue import Catalogue
from bookctl.model.customer import Customer
from bookctl.model.status import OCCUPYING, occupies

if TYPE_CHECKING:
    from bookctl.model.message import MessagePage
    from bookctl.model.payment import PaymentPage
    from bookctl.model.plan import Plan
    from bookctl.model.rule import Rule
    from bookctl.model.series import Series
    from bookctl.model.waiting import WaitPage

Key = tuple[str | int, ...]


class Spot(NamedTuple):
    """A place by name, whose line is looked up only if something is said about it.

    `array` and `id` name a record of a page, `nth` which of several with that id; both are empty for
    the file of one record. `key` is the way on from there.
    """

    file: str
    array: str = ""
    id: str = ""
    key: Key = ()
    nth: int = 0


class Remark(NamedTuple):
    """What a check has to say; the runner adds line, column and the check's name."""

    spot: Spot
    text: str
    help: str | None = None
    mark: str | None = None
    notes: tuple[tuple[Spot, str], ...] = ()
    warning: bool = False


class Sheet(NamedTuple):
    """One page as it was read: its records, sessions first, and the instants each spans."""

    file: str
    day: date
    sessions: list[Session]
    bookings: list[Booking]
    records: list[Booking | Session]
    spans: list[tuple[int, int]]

    def spot(self, record: Booking | Session, *key: str | int) -> Spot:
        return Spot(self.file, "booking" if isinstance(record, Booking) else "session", record.id, key)


class Row(Struct, frozen=True, gc=False):
    """A booking or session without what only its own page's checks look at. Instants; half-open."""

    id: str
    array: str
    file: str
    start: int
    end: int
    status: str
    service: str
    session: str | None
    seats: int
    takes: bool
    forced: bool = False

    def spot(self, *key: str | int) -> Spot:
        return Spot(self.file, self.array, self.id, key)


class Covered(NamedTuple):
    """What a purchase pays of a booking; `takes`: it really does, for it was neither cancelled in time nor lapsed."""

    spot: Spot
    customer: str
    purchase: str
    sessions: int
    amount: float
    takes: bool


# A resource in use: start, end (instants, half-open), units and the id of the row. There are millions of them.
Busy = tuple[int, int, int, str]


class Survey:
    """All that stands in a ledger. `known` has the ids of each kind, of files that do not read too."""

    def __init__(
        self,
        catalogue: Catalogue | None,
        customers: dict[str, Customer],
        files: Iterable[str],
        known: dict[str, set[str]],
    ) -> None:
        self.catalogue, self.customers, self.known = catalogue, customers, known
        self.files = tuple(files)
        self.rules: dict[str, Rule] = {}
        self.plans: dict[str, Plan] = {}
        self.series: dict[str, Series] = {}
        self.journals: dict[str, MessagePage | PaymentPage | WaitPage] = {}
        self.rows: list[Row] = []
        self.covers: list[Covered] = []
        self.busy: defaultdict[str, list[Busy]] = defaultdict(list)

    def take_in(self, sheet: Sheet, now: int) -> None:
        """Remembers a page's records, and what they occupy at `now`, by resource."""
        file, rows, spans = sheet.file, self.rows, sheet.spans
        first = len(rows)
        rows += [
            Row(
                one.id,
                "session",
                file,
                start,
                end,
                one.status,
                one.service,
                None,
                one.seats,
                one.status in OCCUPYING,
                one.forced is not None,
            )
            for one, (start, end) in zip(sheet.sessions, spans, strict=False)
        ]
        rows += [
            Row(
                one.id, "booking", file, start, end, one.status, one.service, one.session, one.seats,
                one.status in OCCUPYING if one.until is None else occupies(one.status, one.until, now),
                one.forced is not None,
            )
            for one, (start, end) in zip(sheet.bookings, spans[len(sheet.sessions) :], strict=True)
        ]  # fmt: skip
        for record, row in zip(sheet.records, rows[first:], strict=True):
            if row.takes:
                self._hold(record.uses, row)

    def _hold(self, uses: list[str | Use], row: Row) -> None:
        busy, start, end, owner = self.busy, row.start, row.end, row.id
        for use in uses:
            if isinstance(use, str):
                busy[use].append((start, end, 1, owner))
            else:
                last = end if use.end is None else start + use.end * 60
                busy[use.resource].append((start + use.start * 60, last, use.units, owner))

    def by_id(self) -> dict[str, Row]:
        """The last of several with one id; `ids` says so when there are."""
        return {row.id: row for row in self.rows}

    def sessions(self) -> Iterator[Row]:
        return (row for row in self.rows if row.array == "session")
