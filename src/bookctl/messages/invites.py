"""Whose calendars are still to be told of their booking, its move or its end, where the ledger wants that done by itself."""

from typing import TYPE_CHECKING

from bookctl.model.time import DAY

if TYPE_CHECKING:
    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened

BACK = 7 * DAY  # how long a machine may have slept and still tell of a move or cancellation


def waiting(opened: "Opened", now: int) -> dict[str, str]:
    """The key of each message by its booking's id; none where `[reminders] invitations` names no channel."""
    if opened.index.settings().invitations is None:
        return {}
    rows = [row for row in opened.index.touched(now - BACK) if _concerns(row, now)]
    people = opened.index.customers({row.customer for row in rows if row.customer})
    found = [row for row in rows if row.customer in people and people[row.customer].email]
    return _pending(opened, found, now)


def _concerns(row: "Row", now: int) -> bool:
    return row.kind == "booking" and row.start > now and row.changed is not None and row.changed >= now - BACK


def _pending(opened: "Opened", rows: "list[Row]", now: int) -> dict[str, str]:
    if not rows:
        return {}
    from bookctl.calendars.invite_due import invitations_due
    from bookctl.calendars.invite_known import done
    from bookctl.ledger.layout import page_day
    from bookctl.ledger.load import load_page
    from bookctl.messages.run_memory import done_keys

    told, wanted = done_keys(opened.state), {row.id for row in rows}
    days = {day for row in rows if (day := page_day(row.page)) is not None}
    records = [record for day in sorted(days) for record in load_page(opened.root, day)[0].booking]
    due = invitations_due((one for one in records if one.id in wanted), done(opened.root), now)
    return {record.id: step.key for record, step in due if step.key not in told}
