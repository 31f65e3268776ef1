from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Spot, Survey


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    for id_, customer in book.customers.items():
        if not customer.phone and not customer.email and customer.retired is None:
            text = f"customer {id_} has neither phone nor email"
            yield Remark(Spot(f"customers/{id_}.toml", key=("name",)), text, warning=True)


CHECK = Check("contact", "every customer can be reached", "strict", on_book=on_book)
