"""Where the figures come from: the index, asked for whole local days of the ledger's zone."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bookctl.ledger.index import Index, PaymentRow, Row
from bookctl.model.money import exponent, to_minor
from bookctl.model.status import OCCUPYING
from bookctl.model.time import day_start, local_day
from bookctl.reports.frame import Ask, By

if TYPE_CHECKING:
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.customer import Customer

T = TypeVar("T")
OLDEST, EVER = 946_684_800, 2**40  # the year 2000; behind every instant


class Source:
    """One open ledger at an instant. Prices and payments are whole minor units of `currency`."""

    def __init__(self, root: Path, index: Index, zone: ZoneInfo, now: int) -> None:
        self.root, self.index, self.zone, self.now = root, index, zone, now
        self.settings = index.settings()
        self.currency = self.settings.currency
        self.unit = 10 ** exponent(self.currency)
        self._days: dict[int, date] = {}

    @cached_property
    def catalogue(self) -> "Catalogue":
        return self.index.catalogue()

    @cached_property
    def services(self) -> dict[str, str]:
        """Id to name, see `distinct`."""
        return distinct(self.index.names("service"))

    @cached_property
    def resources(self) -> dict[str, str]:
        """Id to name, see `distinct`."""
        return distinct(self.index.names("resource"))

    def names(self, customers: Iterable[str | None]) -> dict[str | None, str]:
        """Id to name of these customers, see `distinct`; the id where the book has no such record."""
        ids = {id_ for id_ in customers if id_}
        known = self.index.customers(ids)
        found: dict[str | None, str] = {None: ""}
        found.update(distinct({id_: known[id_].name if id_ in known else id_ for id_ in ids}))
        return found

    @cached_property
    def people(self) -> "dict[str, Customer]":
        """Every customer's whole record, by id: a file each."""
        from bookctl.ledger.load import load_customers

        return load_customers(self.root)[0]

    @cached_property
    def book(self) -> list[Row]:
        """All there are, in order of start; once somebody asked from the beginning, shorter stretches are cut from it."""
        return self.index.rows(0, EVER)

    def span(self, ask: Ask) -> tuple[int, int]:
        """The instants from the first day's midnight to that behind the last one, half-open."""
        return day_start(ask.first, self.zone), day_start(ask.last + timedelta(days=1), self.zone)

    def rows(self, ask: Ask) -> list[Row]:
        """All bookings and sessions that start within the days and match the query, in order of start."""
        found = self._starting(*self.span(ask))
        if ask.where:
            wanted = {row.id for row in self.index.query(ask.where, self.now, self.zone)}
            found = [row for row in found if row.id in wanted]
        return found

    def _starting(self, start: int, end: int) -> list[Row]:
        if "book" not in self.__dict__ and start > OLDEST:
            return [row for row in self.index.rows(start, end) if row.start >= start]
        low, high = (bisect_left(self.book, at, key=lambda row: row.start) for at in (start, end))
        return self.book[low:high]

    def bookings(self, ask: Ask) -> list[Row]:
        """As `rows`, without sessions."""
        return [row for row in self.rows(ask) if row.kind == "booking"]

    def payments(self, ask: Ask) -> list[PaymentRow]:
        """All that was paid within the days; with a query, for the bookings that match it."""
        paid = self.index.payments(*self.span(ask))
        if ask.where:
            wanted = {row.id for row in self.index.query(ask.where, self.now, self.zone)}
            paid = [one for one in paid if one.booking in wanted]
        return paid

    def price(self, row: Row) -> int:
        """In minor units; 0 where none was agreed."""
        return 0 if row.price is None else round(row.price * self.unit)

    def minor(self, amount: float) -> int:
        return to_minor(amount, self.currency)

    def live(self, row: Row) -> bool:
        """Whether it takes place or took place: not cancelled, declined or missed, no expired hold."""
        return row.status in OCCUPYING and not row.lapsed(self.now)

    def local(self, at: int) -> datetime:
        """For output only."""
        return datetime.fromtimestamp(at, self.zone)

    def day(self, at: int) -> date:
        """The local day of an instant."""
        hour = at // 900
        day = self._days.get(hour)
        if day is None:
            day = self._days[hour] = local_day(at, self.zone)
        return day


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Ids to names; a name that several have stands with the id, so that nobody is taken for another."""
    counts = Counter(names.values())
    return {id_: name if counts[name] == 1 else f"{name} ({id_})" for id_, name in names.items()}


class Bucket(NamedTuple):
    """A stretch of days, both included; `name` as it stands in a table."""

    first: date
    last: date
    name: str


def bucket_of(day: date, by: By, week_start: int = 0) -> date:
    """The first day of the day's bucket; `week_start` is 0 for Monday, 6 for Sunday."""
    if by == "day":
        return day
    if by == "week":
        return day - timedelta(days=(day.weekday() - week_start) % 7)
    return day.replace(day=1, month=day.month if by == "month" else (day.month - 1) // 3 * 3 + 1)


def buckets(ask: Ask, week_start: int = 0) -> list[Bucket]:
    """Every bucket that the asked days touch, empty ones too; the outer ones are cut to the days."""
    made: list[Bucket] = []
    first = bucket_of(ask.first, ask.by, week_start)
    while first <= ask.last:
        behind = _next(first, ask.by)
        made.append(
            Bucket(max(first, ask.first), min(behind - timedelta(days=1), ask.last), _name(first, ask.by))
        )
        first = behind
    return made


def _next(first: date, by: By) -> date:
    if by in {"day", "week"}:
        return first + timedelta(days=1 if by == "day" else 7)
    months = first.month + (1 if by == "month" else 3)
    return first.replace(year=first.year + (months > 12), month=(months - 1) % 12 + 1)


def _name(first: date, by: By) -> str:
    if by == "day":
        return f"{first:%Y-%m-%d %a}"
    if by == "week":
        year, week, _ = (
            first.isocalendar() if first.weekday() == 0 else (first + timedelta(days=1)).isocalendar()
        )
        return f"{year}-W{week:02d}"
    return f"{first:%Y-%m}" if by == "month" else f"{first.year}-Q{(first.month + 2) // 3}"


def before(ask: Ask) -> Ask:
    """The same question on as many days right before; whole months and quarters on the ones before."""
    if ask.first.day == 1 and (ask.last + timedelta(days=1)).day == 1:
        months = (ask.last.year - ask.first.year) * 12 + ask.last.month - ask.first.month + 1
        total = ask.first.year * 12 + ask.first.month - 1 - months
        return ask._replace(first=date(total // 12, total % 12 + 1, 1), last=ask.first - timedelta(days=1))
    length = ask.last - ask.first
    last = ask.first - timedelta(days=1)
    return ask._replace(first=last - length, last=last)


def grouped(rows: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """By key, in the order in which the keys first came."""
    made: dict[str, list[T]] = defaultdict(list)
    for key, row in rows:
        made[key].append(row)
    return made
