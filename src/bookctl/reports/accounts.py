"""The book as double-entry accounting, for hledger and beancount: what was delivered, paid, given back and tipped.

Only ids of customers and bookings stand in it. What is delivered is owed until it is paid:

    delivered   receivable  +price     income    -price
    paid        method      +amount    receivable -amount      (a refund the other way round)
    tip         method      +amount    tips      -amount
    fee         receivable  +fee       fees      -fee

What was bought ahead is in `accounts_plans`.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from bookctl.model.money import format_minor
from bookctl.reports.accounts_plans import plan_entries
from bookctl.reports.entry import RECEIVABLE, Entry
from bookctl.reports.frame import Ask
from bookctl.reports.revenue import delivered
from bookctl.reports.source import Source

if TYPE_CHECKING:
    from datetime import date

TIPS = ("income", "tips")
FEES = ("income", "fees")


def entries(source: Source, ask: Ask) -> list[Entry]:
    """In order of day; the same book, the same order."""
    return sorted(
        chain(_delivered(source, ask), _fees(source, ask), _paid(source, ask), plan_entries(source, ask)),
        key=lambda one: (one.day, one.tags, one.text),
    )


def _delivered(source: Source, ask: Ask) -> Iterator[Entry]:
    for row in delivered(source, ask):
        if not row.price:
            continue
        service = source.catalogue.services.get(row.service)
        income = ("income", "services", *(service.category if service else ()))
        tags = (("booking", row.id), ("customer", row.customer or ""))
        yield Entry(source.day(row.start), row.service, RECEIVABLE, income, source.price(row), tags)


def _fees(source: Source, ask: Ask) -> Iterator[Entry]:
    """For late cancellations and for those who never came."""
    for row in source.bookings(ask):
        if row.more.fee:
            tags = (("booking", row.id), ("customer", row.customer or ""))
            yield Entry(source.day(row.start), "fee", RECEIVABLE, FEES, source.minor(row.more.fee), tags)


def _paid(source: Source, ask: Ask) -> Iterator[Entry]:
    for one in source.payments(ask):
        amount, cash = source.minor(one.amount), ("assets", one.method)
        to, of = {"refund": (RECEIVABLE, cash), "tip": (cash, TIPS)}.get(one.kind, (cash, RECEIVABLE))
        tags = (
            *((("booking", one.booking),) if one.booking else ()),
            ("customer", one.customer),
            ("payment", one.id),
        )
        yield Entry(source.day(one.at), one.kind, to, of, amount, tags)


def hledger(source: Source, ask: Ask) -> str:
    """A journal for hledger and ledger."""
    currency = source.currency
    account: Callable[[tuple[str, ...]], str] = lambda levels: ":".join(map(_plain, levels))  # noqa: E731
    blocks = [
        f"{one.day} {one.text}  ; {', '.join(f'{key}: {value}' for key, value in one.tags)}\n"
        f"    {account(one.to)}  {format_minor(one.amount, currency)} {currency}\n"
        f"    {account(one.of)}  {format_minor(-one.amount, currency)} {currency}\n"
        for one in entries(source, ask)
    ]
    return "\n".join(blocks)


def beancount(source: Source, ask: Ask) -> str:
    """A file for beancount: accounts are opened on the day on which they are first used."""
    currency, found = source.currency, entries(source, ask)
    first: dict[str, date] = {}
    for one in found:
        for levels in (one.to, one.of):
            first.setdefault(_beancount(levels), one.day)
    opened = "".join(f"{day} open {name} {currency}\n" for name, day in sorted(first.items()))
    blocks = [
        f'{one.day} * "{one.text}"\n'
        + "".join(f'  {key}: "{value}"\n' for key, value in one.tags)
        + f"  {_beancount(one.to)}  {format_minor(one.amount, currency)} {currency}\n"
        f"  {_beancount(one.of)}  {format_minor(-one.amount, currency)} {currency}\n"
        for one in found
    ]
    head = f'option "operating_currency" "{currency}"\n\n'
    return head + opened + "\n" + "\n".join(blocks) if found else head


def _plain(level: str) -> str:
    """One level of an account's name: no colons, no runs of spaces, nothing that begins a comment or an amount."""
    return re.sub(r"[:;|\s\"(){}\[\]]+", " ", level).strip() or "other"


def _beancount(levels: tuple[str, ...]) -> str:
    """Each level begins with a capital or a digit and has letters, digits and dashes only."""
    parts = [re.sub(r"[^\w]+|_+", "-", level).strip("-") or "Other" for level in levels]
    return ":".join(part[0].upper() + part[1:] for part in parts)
