"""Whose calendars are still to be told of their booking, its move or its end, where the ledger wants that done by itself."""

from collections import defaultdict
from typing import TYPE_CHECKING

from bookctl.model.time import DAY

if TYPE_CHECKING:
    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened

BACK = 7 * DAY  # how long a machine may have slept and still tell of a move or cancellation


def waiting(opened: "Opened", now: int) -> tuple[str, ...]:
    """Ids of bookings that are not over, by start; none where `[reminders] invitations` names no channel."""
    if opened.index.settings().invitations is None:
        return ()
    rows = [row for row in opened.index.touched(now - BACK) if _concerns(row, now)]
    people = opened.index.customers({row.customer for row in rows if row.customer})
    found = [row for row in rows if row.customer in people and people[row.customer].email]
    return _pending(opened, sorted(found, key=lambda row: (row.start, row.id)))


def _concerns(row: "Row", now: int) -> bool:
    return row.kind == "booking" and row.start > now and row.changed is not None and row.changed >= now - BACK


def _pending(opened: "Opened", rows: "list[Row]") -> tuple[str, ...]:
    if not rows:
        return ()
    from bookctl.calendars.invite_due import pending
    from bookctl.calendars.invite_known import done
    from bookctl.ledger.layout import page_day
    from bookctl.ledger.load import load_page
    from bookctl.messages.run_memory import done_keys

    known, told = done(opened.root), done_keys(opened.state)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.page].add(row.id)
    left: set[str] = set()
    for page, ids in wanted.items():
        day = page_day(page)
        for record in load_page(opened.root, day)[0].booking if day else ():
            step = pending(record, known) if record.id in ids else None
            if step is not None and step.key not in told:
                left.add(record.id)
    return tuple(row.id for row in rows if row.id in left)
