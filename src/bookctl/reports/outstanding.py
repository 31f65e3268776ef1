"""What was bought ahead and is still to be given: by plan, and by customer with what runs out soon."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from bookctl.actions.problems import Usage
from bookctl.ledger.index import CustomerRow
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.held import Held, held, over
from bookctl.reports.source import Source

SOON = 30  # days


def build(source: Source, ask: Ask) -> Report:
    """As it stands now, whatever days are asked for; what is used up, over or taken back is left out."""
    if ask.where:
        raise Usage(
            "--where chooses bookings, and what is outstanding is purchases",
            help="bookctl plan sold CUSTOMER",
        )
    today = source.day(source.now)
    found = [one for one in held(source) if not over(one, today) and not one.holding.spent]
    soon = [
        one
        for one in found
        if one.holding.last is not None and one.holding.last <= today + timedelta(days=SOON)
    ]
    names = source.index.customers(one.purchase.customer for one in found)
    facts = (
        Fact("purchases", "held", len(found), "count"),
        Fact("visits", "visits left on passes", sum(one.holding.sessions or 0 for one in found), "count"),
        Fact(
            "value",
            f"{source.currency} of stored value left",
            sum(one.holding.value for one in found),
            "money",
        ),
        Fact("liability", f"{source.currency} that was paid for it", sum(map(_liability, found)), "money"),
        Fact("soon", f"run out within {SOON} days", len(soon), "count"),
    )
    people = Table(
        "customers", "By customer",
        (
            Column("customer", "customer", "text"), Column("plan", "plan", "text"), Column("visits", "visits"),
            Column("value", source.currency, "money"), Column("until", "until", "date"), Column("id", "id", "text"),
        ),
        [_line(one, names) for one in sorted(found, key=_order)][: ask.top],
        note="The soonest to run out first. A membership has neither visits nor value.",
    )  # fmt: skip
    return Report("outstanding", "Outstanding", today, today, facts, (_plans(found), people))


def _liability(one: Held) -> int:
    return 0 if one.purchase.kind == "membership" else one.worth


def _order(one: Held) -> tuple[bool, str, str]:
    last = one.holding.last
    return last is None, last.isoformat() if last else "", one.purchase.id


def _line(one: Held, names: Mapping[str, CustomerRow]) -> tuple[Value, ...]:
    who = names.get(one.purchase.customer)
    last = one.holding.last.isoformat() if one.holding.last else None
    value = one.holding.value if one.purchase.kind == "balance" else None
    name = one.purchase.name or one.purchase.plan
    return (
        who.name if who else one.purchase.customer,
        name,
        one.holding.sessions,
        value,
        last,
        one.purchase.id,
    )


def _plans(found: list[Held]) -> Table:
    groups: defaultdict[str, list[Held]] = defaultdict(list)
    for one in found:
        groups[one.purchase.plan].append(one)
    lines: list[tuple[Value, ...]] = [
        (
            rows[0].purchase.name or plan, len(rows), sum(one.holding.sessions or 0 for one in rows),
            sum(one.holding.value for one in rows), sum(map(_liability, rows)),
        )
        for plan, rows in sorted(groups.items())
    ]  # fmt: skip
    columns = (
        Column("plan", "plan", "text"), Column("count", "held"), Column("visits", "visits left"),
        Column("value", "value left", "money"), Column("liability", "was paid", "money", bar=True),
    )  # fmt: skip
    sums: list[Value] = [sum(int(line[at] or 0) for line in lines) for at in (2, 3, 4)]
    total: tuple[Value, ...] | None = ("all", len(found), *sums) if found else None
    return Table("plans", "By plan", columns, lines, total)
