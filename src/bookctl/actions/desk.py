"""The desk at which one change is decided: the book as it is, and what has been decided so far."""

import re
import secrets
from datetime import date, datetime, timedelta, timezone
from functools import partial
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bookctl.actions import lookup
from bookctl.actions.overlay import Overlay, Rows, is_live
from bookctl.actions.problems import Underneath, Usage
from bookctl.actions.row import row_of
from bookctl.engine.place import Planner
from bookctl.ledger.draft import Added, Draft
from bookctl.ledger.format import block, stamp
from bookctl.ledger.index import CustomerRow, Index, PaymentRow, Row
from bookctl.ledger.layout import page_path
from bookctl.ledger.load import page_from
from bookctl.ledger.opened import Opened
from bookctl.model.booking import Booking, Session, held_by, span_of
from bookctl.model.ids import SHORT, new_id
from bookctl.model.policy import Policy
from bookctl.model.text import shown
from bookctl.model.time import DAY, LocalTimeError, aware, instant, offset_at

YEAR = 366 * DAY
QUARTER = 900
BOOKED = {"", "c"}  # how ids of bookings, sessions and customers begin, which share one store of ids
DRAWS = 10  # in one digest
_ISO = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)


class Desk:
    """One change in the making. `now` is an instant, `by` who asks, `salt` what makes ids unguessable."""

    def __init__(self, opened: Opened, now: int, by: str | None, salt: str | None = None) -> None:
        self.opened, self.now, self.by = opened, now, by
        self.index: Index = opened.index
        self.catalogue = self.index.catalogue()
        self.settings = self.catalogue.settings
        self.zone: ZoneInfo = self.settings.zone
        self.planner = Planner(self.catalogue)
        self.draft = Draft(opened.root)
        self.touched: dict[str, Booking | Session | None] = {}
        self.warnings: list[str] = []
        self.paid: list[PaymentRow] = []
        self.batch = False
        self.busy = Overlay(self.index, now)
        self.rows = Rows(self.index)
        self.service_names = {id_: service.name for id_, service in self.catalogue.services.items()}
        self.resource_names = {id_: resource.name for id_, resource in self.catalogue.resources.items()}
        self._salt = secrets.token_hex(8) if salt is None else salt
        self._made: set[str] = set()
        self._customers: dict[str, CustomerRow] = {}
        self._policies: dict[tuple[str, str | None], Policy] = {}
        self._ids: frozenset[str] | None = None
        self._offsets: dict[int, timezone] = {}
        self._locals: dict[int, datetime] = {}
        self._instants: dict[str, int] = {}
        self._pages: dict[date, str] = {}

    def instant_of(self, start: str) -> int:
        """A start without offset is read in the ledger's zone; Usage where it does not read or has two readings."""
        at = self._instants.get(start)
        if at is None:
            at = self._instants[start] = self._read(start)
        return at

    def _read(self, start: str) -> int:
        try:
            read = datetime.fromisoformat(start if _ISO.match(start) else "")
            return instant(read, self.zone) if read.tzinfo is None else int(read.timestamp())
        except LocalTimeError as fault:
            raise Usage(str(fault)) from None
        except (ValueError, OverflowError):
            raise Usage(f"{shown(start)!r} is no time", help="write 2026-11-27T10:00:00+08:00") from None

    def local(self, at: int, zone: str | None = None) -> datetime:
        """The instant with its offset in the ledger's zone, or another; a clock changes on a quarter at most."""
        if zone is not None:
            return aware(at, ZoneInfo(zone))
        local = self._locals.get(at)
        if local is None:
            local = self._locals[at] = datetime.fromtimestamp(at, self._offset(at))
        return local

    def stamp(self, at: int) -> str:
        """The instant as it stands in the book and in answers: RFC 3339 with the ledger's offset."""
        return stamp(self.local(at))

    def _offset(self, at: int) -> timezone:
        offset = self._offsets.get(at // QUARTER)
        if offset is None:
            offset = self._offsets[at // QUARTER] = timezone(timedelta(seconds=offset_at(at, self.zone)))
        return offset

    def policy(self, service: str, tier: str | None = None) -> Policy:
        """The rules in force for a service and a customer's tier."""
        found = self._policies.get((service, tier))
        if found is None:
            found = self._policies[service, tier] = self.catalogue.policy(service, tier)
        return found

    def begin_batch(self, customers: set[str]) -> None:
        """Fetches at once what many requests will ask for one by one; `customers` as they were written."""
        self.batch = True
        self._customers |= self.index.customers(customers)
        self._ids = self.index.ids()
        self.rows.preload(self.now - YEAR, self.now + 3 * YEAR)

    def page_of(self, at: int) -> str:
        day = self.local(at).date()
        path = self._pages.get(day)
        if path is None:
            path = self._pages[day] = page_path(day)
        return path

    def fresh_id(self, about: str, first: str = "") -> str:
        """An id nobody has; the same request on the same book at a fixed clock gets the same id."""
        known = self.known if first in BOOKED else self._known_elsewhere
        made = new_id(known, partial(_draw, f"{self._salt}|{self.now}|{about}"), first)
        self._made.add(made)
        return made

    def _known_elsewhere(self, id_: str) -> bool:
        """Whether a series, a payment, a purchase or a wait has it, or one that this change is making."""
        taken = id_ in self._made or id_ in self.index.series() or self.index.known_money(id_)
        return taken or any(one.id == id_ for one in self.index.waits(""))

    def customer(self, text: str) -> CustomerRow:
        """By id or name, see `lookup.customer`; found once per change."""
        if text not in self._customers:
            self._customers[text] = lookup.customer(self.index, text)
        return self._customers[text]

    def warn_of(self, customer: CustomerRow) -> None:
        """Whoever books a person, or sees them arrive, is told what they must know."""
        self.warnings += [f"{customer.name}: {alert}" for alert in customer.alerts]

    def row(self, text: str) -> Row:
        """A booking or session by id or its beginning, as decided so far."""
        return self.rows.latest(text) or self.rows.current(lookup.booking(self.index, text))

    def known(self, id_: str) -> bool:
        if self._ids is not None:
            return id_ in self._ids or id_ in self.touched
        return id_ in self.touched or self.index.row(id_) is not None or self.index.customer(id_) is not None

    def record(self, row: Row) -> Booking | Session:
        """The whole record, as decided so far."""
        if self.touched.get(row.id) is None:
            page, _ = page_from(row.page, self.draft.text(row.page).encode())
            self.touched.update((item.id, item) for item in page.records if item.id == row.id)
        found = self.touched.get(row.id)
        if found is None:
            raise Underneath(
                f"{row.page} was changed by another program just now", help="run the command again"
            )
        return found

    def add(self, item: Booking | Session, span: tuple[int, int] | None = None) -> Row:
        """A new record; `span` where its instants are known."""
        row = self.settle(item, span)
        self.draft.add(row.page, Added(row.start, item.id, block(item, self.settings.currency)))
        if self.batch:
            self.touched[item.id] = (
                None  # many of them: its text is in the draft, should a later request need it
            )
        return row

    def settle(self, item: Booking | Session, span: tuple[int, int] | None = None) -> Row:
        """Later decisions of this change see the record as it is now."""
        self.touched[item.id] = item
        span = span or span_of(item)
        held = held_by(item, span)
        row = row_of(item, self.page_of(span[0]), span, held)
        self.rows.put(row, item.request if isinstance(item, Booking) else None)
        self.busy.replace(item.id, held if is_live(row, self.now) else [])
        return row

    def day(self, at: int) -> date:
        return self.local(at).date()


def _draw(seed: str, tries: int) -> bytes:
    """The bytes of an id, others for every try; as unguessable as the seed."""
    digest, at = divmod(tries, DRAWS)
    return blake2b(f"{seed}|{digest}".encode()).digest()[at * SHORT : (at + 1) * SHORT]
