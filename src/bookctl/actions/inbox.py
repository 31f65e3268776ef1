"""What waits for somebody: requests to agree to, deposits to be paid, holds and offers about to lapse."""

from typing import NamedTuple

from bookctl.actions.agree import given
from bookctl.actions.deal import qualified
from bookctl.actions.overlay import is_live
from bookctl.engine import approval
from bookctl.engine.place import Planner
from bookctl.ledger.index import Index, Row
from bookctl.ledger.load import load_page
from bookctl.ledger.opened import Opened
from bookctl.model.approval import Approval
from bookctl.model.booking import Booking
from bookctl.model.time import local_day

EVER = 1 << 40


class Waiting(NamedTuple):
    """A booking that waits: for what, for whom, since when (an instant), and whether they are late with it."""

    row: Row
    what: str
    who: str
    since: int
    overdue: bool
    rules: tuple[Approval, ...] = ()


def inbox(opened: Opened, index: Index, now: int, by: str | None) -> list[Waiting]:
    """All that waits, the longest first; `by` leaves what that person can do something about."""
    planner = Planner(index.catalogue())
    found = []
    for row in index.rows(now - EVER, EVER, ("booking",)):
        if row.status in {"requested", "held"} and is_live(row, now):
            side = by and approval.Side(by, qualified(planner, by, row.service))
            one = _waiting(opened, row, planner.catalogue.settings.approval, now)
            if not side or any(approval.may(rule, side, one.since, now) for rule in one.rules):
                found.append(one)
    return sorted(found, key=lambda one: (one.since, one.row.id))


def _waiting(opened: Opened, row: Row, rules: list[Approval], now: int) -> Waiting:
    since = row.created or row.start
    if row.status == "held":
        what = "a deposit" if row.more.deposit is not None else "an answer" if row.more.wait else "a decision"
        return Waiting(
            row, what, "the customer" if what != "a decision" else "", row.changed or since, overdue=False
        )
    item = _record(opened, row)
    left = approval.open_ones(rules, row.more.approvals, given(item)) if item else []
    if not left:
        return Waiting(row, "a decision", "", since, overdue=False)
    late = [one for one in left if one.within and now >= since + approval.seconds(one.within)]
    who = [approval.missing(one, given(item)[one.id] if item else ()) for one in left]
    who += [name for one in late for name in one.escalate]
    what = ", ".join(one.name or one.id for one in left)
    return Waiting(row, what, ", ".join(who), since, bool(late), tuple(left))


def _record(opened: Opened, row: Row) -> Booking | None:
    day = local_day(row.start, opened.index.catalogue().settings.zone)
    page, _ = load_page(opened.root, day)
    return next((one for one in page.booking if one.id == row.id), None)
