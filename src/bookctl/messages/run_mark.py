"""A rule's mark: the booking's next status and the record of it, in one commit."""

from typing import TYPE_CHECKING

from bookctl.actions.problems import Problem, Refused
from bookctl.messages.outbox import Item

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.messages.run_step import Job, Marking


class Changed(Exception):
    """The booking is not what was judged, or somebody else did it: it is judged anew by the next run."""


def marked(job: "Job", marking: "Marking") -> Item | None:
    """How it ended; None where the booking changed meanwhile."""
    from bookctl.actions.perform import Plan, perform

    item = marking.item
    try:
        perform(job.root, job.who, Plan(lambda desk: _outcome(desk, marking)))
    except Changed:
        return None
    except Refused as fault:
        return item._replace(state="failed", reason=fault.text)
    except Problem as fault:
        return item._replace(state="retry", reason=fault.text)
    return item._replace(state="sent")


def _outcome(desk: "Desk", marking: "Marking") -> "Outcome":
    from bookctl.actions.mark import cancel, mark
    from bookctl.actions.requests import Cancel, Mark
    from bookctl.messages.record import record

    seen, item = marking.seen, marking.item
    row = desk.row(seen.id)
    if (row.status, row.start) != (seen.status, seen.start):
        raise Changed
    before = desk.draft.files()
    record(desk, [item._replace(state="sent")])
    if desk.draft.files() == before:
        raise Changed
    reason = f"rule {item.rule}"
    if marking.verb == "cancel":
        outcome = cancel(desk, Cancel(booking=seen.id, reason=reason))
    else:
        outcome = mark(desk, Mark(booking=seen.id, to=marking.verb, reason=reason))
    return outcome._replace(op=f"remind {outcome.op}", records=1)
