"""The one door to the index: brought up to date first, then asked."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from bookctl.ledger.index import bookings, head, money, people, shelf, waiting
from bookctl.ledger.index.keeping import Keeping
from bookctl.ledger.index.occupancy import Occupancy
from bookctl.ledger.index.rows import (
    KINDS,
    CustomerRow,
    FreezeRow,
    PaymentRow,
    PurchaseRow,
    Refreshed,
    ResourceLight,
    Row,
    SettingsLight,
    WaitRow,
)
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.ledger.finding import Finding
    from bookctl.ledger.index.crowd import Crowd
    from bookctl.ledger.state import State
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.plan import Plan
    from bookctl.model.rule import Rule
    from bookctl.model.series import Series
    from bookctl.model.status import Held

T = TypeVar("T")


def open_index(root: Path, state: "State", *, now_ns: Callable[[], int] = time.time_ns) -> "Index":
    """The index of a ledger, as it was left; `refresh` it before asking. `now_ns` is the file system's clock."""
    return Index(root, state, now_ns)


class Busy:
    """What is occupied as of `now`, for the engine: holds that have expired by then are not."""

    def __init__(self, index: "Index", now: int) -> None:
        self._index, self._now = index, now

    def held(self, resource: str, start: int, end: int) -> "Sequence[Held]":
        """All occupying uses that overlap [start, end), in order of start."""
        return self._index.held(resource, start, end, now=self._now)


class Index:
    """Answers from the ledger as it was at the last `refresh`; customers are looked at when they are asked for."""

    def __init__(self, root: Path, state: "State", now_ns: Callable[[], int]) -> None:
        self._root, self._kept = root, Keeping(root, state, now_ns)

    def refresh(self, *, customers: bool = True) -> Refreshed:
        """Looks at every file, with `customers` False at theirs only once somebody asks for one of them."""
        changed = self._kept.refresh("all" if customers else "book")
        return Refreshed(changed, tuple(self._ask(_findings)))

    def verify(self, ids: Iterable[str]) -> None:
        """Makes sure of these customers' files, or of all where one of these differs."""
        self._kept.verify(ids)

    def close(self) -> None:
        self._kept.close()

    def settings(self) -> SettingsLight:
        """SettingsBroken where bookctl.toml does not read."""
        return self._ask(lambda store: shelf.settings(store, _findings(store)))

    def catalogue(self) -> "Catalogue":
        """SettingsBroken where bookctl.toml does not read; other records that do not are left out."""
        return self._ask(lambda store: shelf.catalogue(store, _findings(store)))

    def rules(self) -> "dict[str, Rule]":
        """Every rule by id."""
        return self._ask(shelf.rules)

    def plans(self) -> "dict[str, Plan]":
        """Every plan by id."""
        return self._ask(shelf.plans)

    def series(self) -> "dict[str, Series]":
        """Every series by id."""
        return self._ask(shelf.series)

    def waits(self, since: str) -> list[WaitRow]:
        """Who waits, or dropped out, for a day not before the date as YYYY-MM-DD, in the order in which they asked."""
        return self._ask(lambda store: waiting.all_of(store, since))

    def freezes(self) -> list[FreezeRow]:
        """Every freeze of a purchase, by first day."""
        return self._ask(money.frozen)

    def names(self, kind: str) -> dict[str, str]:
        """Id to name of every `resource` or `service`, retired ones too."""
        return self._ask(lambda store: shelf.names(store, kind))

    def resource_lights(self) -> list[ResourceLight]:
        return self._ask(shelf.lights)

    def rows(self, start: int, end: int, kinds: Collection[str] = KINDS) -> list[Row]:
        """All that overlaps the instants [start, end), by start and id."""
        return self._ask(lambda store: bookings.between(store, start, end, kinds))

    def touched(self, since: int) -> list[Row]:
        """All on the pages on which something was changed at that instant or later, by their histories."""
        return self._ask(lambda store: bookings.touched(store, since))

    def row(self, id_: str) -> Row | None:
        return self._ask(lambda store: bookings.by_id(store, id_))

    def find(self, id_or_prefix: str, limit: int = 20) -> list[Row]:
        """Those whose id begins so, in order of id."""
        return self._ask(lambda store: bookings.by_prefix(store, id_or_prefix, limit))

    def customer_rows(self, customer: str, span: tuple[int, int] | None = None) -> list[Row]:
        """A customer's bookings by start, whatever their status: all, or those that overlap the span of instants."""
        return self._ask(lambda store: bookings.of_customer(store, customer, span))

    def session_rows(self, session: str) -> list[Row]:
        """The seats taken in a session by start, whatever their status."""
        return self._ask(lambda store: bookings.of_session(store, session))

    def payments(self, start: int, end: int) -> list[PaymentRow]:
        """What was paid at an instant in [start, end), in order of time and id."""
        return self._ask(lambda store: money.between(store, start, end))

    def payments_of(self, *, booking: str | None = None, customer: str | None = None) -> list[PaymentRow]:
        """What was paid for a booking, or by a customer, in order of time and id."""
        return self._ask(lambda store: money.of(store, booking, customer))

    def purchases(self, customer: str | None = None) -> list[PurchaseRow]:
        """What was bought ahead, by everybody or by one customer, in order of time and id."""
        return self._ask(lambda store: money.bought(store, customer))

    def known_money(self, id_: str) -> bool:
        """Whether a payment or a purchase has the id."""
        return self._ask(lambda store: money.known(store, id_))

    def request(self, request_id: str) -> Row | None:
        """The booking that was made by the request."""
        return self._ask(lambda store: bookings.of_request(store, request_id))

    def ids(self) -> frozenset[str]:
        """Every id in use by a booking, session or customer."""
        return self._ask(bookings.ids)

    def requests(self) -> frozenset[str]:
        """The id of every request that made a booking."""
        return self._ask(bookings.requests)

    def held(self, resource: str, start: int, end: int, *, now: int | None = None) -> "list[Held]":
        """Occupying uses that overlap [start, end), in order of start; without `now` expired holds too."""
        return self._ask(lambda _: self._kept.occupancy.held(resource, start, end, now))

    def busy(self, now: int) -> Busy:
        return Busy(self, now)

    def customer(self, id_: str) -> CustomerRow | None:
        return self.customers([id_]).get(id_)

    def customers(self, ids: Iterable[str]) -> dict[str, CustomerRow]:
        """Those of them that there are."""
        wanted = sorted(set(ids))
        self._kept.verify(wanted)
        return self._ask(lambda store: people.some(store, wanted))

    def birthdays(self, days: Iterable[str]) -> list[CustomerRow]:
        """Customers born on one of the days, written as MM-DD, in order of id."""
        wanted = sorted(set(days))
        self._kept.verify_everyone()
        return self._ask(lambda store: people.born_on(store, wanted))

    def search_customers(self, text: str) -> list[CustomerRow]:
        """By id, name, phone or e-mail, in whole or in part, the best match first; everybody for no text."""
        self._kept.verify_everyone()
        found = self._ask(lambda store: people.search(store, text))
        return found or self._by_number(text)

    def _by_number(self, text: str) -> list[CustomerRow]:
        """Those who have the telephone number in another spelling: with another, or no, code before it."""
        if not people.is_number(text):
            return []
        from bookctl.model.contact import SHORTEST, code_of, phone_key

        code = code_of(self.catalogue().settings.country)
        key = phone_key(text, code)
        near = self._ask(lambda store: people.search(store, key[-SHORTEST:])) if key else []
        return [row for row in near if phone_key(row.phone, code) == key]

    def query(self, text: str, now: int, zone: ZoneInfo) -> list[Row]:
        """By the query language, in order of start and id; QueryError with a sentence where it does not read."""
        from bookctl.ledger.index.find import find
        from bookctl.words import Context
        from bookctl.words.query import parse_query

        week_start = 6 if self.settings().week_start == "sun" else 0
        terms = parse_query(text, Context(now, zone, week_start))
        self._kept.verify_everyone()
        if any(term.key == "segment" for term in terms):
            from bookctl.ledger.index.find_people import with_members

            terms = self._crowd(now, zone, lambda crowd: with_members(crowd, terms))
        return self._ask(lambda store: find(store, terms, zone))

    def find_customers(self, text: str, now: int, zone: ZoneInfo) -> list[CustomerRow]:
        """By the customers' query language, in order of name and id; QueryError where it does not read."""
        from bookctl.ledger.index.find_people import find

        return self._crowd(now, zone, lambda crowd: find(crowd, text))

    def segments(self, now: int, zone: ZoneInfo) -> dict[str, frozenset[str]]:
        """The ids of those in each segment at the instant; one whose query does not read is left out."""
        from bookctl.ledger.index.find_people import all_members

        return self._crowd(now, zone, all_members)

    def _crowd(self, now: int, zone: ZoneInfo, work: "Callable[[Crowd], T]") -> T:
        from bookctl.ledger.index.crowd import Crowd

        self._kept.verify_everyone()
        return self._ask(lambda store: work(Crowd(store, self._root, now, zone)))

    def broken(self) -> "list[Finding]":
        """What is wrong with the files that do not read, in order of place."""
        self._kept.verify_everyone()
        return self._ask(_findings)

    def oids(self) -> dict[str, str]:
        """Path to git blob id of each ledger file that could be read."""
        self._kept.verify_everyone()
        return self._ask(lambda store: dict(store.rows("SELECT path, oid FROM file WHERE oid NOT LIKE '!%'")))

    def dirty(self, state: "State") -> list[str]:
        """Ledger files that were added, changed or deleted since git's newest commit, in order of path."""
        if state.git_dir is None:
            return []
        self._kept.match_git()
        self._kept.verify_everyone()
        found = self._ask(lambda store: head.dirty(store, state))
        self._kept.occupancy = Occupancy(self._kept.store)
        return found

    def _ask(self, work: Callable[[Store], T]) -> T:
        return self._kept.ask(work)


def _findings(store: Store) -> "list[Finding]":
    packed = store.rows("SELECT findings FROM file WHERE findings IS NOT NULL ORDER BY path")
    if not packed:
        return []
    from bookctl.ledger.index.pages import findings_in

    return sorted(finding for (data,) in packed for finding in findings_in(data))
