from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.model.message import MessagePage


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    first: dict[str, Spot] = {}
    for file, page in book.journals.items():
        if isinstance(page, MessagePage):
            for number, message in enumerate(page.message):
                spot = Spot(file, key=("message", number, "key"))
                if message.key in first:
                    notes = ((first[message.key], "the other one"),)
                    yield Remark(spot, f"message {message.key} is recorded twice", notes=notes)
                first.setdefault(message.key, spot)


CHECK = Check("messages", "no message is recorded twice", "always", on_book=on_book)
