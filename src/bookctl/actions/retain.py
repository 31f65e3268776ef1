"""Who has not been here for so long that the book must not know them any more."""

import calendar
from collections import defaultdict
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.pay import account_of
from bookctl.ledger.index import Index, PaymentRow, Row
from bookctl.ledger.journals import journals
from bookctl.ledger.layout import journal_path
from bookctl.ledger.load import load_customers
from bookctl.ledger.opened import Opened
from bookctl.model.customer import Customer
from bookctl.model.time import local_day

EVER = 1 << 40
_LIVE = frozenset({"requested", "held", "confirmed", "arrived"})


class Due(NamedTuple):
    """`last` is the day they were last heard of; `kept` why they stay nevertheless."""

    id: str
    name: str
    last: date
    why: str
    kept: str | None = None


class Rule(NamedTuple):
    """Months after which somebody is forgotten; `debts`: also those who still owe, or have paid ahead."""

    months: int
    debts: bool = False


class _Book(NamedTuple):
    asked: Index
    rows: dict[str, list[Row]]
    paid: dict[str, list[PaymentRow]]
    bought: dict[str, list[tuple[date, date | None]]]
    currency: str
    zone: ZoneInfo
    now: int


def due(opened: Opened, rule: Rule, zone: ZoneInfo, now: int) -> list[Due]:
    """Those whose time is up, the longest gone first; in order of id where it is the same day."""
    book = _read(opened.index, zone, now)
    customers, _ = load_customers(opened.root)
    limit = before(local_day(now, zone), rule.months)
    found = []
    for id_, one in customers.items():
        last = _last(book, id_, one)
        if one.forgotten is None and last is not None and last[0] < limit:
            found.append(Due(id_, one.name, last[0], last[1], _kept(book, id_, rule)))
    return sorted(found, key=lambda one: (one.last, one.id))


def old_pages(opened: Opened, months: int, today: date) -> tuple[str, ...]:
    """The pages of messages of days that are so long ago."""
    limit = before(today, months)
    return tuple(journal_path("message", day) for _, day in journals(opened.root, "message") if day < limit)


def before(day: date, months: int) -> date:
    """The same day of the month so many months ago, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _read(index: Index, zone: ZoneInfo, now: int) -> _Book:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    paid: defaultdict[str, list[PaymentRow]] = defaultdict(list)
    bought: defaultdict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for row in index.rows(0, EVER, ("booking",)):
        rows[row.customer or ""].append(row)
    for payment in index.payments(0, EVER):
        paid[payment.customer].append(payment)
    for one in index.purchases():
        until = date.fromisoformat(one.expires) if one.expires else None
        bought[one.customer].append((local_day(one.at, zone), until))
    return _Book(index, rows, paid, bought, index.settings().currency, zone, now)


def _last(book: _Book, id_: str, one: Customer) -> tuple[date, str] | None:
    """When they were last heard of and how; None where nothing says so."""
    days = [(local_day(row.end, book.zone), "the last booking") for row in book.rows.get(id_, ())]
    days += [(local_day(paid.at, book.zone), "the last payment") for paid in book.paid.get(id_, ())]
    days += [(day, "the last purchase") for day, _ in book.bought.get(id_, ())]
    days += [(note.at.date(), "the last note") for note in one.note]
    if not days and one.created is not None:
        return one.created, "never booked since the record was made"
    return max(days, default=None)


def _kept(book: _Book, id_: str, rule: Rule) -> str | None:
    today = local_day(book.now, book.zone)
    rows = book.rows.get(id_, [])
    if any(row.end > book.now and row.status in _LIVE for row in rows):
        return "a booking ahead"
    if any(until is None or until >= today for _, until in book.bought.get(id_, ())):
        return "a purchase that has not run out"
    owed = account_of(book.asked, book.currency, id_, None, book.now).owed
    if rule.debts or not owed or not book.paid:  # a book without any payment is no account of debts
        return None
    return "money owed" if owed > 0 else "money paid ahead"
