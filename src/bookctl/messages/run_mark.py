"""A rule's mark: the booking's next status and the record of it, in one commit."""

from typing import TYPE_CHECKING

from bookctl.messages.run_change import changed, claim

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.messages.outbox import Item
    from bookctl.messages.run_step import Job, Marking


def marked(job: "Job", marking: "Marking") -> "Item | None":
    """How it ended; None where the booking changed meanwhile."""
    return changed(job, marking.item, lambda desk: _outcome(desk, marking))


def _outcome(desk: "Desk", marking: "Marking") -> "Outcome":
    from bookctl.actions.mark import cancel, mark
    from bookctl.actions.requests import Cancel, Mark

    claim(desk, marking.item, marking.seen)
    reason = f"rule {marking.item.rule}"
    if marking.verb == "cancel":
        outcome = cancel(desk, Cancel(booking=marking.seen.id, reason=reason))
    else:
        outcome = mark(desk, Mark(booking=marking.seen.id, to=marking.verb, reason=reason))
    return outcome._replace(op=f"remind {outcome.op}", records=1)
