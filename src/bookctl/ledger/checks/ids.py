from collections import Counter
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Row, Spot, Survey
from bookctl.model.payment import PaymentPage


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - every check has these arguments
    yield from _money(book)
    ids = [row.id for row in book.rows]
    if len(set(ids)) == len(ids) and book.known["customer"].isdisjoint(ids):
        return
    counts = Counter(ids)
    first: dict[str, Spot] = {id_: Spot(f"customers/{id_}.toml") for id_ in book.known["customer"]}
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in book.rows:
        if counts[row.id] > 1 or row.id in first:
            yield from _once(row, first, seen)


def _money(book: Survey) -> Iterator[Remark]:
    """Payments and purchases are told apart by their ids as well."""
    first: dict[str, Spot] = {}
    for file, page in book.journals.items():
        if not isinstance(page, PaymentPage):
            continue
        found = [("payment", number, one.id) for number, one in enumerate(page.payment)]
        found += [("purchase", number, one.id) for number, one in enumerate(page.purchase)]
        for array, number, id_ in found:
            spot = Spot(file, key=(array, number, "id"))
            if id_ in first:
                text = f"the id {id_} is taken by another {array}"
                yield Remark(spot, text, notes=((first[id_], "the other"),))
            first.setdefault(id_, spot)


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


CHECK = Check(
    "ids",
    "no two bookings, sessions or customers share an id, no two payments or purchases",
    "always",
    on_book=on_book,
)
