"""Who owes what, for the pages that an owner reads."""

from collections import defaultdict
from datetime import date, timedelta

from bookctl.actions.pay import account_of
from bookctl.engine.owing import account, charge
from bookctl.reports.frame import Ask, Column, Table, Value
from bookctl.reports.source import Source

BACK = 366  # days: what is owed for longer is another matter
FIRST = date(2000, 1, 1)


def debts(source: Source, last: date, where: str = "") -> dict[str, int]:
    """Minor units owed by customer for visits of the last year, and no more than they owe in all; others are left out."""
    ask = Ask(last - timedelta(days=BACK), last, where=where)
    owed: defaultdict[str, int] = defaultdict(int)
    paid: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in source.payments(ask._replace(first=FIRST, last=last + timedelta(days=BACK), where="")):
        if one.booking:
            paid[one.booking].append((one.kind, source.minor(one.amount)))
    for row in source.bookings(ask):
        charged = charge(row, source.now, source.currency)
        if row.customer and (charged or row.id in paid):
            owed[row.customer] += account(charged, paid[row.id]).owed
    sums = {
        customer: min(amount, account_of(source.index, source.currency, customer, None, source.now).owed)
        for customer, amount in owed.items()
        if amount > 0
    }
    return {customer: amount for customer, amount in sums.items() if amount > 0}


def owed_table(source: Source, ask: Ask, top: int) -> Table:
    found = sorted(debts(source, ask.last, ask.where).items(), key=lambda item: (-item[1], item[0]))
    names = source.names(customer for customer, _ in found[:top])
    rows: list[tuple[Value, ...]] = [(names[id_], amount) for id_, amount in found[:top]]
    total = ("all", sum(amount for _, amount in found)) if found else None
    columns = (Column("customer", "customer", "text"), Column("owed", source.currency, "money", bar=True))
    return Table("owed", "Still owed", columns, rows, total)
