from collections.abc import Iterator
from itertools import pairwise

from bookctl.engine.lifecycle import advance
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Sheet, Survey
from bookctl.model.booking import Booking, Event, Session


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    """A page has few different lives: each is judged once."""
    judged: dict[tuple[str | None, ...], bool] = {}
    for record in sheet.records:
        if not record.history:
            continue
        life = (*[event.status for event in record.history], record.status)
        if life not in judged:
            judged[life] = sound(life)
        if not judged[life]:
            yield from _steps(sheet, record)
        if not _forwards(record.history):
            yield from _backwards(sheet, record)


def sound(life: tuple[str | None, ...]) -> bool:
    """Of the statuses in a history and the one it should end with."""
    steps = [status for status in life[:-1] if status is not None]
    return steps[-1:] in ([], [life[-1]]) and all(
        advance(one, other) is None for one, other in pairwise(steps)
    )


def _forwards(history: list[Event]) -> bool:
    before = history[0].at
    for event in history:
        if event.at < before:
            return False
        before = event.at
    return True


def _ends_otherwise(sheet: Sheet, record: Booking | Session, last: str) -> Remark:
    """A warning: who changes a status by hand means it, and the book is as decidable as before."""
    text = f"status is {record.status}, but the history ends with {last}"
    help_ = "add an entry to history that says when and why, or set the status back"
    return Remark(sheet.spot(record, "status"), text, help=help_, warning=True)


def _steps(sheet: Sheet, record: Booking | Session) -> Iterator[Remark]:
    events = [(number, event) for number, event in enumerate(record.history) if event.status is not None]
    if events and events[-1][1].status != record.status:
        yield _ends_otherwise(sheet, record, str(events[-1][1].status))
    for (_, one), (number, other) in pairwise(events):
        if other.forced is None and not _may_follow(one, other):
            text = f"{other.status} cannot follow {one.status}"
            yield Remark(sheet.spot(record, "history", number, "status"), text)


def _may_follow(one: Event, other: Event) -> bool:
    return one.status is None or other.status is None or advance(one.status, other.status) is None


def _backwards(sheet: Sheet, record: Booking | Session) -> Iterator[Remark]:
    for number, (one, other) in enumerate(pairwise(record.history), start=1):
        if one.at > other.at:
            yield Remark(
                sheet.spot(record, "history", number, "at"), "this entry is earlier than the one before it"
            )


CHECK = Check(
    "lifecycle", "each status follows from its history, step by step and in order of time", "always", on_page
)
