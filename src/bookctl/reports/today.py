"""One page for the wall: who comes today, what waits, what is owed, whose birthday it is."""

from bookctl.engine.hours import open_spans
from bookctl.ledger.index import Row
from bookctl.model.persons import PEOPLE
from bookctl.model.time import DAY
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.owed import owed_table
from bookctl.reports.source import Source


def build(source: Source, ask: Ask) -> Report:
    found = [row for row in source.rows(ask) if source.live(row)]
    visits = [row for row in found if row.kind == "booking"]
    waiting = [
        row for row in source.index.rows(source.now, source.now + 400 * DAY) if row.status == "requested"
    ]
    facts = (
        Fact("visits", "visits", len(visits)),
        Fact("expected", f"{source.currency} to come in", sum(map(source.price, visits)), "money"),
        Fact("free", "of staff time still free", _free(source, ask, found), "minutes"),
        Fact("waiting", "requests to answer", len(waiting)),
    )
    parts = (
        _visits(source, ask, found), _waiting(source, ask, waiting), _birthdays(source, ask),
        owed_table(source, ask.last, 5),
    )  # fmt: skip
    title = (
        "The days" if ask.first != ask.last else "Today" if ask.first == source.day(source.now) else "The day"
    )
    return Report("today", title, ask.first, ask.last, facts, parts)


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
        Column("time", "time", "date"), Column("id", "id", "date"), Column("customer", "customer", "text"),
        Column("service", "service", "text"), Column("with", "with", "text"), Column("status", "status", "date"),
        Column("price", source.currency, "money"),
    )  # fmt: skip
    return Table("visits", "Visits", columns, rows)


def _waiting(source: Source, ask: Ask, waiting: list[Row]) -> Table:
    ordered = sorted(waiting, key=lambda row: (row.created or 0, row.id))[: ask.top]
    rows: list[tuple[Value, ...]] = [
        (
            row.id, _name(source, row), source.services.get(row.service, row.service),
            f"{source.local(row.start):%a %d %b %H:%M}", (source.now - row.created) // 60 if row.created else None,
        )
        for row in ordered
    ]  # fmt: skip
    columns = (
        Column("id", "id", "date"), Column("customer", "customer", "text"), Column("service", "service", "text"),
        Column("wanted", "wants", "date"), Column("waiting", "waiting for", "minutes"),
    )  # fmt: skip
    return Table("requests", "Requests to answer, the oldest first", columns, rows)


def _birthdays(source: Source, ask: Ask) -> Table:
    rows: list[tuple[Value, ...]] = [
        (one.name, one.phone or one.email or "") for one in source.index.birthdays([f"{ask.first:%m-%d}"])
    ]
    columns = (Column("customer", "customer", "text"), Column("contact", "contact", "text"))
    return Table("birthdays", "Birthdays", columns, rows)


def _free(source: Source, ask: Ask, found: list[Row]) -> int:
    """Minutes of people's open hours from now on that nothing occupies."""
    start, end = source.span(ask)
    start = min(end, max(start, source.now))
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
