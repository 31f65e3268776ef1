"""What the customer answered to the invitation. It never moves or cancels anything by itself."""

from typing import Literal

from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.outcome import Outcome, told
from bookctl.ledger.index import Row

Attendance = Literal["accepted", "tentative", "declined"]


def attend(desk: Desk, row: Row, attendance: Attendance) -> Outcome:
    """Sets the answer; changes nothing where it stands there already."""
    item = desk.record(row)
    if getattr(item, "attendance", None) != attendance:
        change(desk, row, None, attendance=attendance)
    return Outcome(f"attendance {row.id} {attendance}", attendance, told(desk.rows.latest(row.id) or row))
