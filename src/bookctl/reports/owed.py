"""Who owes what, for the pages that an owner reads."""

from collections import defaultdict
from datetime import date, timedelta

from bookctl.engine.owing import account, charge
from bookctl.reports.frame import Ask, Column, Table, Value
from bookctl.reports.source import Source

BACK = 366  # days: what is owed for longer is another matter


def debts(source: Source, last: date) -> dict[str, int]:
    """Minor units owed by customer for visits of the last year; those who owe nothing are left out."""
    ask = Ask(last - timedelta(days=BACK), last)
    owed: defaultdict[str, int] = defaultdict(int)
    paid: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in source.payments(ask._replace(last=last + timedelta(days=BACK))):
        if one.booking:
            paid[one.booking].append((one.kind, source.minor(one.amount)))
    for row in source.bookings(ask):
        charged = charge(row, source.now, source.currency)
        if row.customer and (charged or row.id in paid):
            owed[row.customer] += account(charged, paid[row.id]).owed
    return {customer: amount for customer, amount in owed.items() if amount > 0}


def owed_table(source: Source, last: date, top: int) -> Table:
    found = sorted(debts(source, last).items(), key=lambda item: (-item[1], item[0]))
    people = source.index.customers(customer for customer, _ in found[:top])
    rows: list[tuple[Value, ...]] = [
        (people[id_].name if id_ in people else id_, amount) for id_, amount in found[:top]
    ]
    total = ("all", sum(amount for _, amount in found)) if found else None
    columns = (Column("customer", "customer", "text"), Column("owed", source.currency, "money", bar=True))
    return Table("owed", "Still owed", columns, rows, total)
