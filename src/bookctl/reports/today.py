"""One page for the wall: who comes today, what waits, what is owed, whose birthday it is."""

from datetime import date

from bookctl.engine.hours import open_spans
from bookctl.ledger.index import Row
from bookctl.model.persons import PEOPLE
from bookctl.model.time import DAY
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.owed import owed_table
from bookctl.reports.source import Source

LAST = date(2199, 12, 31)
LONGEST = 31 * DAY  # a booking is a month long at most


def build(source: Source, ask: Ask) -> Report:
    found = [row for row in source.rows(ask) if source.live(row)]
    visits = [row for row in found if row.kind == "booking"]
    waiting = requests(source, ask)
    facts = (
        Fact("visits", "visits", len(visits)),
        Fact("expected", f"{source.currency} to come in", sum(map(source.price, visits)), "money"),
        Fact("free", "of staff time still free", _free(source, ask), "minutes"),
        Fact("waiting", "requests to answer", len(waiting)),
    )
    parts = (
        _visits(source, ask, found), _waiting(source, ask, waiting), _birthdays(source, ask),
        owed_table(source, ask, 5),
    )  # fmt: skip
    title = (
        "The days" if ask.first != ask.last else "Today" if ask.first == source.day(source.now) else "The day"
    )
    return Report("today", title, ask.first, ask.last, facts, parts)


def requests(source: Source, ask: Ask) -> list[Row]:
    """Those ahead, on whatever day, that have not lapsed; of those that match the query."""
    ahead = ask._replace(first=source.day(source.now), last=LAST)
    return [
        row
        for row in source.bookings(ahead)
        if row.status == "requested" and row.start >= source.now and source.live(row)
    ]


def _name(source: Source, row: Row) -> str:
    customer = source.index.customer(row.customer) if row.customer else None
    return customer.name if customer else row.customer or f"class, {_seats(source, row)} of {row.seats} seats"


def _seats(source: Source, row: Row) -> int:
    return sum(seat.seats for seat in source.index.session_rows(row.id) if source.live(seat))


def _visits(source: Source, ask: Ask, found: list[Row]) -> Table:
    form = "%H:%M" if ask.first == ask.last else "%a %d %b %H:%M"
    rows: list[tuple[Value, ...]] = [
        (
            f"{source.local(row.start):{form}}-{source.local(row.end):%H:%M}", row.id, _name(source, row),
            source.services.get(row.service, row.service), ", ".join(dict.fromkeys(use[0] for use in row.uses)),
            row.status, source.price(row) if row.price is not None else None,
        )
        for row in found
        if row.session is None
    ]  # fmt: skip
    columns = (
        Column("time", "time", "word"), Column("id", "id", "word"), Column("customer", "customer", "text"),
        Column("service", "service", "text"), Column("with", "with", "text"), Column("status", "status", "word"),
        Column("price", source.currency, "money"),
    )  # fmt: skip
    return Table("visits", "Visits", columns, rows)


def _waiting(source: Source, ask: Ask, waiting: list[Row]) -> Table:
    ordered = sorted(waiting, key=lambda row: (row.created or 0, row.id))[: ask.top]
    rows: list[tuple[Value, ...]] = [
        (
            row.id, _name(source, row), source.services.get(row.service, row.service),
            source.local(row.start).isoformat(timespec="minutes"), (source.now - row.created) // 60 if row.created else None,
        )
        for row in ordered
    ]  # fmt: skip
    columns = (
        Column("id", "id", "word"), Column("customer", "customer", "text"), Column("service", "service", "text"),
        Column("wanted", "wants", "moment"), Column("waiting", "waiting for", "minutes"),
    )  # fmt: skip
    return Table("requests", "Requests to answer, the oldest first", columns, rows)


def _birthdays(source: Source, ask: Ask) -> Table:
    rows: list[tuple[Value, ...]] = [
        (one.name, one.phone or one.email or "") for one in source.index.birthdays([f"{ask.first:%m-%d}"])
    ]
    columns = (Column("customer", "customer", "text"), Column("contact", "contact", "text"))
    return Table("birthdays", "Birthdays", columns, rows)


def _free(source: Source, ask: Ask) -> int:
    """Minutes of people's open hours from now on that nothing occupies, whatever the query."""
    start, end = source.span(ask)
    start = min(end, max(start, source.now))
    found = [row for row in source.index.rows(start - LONGEST, end) if source.live(row)]
    free = 0
    for id_, one in source.catalogue.resources.items():
        if one.kind not in PEOPLE or not one.hours:
            continue
        for opens, closes in open_spans(one, source.catalogue.settings, start, end):
            taken = [
                (max(opens, a), min(closes, b)) for row in found for who, a, b, _ in row.uses if who == id_
            ]
            free += closes - opens - sum(max(0, b - a) for a, b in taken)
    return free // 60
