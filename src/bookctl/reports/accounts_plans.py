"""Money ahead in the accounts: owed to customers when it is sold, less with every visit it covers, the practice's once it is over.

sold         method        +price    liabilities:plans  -price     (a membership at once: income:plans)
covered      liabilities   +worth    receivable         -worth     what the visit was really paid for
             discounts     +rest     receivable         -rest      and what it is less than its price
used late    liabilities   +worth    income:forfeited   -worth
taken back   liabilities   +refund   method             -refund
over         liabilities   +rest     income:expired     -rest
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bookctl.engine.owing import delivered
from bookctl.ledger.index import PurchaseRow
from bookctl.reports.entry import RECEIVABLE, Entry
from bookctl.reports.frame import Ask
from bookctl.reports.held import Used, held, over, used
from bookctl.reports.source import Source

DISCOUNTS = ("expenses", "discounts", "plans")
EXPIRED, FORFEITED = ("income", "expired plans"), ("income", "forfeited")


def plan_entries(source: Source, ask: Ask) -> Iterator[Entry]:
    """Those of the days asked for, in no order."""
    found = [*_sales(source), *_covered(source), *_over(source)]
    return (one for one in found if ask.first <= one.day <= ask.last and one.amount)


def _sales(source: Source) -> Iterator[Entry]:
    for one in source.index.purchases():
        cash = ("assets", one.method or "cash")
        if one.price:
            yield Entry(
                source.day(one.at), "plan sold", cash, _account(one), source.minor(one.price), _tags(one)
            )
        if one.voided is not None and one.refunded:
            day = source.day(one.voided)
            yield Entry(day, "plan taken back", _account(one), cash, source.minor(one.refunded), _tags(one))


def _covered(source: Source) -> Iterator[Entry]:
    for use in used(source):
        row, day, tags = use.row, source.day(use.row.start), (("booking", use.row.id), *_tags(use.purchase))
        if delivered(row.status, row.end, source.now):
            yield Entry(day, "plan used", _to(use), RECEIVABLE, use.worth, tags)
            yield Entry(day, "plan discount", DISCOUNTS, RECEIVABLE, use.amount - use.worth, tags)
        elif row.more.late or row.status == "no-show":
            yield Entry(day, "plan forfeited", _to(use), FORFEITED, use.worth, tags)


def _to(use: Used) -> tuple[str, ...]:
    return _account(use.purchase)


def _over(source: Source) -> Iterator[Entry]:
    today = source.day(source.now)
    for one in held(source):
        if not over(one, today) or one.purchase.kind == "membership":
            continue
        last = one.holding.last
        day: date = last + timedelta(days=1) if last else today
        if one.purchase.voided is not None:
            day = source.day(one.purchase.voided)
        refunded = source.minor(one.purchase.refunded) if one.purchase.refunded else 0
        yield Entry(
            day, "plan over", _account(one.purchase), EXPIRED, one.worth - refunded, _tags(one.purchase)
        )


def _account(one: PurchaseRow) -> tuple[str, ...]:
    return ("income", "plans", one.plan) if one.kind == "membership" else ("liabilities", "plans", one.plan)


def _tags(one: PurchaseRow) -> tuple[tuple[str, str], ...]:
    return ("customer", one.customer), ("purchase", one.id)
