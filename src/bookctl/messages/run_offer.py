"""A rule's offer: freed time held for who waits for it, and the record of it, in one commit."""

from typing import TYPE_CHECKING

from bookctl.actions.problems import Problem
from bookctl.messages.run_change import Changed, changed, claim

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened
    from bookctl.messages.due import Due
    from bookctl.messages.outbox import Item
    from bookctl.messages.run_step import Job, Offering


def helps(opened: "Opened", now: int, one: "Due", change: str | None) -> bool:
    """Whether anybody waits for what the booking set free: tried at a desk of which nothing is kept."""
    from bookctl.actions.desk import Desk
    from bookctl.actions.wait_state import everyone
    from bookctl.engine.waitlist import OPEN

    row = opened.index.row(one.booking or "")
    if row is None:
        return False
    desk = Desk(opened, now, None)
    if not any(standing.state in OPEN for standing in everyone(desk)):
        return False
    try:
        return bool(_offered(desk, row, change))
    except Problem:  # `wait offer` says what is in the way
        return False


def _offered(desk: "Desk", row: "Row", change: str | None) -> "list[Row]":
    from bookctl.actions.wait_offer import freed_by, offer

    return [made.row for made in offer(desk, freed=freed_by(desk, row, change))]


def offered(job: "Job", offering: "Offering") -> "Item | None":
    """How it ended; None where the booking changed meanwhile, or nobody waits for it any more."""
    return changed(job, offering.item, lambda desk: _outcome(desk, offering))


def _outcome(desk: "Desk", offering: "Offering") -> "Outcome":
    from bookctl.actions.outcome import Outcome

    claim(desk, offering.item, offering.seen)
    made = _offered(desk, desk.row(offering.seen.id), offering.change)
    if not made:
        raise Changed
    ids = [one.id for one in made]
    return Outcome(f"remind offer {' '.join(ids)}", f"offered {', '.join(ids)}", {"offers": ids}, len(ids))
