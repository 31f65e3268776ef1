from collections import Counter
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Row, Spot, Survey


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - every check has these arguments
    ids = [row.id for row in book.rows]
    if len(set(ids)) == len(ids) and book.known["customer"].isdisjoint(ids):
        return
    counts = Counter(ids)
    first: dict[str, Spot] = {id_: Spot(f"customers/{id_}.toml") for id_ in book.known["customer"]}
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in book.rows:
        if counts[row.id] > 1 or row.id in first:
            yield from _once(row, first, seen)


def _once(row: Row, first: dict[str, Spot], seen: Counter[tuple[str, str, str]]) -> Iterator[Remark]:
    place = (row.file, row.array, row.id)
    spot = row.spot("id")._replace(nth=seen[place])
    seen[place] += 1
    if row.id in first:
        kind = first[row.id].array or "customer"
        yield Remark(
            spot,
            f"the id {row.id} is taken by another {kind}"
            if kind == row.array
            else f"the id {row.id} is a {kind}'s",
            help="give it another one: 6 characters of 2-9 and a-z without i l o",
            notes=((first[row.id], f"the {kind}"),),
        )
    else:
        first[row.id] = spot


CHECK = Check("ids", "no two bookings, sessions or customers share an id", "always", on_book=on_book)
