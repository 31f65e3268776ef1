"""The desk at which one change is decided: the book as it is, and what has been decided so far."""

import hashlib
import itertools
import re
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from bookctl.actions import lookup
from bookctl.actions.overlay import Overlay, Rows, is_live, row_of
from bookctl.actions.problems import Underneath, Usage
from bookctl.engine.place import Planner
from bookctl.ledger.draft import Added, Draft
from bookctl.ledger.format import block
from bookctl.ledger.index import CustomerRow, Index, Row
from bookctl.ledger.layout import page_path
from bookctl.ledger.load import page_from
from bookctl.ledger.opened import Opened
from bookctl.model.booking import Booking, Session, held_by
from bookctl.model.ids import new_id
from bookctl.model.settings import Policy
from bookctl.model.text import shown
from bookctl.model.time import DAY, LocalTimeError, aware, instant, offset_at

YEAR = 366 * DAY
QUARTER = 900
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
        self.touched: dict[str, Booking | Session] = {}
        self.warnings: list[str] = []
        self.batch = False
        self.busy = Overlay(self.index, now)
        self.rows = Rows(self.index)
        self.service_names = {id_: service.name for id_, service in self.catalogue.services.items()}
        self.resource_names = {id_: resource.name for id_, resource in self.catalogue.resources.items()}
        self._salt = secrets.token_hex(8) if salt is None else salt
        self._customers: dict[str, CustomerRow] = {}
        self._policies: dict[str, Policy] = {}
        self._ids: frozenset[str] | None = None
        self._offsets: dict[int, timezone] = {}
        self._pages: dict[date, str] = {}

    def instant_of(self, start: str) -> int:
        """A start without offset is read in the ledger's zone; Usage where it does not read or has two readings."""
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
        offset = self._offsets.get(at // QUARTER)
        if offset is None:
            offset = self._offsets[at // QUARTER] = timezone(timedelta(seconds=offset_at(at, self.zone)))
        return datetime.fromtimestamp(at, offset)

    def policy(self, service: str) -> Policy:
        """The rules in force for a service."""
        if service not in self._policies:
            self._policies[service] = self.catalogue.policy(service)
        return self._policies[service]

    def begin_batch(self) -> None:
        """Fetches at once what many requests will ask for one by one."""
        self.batch = True
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
        stream = _stream(f"{self._salt}|{self.now}|{about}")
        return new_id(_Taken(self), lambda letters: letters[next(stream) % len(letters)], first)

    def customer(self, text: str) -> CustomerRow:
        """By id or name, see `lookup.customer`; found once per change."""
        if text not in self._customers:
            self._customers[text] = lookup.customer(self.index, text)
        return self._customers[text]

    def row(self, text: str) -> Row:
        """A booking or session by id or its beginning, as decided so far."""
        return self.rows.latest(text) or self.rows.current(lookup.booking(self.index, text))

    def known(self, id_: str) -> bool:
        if self._ids is not None:
            return id_ in self._ids or id_ in self.touched
        return id_ in self.touched or self.index.row(id_) is not None or self.index.customer(id_) is not None

    def record(self, row: Row) -> Booking | Session:
        """The whole record, as decided so far."""
        if row.id not in self.touched:
            page, _ = page_from(row.page, self.draft.text(row.page).encode())
            self.touched.update((item.id, item) for item in page.records if item.id == row.id)
        if row.id not in self.touched:
            raise Underneath(
                f"{row.page} was changed by another program just now", help="run the command again"
            )
        return self.touched[row.id]

    def add(self, item: Booking | Session, text: str | None = None) -> None:
        """A new record, or one that moved here with its own `text`."""
        row = self.settle(item)
        self.draft.add(row.page, Added(row.start, item.id, text or block(item, self.settings.currency)))

    def settle(self, item: Booking | Session) -> Row:
        """Later decisions of this change see the record as it is now."""
        self.touched[item.id] = item
        held = held_by(item)
        row = row_of(item, self.page_of(int(item.start.timestamp())), held)
        self.rows.put(row, item.request if isinstance(item, Booking) else None)
        self.busy.replace(item.id, held if is_live(row, self.now) else [])
        return row

    def day(self, at: int) -> date:
        return self.local(at).date()


def _stream(seed: str) -> Iterator[int]:
    """Bytes without end; as unguessable as the seed."""
    for count in itertools.count():
        yield from hashlib.blake2b(f"{seed}|{count}".encode()).digest()


class _Taken:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __contains__(self, id_: object) -> bool:
        return self._desk.known(str(id_))
