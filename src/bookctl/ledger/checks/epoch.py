"""Who was forgotten stays forgotten. That no replaced history is here, git has to be asked: see `actions/check.py`."""

from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.ledger.tombstone import NAME
from bookctl.model.customer import Customer


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    for id_, one in book.customers.items():
        grave = Customer(name=NAME, forgotten=one.forgotten, retired=one.retired)
        if one.forgotten is not None and one != grave:
            yield Remark(
                Spot(f"customers/{id_}.toml", key=("forgotten",)),
                f"customer {id_} was forgotten, and yet something about them stands here",
                help=f"bookctl forget {id_} erases it; whoever comes again is a new customer",
            )


CHECK = Check(
    "epoch",
    "nobody who was forgotten is here again, nor a history that was replaced",
    "always",
    on_book=on_book,
)
