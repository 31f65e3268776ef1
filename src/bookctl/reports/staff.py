"""People side by side: bookings, hours, revenue, rating, punctuality, and how many customers come back to them."""

from collections import Counter

from bookctl.ledger.index import Row
from bookctl.model.persons import PEOPLE
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.pages import Visit, visits
from bookctl.reports.source import Source

PUNCTUAL = 300  # seconds after the start that still count as on time


def build(source: Source, ask: Ask) -> Report:
    people = {
        id_: source.resources[id_] for id_, one in source.catalogue.resources.items() if one.kind in PEOPLE
    }
    book = source.book  # read first: the days asked for are cut from it
    rows = [row for row in source.rows(ask) if source.live(row)]
    live = {row.id for row in rows}
    details = [visit for visit in visits(source, ask) if visit.id in live]
    pairs = _pairs(source, people, book, {row.customer for row in rows if row.customer})
    lines = [line for one in people.items() if (line := _line(source, one, rows, details, pairs)) is not None]
    lines.sort(key=lambda line: (-int(line[3] or 0), str(line[0])))
    ranked = [(number, *line) for number, line in enumerate(lines, 1)]
    best = str(lines[0][0]) if lines else None
    columns = (
        Column("rank", "#"), Column("person", "person", "text"), Column("count", "bookings"),
        Column("minutes", "hours", "minutes"), Column("revenue", source.currency, "money", bar=True),
        Column("rating", "rating", "number"), Column("punctual", "on time", "share"), Column("repeat", "return", "share"),
    )  # fmt: skip
    note = (
        "A booking of several people gives each an equal part of its price. On time: begun at most 5 minutes late. "
        "Return: of the customers of these days, those with another visit to the same person, before or since."
    )
    facts = (Fact("first", "earned most", best, "text"),)
    return Report(
        "staff",
        "Staff",
        ask.first,
        ask.last,
        facts,
        (Table("staff", "By person", columns, [*ranked], note=note),),
    )


def _line(
    source: Source,
    person: tuple[str, str],
    rows: list[Row],
    details: list[Visit],
    pairs: Counter[tuple[str, str]],
) -> tuple[Value, ...] | None:
    id_, name = person
    mine = [row for row in rows if any(use[0] == id_ for use in row.uses)]
    if not mine:
        return None
    minutes = sum((use[2] - use[1]) // 60 for row in mine for use in row.uses if use[0] == id_)
    revenue = sum(_part(source, row, id_) for row in mine)
    made = [visit for visit in details if id_ in visit.resources]
    with_me = {visit.id for visit in made}
    ratings = [visit.rating for visit in made if visit.rating is not None]
    on_time = [late <= PUNCTUAL for visit in made for late in visit.late]
    return (
        name, len(mine), minutes, revenue, sum(ratings) / len(ratings) if ratings else None,
        share(sum(on_time), len(on_time)), _repeat(id_, {row.customer for row in rows if row.id in with_me}, pairs),
    )  # fmt: skip


def _part(source: Source, row: Row, id_: str) -> int:
    """The price shared by all who worked on it, to the last cent; of a class, what its seats paid."""
    people = sorted(
        {use[0] for use in row.uses if (one := source.catalogue.resources.get(use[0])) and one.kind in PEOPLE}
    )
    price = source.price(row)
    if row.kind == "session":
        price = sum(source.price(seat) for seat in source.index.session_rows(row.id) if source.live(seat))
    return (price + len(people) - 1 - people.index(id_)) // len(people)


def _pairs(
    source: Source, people: dict[str, str], book: list[Row], wanted: set[str]
) -> Counter[tuple[str, str]]:
    """How often each of these customers was or will be with each person, or in a class of theirs, whenever."""
    classes = {row.id: row.uses for row in book if row.kind == "session"}
    return Counter(
        (who, row.customer)
        for row in book
        if row.customer in wanted and source.live(row)
        for who in {use[0] for use in classes.get(row.session or "", row.uses)}
        if who in people
    )


def _repeat(id_: str, customers: set[str | None], pairs: Counter[tuple[str, str]]) -> float | None:
    return share(sum(pairs[id_, customer or ""] > 1 for customer in customers), len(customers))
