"""The changes of the book, or of one booking, newest first."""

from bookctl.actions import lookup
from bookctl.actions.problems import NotFound, Usage
from bookctl.ledger.historylog import Entry, history
from bookctl.ledger.opened import Opened
from bookctl.ledger.past import commits_about

DEPTH = 100_000
MINIMUM = 4  # of an id that the book has no more: fewer characters are in every commit


def entries(opened: Opened, booking: str | None, limit: int) -> list[Entry]:
    """Every commit, or those that say in their message or in a page that they are about the booking."""
    if opened.state.git_dir is None:
        raise Usage("this ledger is not under git, so it has no history", help="bookctl doctor")
    if booking is None:
        return history(opened.state, limit=limit)
    try:
        id_ = lookup.booking(opened.index, booking).id
    except NotFound:
        id_ = booking.lower()
    about = commits_about(opened.state, id_) if len(id_) >= MINIMUM else set()
    found = [entry for entry in history(opened.state, limit=DEPTH) if entry.commit in about]
    if not found:
        raise NotFound(f"no change is known of {booking!r}", help="bookctl log")
    return found[:limit]
