"""Everybody at an instant, for queries: what takes the bookings, the payments or the files is looked up when asked for."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.activity import Level, level
from bookctl.engine.owing import account, charge, delivered
from bookctl.engine.tiers import YEAR_DAYS, Standing, tier_of
from bookctl.ledger.index import bookings, money, people, shelf
from bookctl.ledger.index.quiet import no_collector
from bookctl.ledger.index.rows import CustomerRow, PurchaseRow, Row
from bookctl.ledger.index.store import Store
from bookctl.model.money import exponent, to_minor
from bookctl.model.status import OCCUPYING
from bookctl.model.time import DAY, local_day

if TYPE_CHECKING:
    from bookctl.model.settings import Settings


class Person(NamedTuple):
    """A customer as the index has them; `birthday` as MM-DD."""

    row: CustomerRow
    birthday: str | None


class Came:
    """What somebody's bookings come to: money in minor units, instants of starts."""

    __slots__ = ("ahead", "completed", "last", "resources", "services", "spend", "visits", "year")

    def __init__(self) -> None:
        self.visits = self.completed = self.spend = self.year = 0
        self.last: int | None = None
        self.ahead = False
        self.services: set[str] = set()
        self.resources: set[str] = set()


NOBODY = Came()


class Crowd:
    """One open ledger at an instant."""

    def __init__(self, store: Store, root: Path, now: int, zone: ZoneInfo) -> None:
        self.store, self.root, self.now, self.zone = store, root, now, zone
        self.today = local_day(now, zone)

    @cached_property
    def settings(self) -> "Settings":
        return shelf.catalogue(self.store, []).settings

    @cached_property
    def people(self) -> list[Person]:
        """By name, then id."""
        return [Person(row, birthday) for row, birthday in people.everybody(self.store)]

    @cached_property
    def came(self) -> Mapping[str, Came]:
        """Those who ever booked."""
        made: defaultdict[str, Came] = defaultdict(Came)
        year, unit = self.now - YEAR_DAYS * DAY, 10 ** exponent(self.settings.currency)
        with no_collector():
            for rows in bookings.everything(self.store):
                for row in rows:
                    if row.customer is not None:
                        self._add(made[row.customer], row, year, unit)
        return made

    def _add(self, one: Came, row: Row, year: int, unit: int) -> None:
        if not delivered(row.status, row.end, self.now):
            if row.status in OCCUPYING and row.end > self.now and not row.lapsed(self.now):
                one.ahead = True
            return
        price = 0 if row.price is None else round(row.price * unit)
        one.visits += 1
        one.spend += price
        one.last = row.start if one.last is None else max(one.last, row.start)
        one.services.add(row.service)
        one.resources.update([use[0] for use in row.uses])
        if row.status == "completed":
            one.completed += 1
            one.year += price if row.start >= year else 0

    @cached_property
    def owed(self) -> Mapping[str, int]:
        """Minor units by customer; below zero: paid ahead."""
        charged: defaultdict[str, int] = defaultdict(int)
        paid: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        currency = self.settings.currency
        for rows in bookings.everything(self.store):
            for row in rows:
                if row.customer is not None:
                    charged[row.customer] += charge(row, self.now, currency)
        for one in money.of(self.store, None, None):
            paid[one.customer].append((one.kind, to_minor(one.amount, currency)))
        return {id_: account(charged[id_], paid[id_]).owed for id_ in {*charged, *paid}}

    @cached_property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """The records as they stand in their files, for what the index does not have; broken ones are left out."""
        from bookctl.ledger.bulk import Bulk
        from bookctl.ledger.index.scan import CUSTOMERS
        from bookctl.ledger.layout import RECORD_LIMIT
        from bookctl.ledger.toml.read import TomlError, parse

        made = {}
        with no_collector(), Bulk(self.root) as bulk:
            for one in self.people:
                data = bulk.read(f"{CUSTOMERS}/{one.row.id}.toml", RECORD_LIMIT)
                try:
                    made[one.row.id] = parse(data or b"")
                except TomlError:
                    continue
        return made

    def since(self, id_: str) -> int | None:
        """Calendar days since the last visit."""
        last = self.came.get(id_, NOBODY).last
        return None if last is None else (self.today - local_day(last, self.zone)).days

    def level(self, id_: str) -> Level:
        return level(self.since(id_), self.settings.activity, ahead=self.came.get(id_, NOBODY).ahead)

    def tier(self, one: CustomerRow) -> str | None:
        came = self.came.get(one.id, NOBODY)
        standing = Standing(one.tags, came.completed, came.year, self._held.get(one.id, frozenset()))
        return tier_of(self.settings.tier, standing, self.settings.currency)

    @cached_property
    def _held(self) -> Mapping[str, set[str]]:
        """The tiers of purchases that hold today; a freeze moves the last day as far."""
        made: defaultdict[str, set[str]] = defaultdict(set)
        for one in money.bought(self.store, None):
            if one.tier is not None and (one.expires is None or self.today <= self._last_day(one)):
                made[one.customer].add(one.tier)
        return made

    def _last_day(self, one: PurchaseRow) -> Any:
        from datetime import date, timedelta

        frozen = [freeze for freeze in money.frozen(self.store) if freeze.purchase == one.id]
        days = sum(
            (date.fromisoformat(freeze.end) - date.fromisoformat(freeze.start)).days + 1 for freeze in frozen
        )
        return date.fromisoformat(str(one.expires)) + timedelta(days=days)
