"""What a rule changes in the book, and the record of it, in one commit."""

from typing import TYPE_CHECKING

from bookctl.actions.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.index import Row
    from bookctl.messages.outbox import Item
    from bookctl.messages.run_step import Job


class Changed(Exception):
    """The booking is not what was judged, or somebody else did it: it is judged anew by the next run."""


def changed(job: "Job", item: "Item", outcome: "Callable[[Desk], Outcome]") -> "Item | None":
    """How it ended; None where the booking changed meanwhile."""
    from bookctl.actions.perform import Plan, perform

    try:
        perform(job.root, job.who, Plan(outcome))
    except Changed:
        return None
    except Refused as fault:
        return item._replace(state="failed", reason=fault.text)
    except Problem as fault:
        return item._replace(state="retry", reason=fault.text)
    return item._replace(state="sent")


def claim(desk: "Desk", item: "Item", seen: "Row") -> None:
    """Records it as done on the state it is done to; Changed where that is not what was judged."""
    from bookctl.messages.record import record

    row = desk.row(seen.id)
    if (row.status, row.start) != (seen.status, seen.start):
        raise Changed
    before = desk.draft.files()
    record(desk, [item._replace(state="sent")])
    if desk.draft.files() == before:
        raise Changed
