from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Survey
from bookctl.model.time import DAY

GRACE = DAY  # a day in which to catch up with the marks
VERBS = {"requested": "decline", "held": "decline", "confirmed": "done", "arrived": "done"}


def on_book(book: Survey, now: int) -> Iterator[Remark]:
    for row in book.rows:
        if row.status in VERBS and row.end + GRACE < now and row.array == "booking":
            text = f"{row.id} is over and still {row.status}"
            yield Remark(
                row.spot("status"), text, help=f"bookctl mark {row.id} {VERBS[row.status]}", warning=True
            )


CHECK = Check("past-open", "what is over is marked: done, no-show or cancelled", "request", on_book=on_book)
