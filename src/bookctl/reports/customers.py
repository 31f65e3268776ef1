"""Who comes: growth, repeat visits, how active they are by name, cohorts, lifetime value, referrals."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from bookctl.engine.owing import delivered
from bookctl.ledger.index import Row
from bookctl.reports.activity import level
from bookctl.reports.frame import Ask, Column, Fact, Grid, Report, Table, Value, share
from bookctl.reports.source import EVER, Source, bucket_of, buckets, distinct

MONTHS = 6


class Person(NamedTuple):
    """Visits in order of start."""

    id: str
    name: str
    visits: list[Row]
    spent: int
    ahead: bool

    @property
    def first(self) -> Row:
        return self.visits[0]


def build(source: Source, ask: Ask) -> Report:
    everybody = everybody_of(source, ask)
    inside = [one for one in everybody if ask.first <= source.day(one.visits[-1].start)]
    new = [one for one in inside if source.day(one.first.start) >= ask.first]
    again = [one for one in inside if len(one.visits) > 1]
    facts = (
        Fact("customers", "customers came", len(inside), good=1),
        Fact("new", "of them for the first time", len(new), good=1),
        Fact("repeat", "have been here more than once", share(len(again), len(inside)), "share", good=1),
    )
    parts = (
        _growth(source, ask, inside), _funnel(source, ask, everybody), _value(source, ask, everybody),
        _cohorts(source, ask, everybody), _found(source, ask, inside), _referrers(source, ask, inside),
    )  # fmt: skip
    return Report("customers", "Customers", ask.first, ask.last, facts, parts)


def everybody_of(source: Source, ask: Ask) -> list[Person]:
    """Everybody who was ever here up to the last day; a visit is a booking that took place."""
    whole = ask._replace(first=date(1999, 12, 31))
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in source.bookings(whole):
        if row.customer and delivered(row.status, row.end, source.now):
            groups[row.customer].append(row)
    names = source.index.customers(groups)
    since = min(source.now, source.span(ask)[1])
    ahead = {
        row.customer for row in source.index.rows(since, EVER) if row.start >= since and source.live(row)
    }
    return [
        Person(
            id_, names[id_].name if id_ in names else id_, rows, sum(map(source.price, rows)), id_ in ahead
        )
        for id_, rows in sorted(groups.items())
    ]


def _growth(source: Source, ask: Ask, inside: list[Person]) -> Table:
    week_start = 0 if source.settings.week_start == "mon" else 6
    came: defaultdict[date, set[str]] = defaultdict(set)
    new: Counter[date] = Counter()
    for one in inside:
        for row in one.visits:
            if source.day(row.start) < ask.first:
                continue
            came[bucket_of(source.day(row.start), ask.by, week_start)].add(one.id)
        if source.day(one.first.start) >= ask.first:
            new[bucket_of(source.day(one.first.start), ask.by, week_start)] += 1
    rows: list[tuple[Value, ...]] = []
    for bucket in buckets(ask, week_start):
        key = bucket_of(bucket.first, ask.by, week_start)
        rows.append((bucket.name, len(came[key]), new[key], len(came[key]) - new[key]))
    columns = (
        Column("period", ask.by, "text"), Column("came", "came", bar=True), Column("new", "new"), Column("known", "known"),
    )  # fmt: skip
    return Table("growth", f"By {ask.by}", columns, rows)


def levels(source: Source, ask: Ask, people: list[Person]) -> dict[str, list[tuple[int, Person]]]:
    """With the calendar days from the last visit to the last day asked for, or today if that is earlier."""
    today = min(ask.last, source.day(source.now))
    limits = source.catalogue.settings.activity
    made: dict[str, list[tuple[int, Person]]] = {"active": [], "quiet": [], "lost": []}
    for one in people:
        days = (today - source.day(one.visits[-1].start)).days
        made[level(days, limits, ahead=one.ahead)].append((days, one))
    for members in made.values():
        members.sort(key=lambda item: (-item[1].spent, item[1].name))
    return made


def _funnel(source: Source, ask: Ask, people: list[Person]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for name, members in levels(source, ask, people).items():
        names = ", ".join(one.name for _, one in members[: ask.top])
        more = f" and {len(members) - ask.top} more" if len(members) > ask.top else ""
        rows.append((name, len(members), share(len(members), len(people)), names + more))
    columns = (
        Column("level", "level", "text"), Column("count", "customers", bar=True), Column("share", "share", "share"),
        Column("names", "who, the most valuable first", "text"),
    )  # fmt: skip
    limits = source.catalogue.settings.activity
    note = (
        f"Active: a visit in the last {limits.quiet} days, or one ahead. Quiet: in the last {limits.lost}. "
        "Lost: longer ago. The limits are [activity] in bookctl.toml."
    )
    return Table("activity", "How active they are", columns, rows if people else [], note=note, listed=True)


def _value(source: Source, ask: Ask, people: list[Person]) -> Table:
    ranked = sorted(people, key=lambda one: (-one.spent, one.name))[: ask.top]
    rows: list[tuple[Value, ...]] = [
        (
            one.name,
            len(one.visits),
            source.day(one.first.start).isoformat(),
            source.day(one.visits[-1].start).isoformat(),
            one.spent,
        )
        for one in ranked
    ]
    columns = (
        Column("customer", "customer", "text"), Column("visits", "visits"), Column("first", "first visit", "date"),
        Column("last", "last visit", "date"), Column("value", source.currency, "money", bar=True),
    )  # fmt: skip
    return Table("value", "Lifetime value", columns, rows)


def _cohorts(source: Source, ask: Ask, people: list[Person]) -> Grid:
    """Of those who came first in a month, the share who came again so many months later."""
    cohorts: defaultdict[int, list[set[int]]] = defaultdict(list)
    for one in people:
        months = {_month(source.day(row.start)) for row in one.visits}
        cohorts[min(months)].append({month - min(months) for month in months})
    last = _month(ask.last)
    shown = sorted(month for month in cohorts if month > last - 12)
    values = tuple(
        tuple(
            None
            if month + later > last
            else share(sum(later in one for one in cohorts[month]), len(cohorts[month]))
            for later in range(MONTHS + 1)
        )
        for month in shown
    )
    names = tuple(f"{month // 12}-{month % 12 + 1:02d} ({len(cohorts[month])})" for month in shown)
    across = ("first", *(f"+{later}" for later in range(1, MONTHS + 1)))
    note = "Percent of those whose first visit was in that month who came again so many months later."
    return Grid("cohorts", "Cohorts by month of the first visit", names, across, values, "share", note)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _found(source: Source, ask: Ask, inside: list[Person]) -> Table:
    """By what their records say; lifetime value."""
    known = source.people
    groups: defaultdict[str, list[Person]] = defaultdict(list)
    for one in inside:
        customer = known.get(one.id)
        groups[(customer.source if customer else None) or "not said"].append(one)
    return Table(
        "sources", "How they found the practice", _counted(source, "found us by"), _sums(groups)[: ask.top]
    )


def _referrers(source: Source, ask: Ask, inside: list[Person]) -> Table:
    """Who sent those who came."""
    known = source.people
    sent = {known[one.id].referrer for one in inside if one.id in known}
    senders = distinct({id_: known[id_].name for id_ in sent if id_ in known})
    groups: defaultdict[str, list[Person]] = defaultdict(list)
    for one in inside:
        customer = known.get(one.id)
        if customer is not None and customer.referrer is not None:
            groups[senders.get(customer.referrer, customer.referrer)].append(one)
    return Table("referrals", "Who sent them", _counted(source, "sent by"), _sums(groups)[: ask.top])


def _counted(source: Source, title: str) -> tuple[Column, ...]:
    return (
        Column("source", title, "text"), Column("count", "customers", bar=True),
        Column("value", source.currency, "money"),
    )  # fmt: skip


def _sums(groups: dict[str, list[Person]]) -> list[tuple[Value, ...]]:
    made: list[tuple[Value, ...]] = [
        (name, len(people), sum(one.spent for one in people)) for name, people in groups.items()
    ]
    return sorted(made, key=lambda row: (-int(row[1] or 0), str(row[0])))
