"""What waits for somebody: requests to agree to, deposits to be paid, holds and offers about to lapse."""

from typing import NamedTuple

from bookctl.actions.consent import asked_at, open_rules, signable, who_words
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
DECISION = "a decision"


class Waiting(NamedTuple):
    """A booking that waits: for what, for whom, since when (an instant), and whether they are late with it."""

    row: Row
    what: str
    who: str
    since: int
    overdue: bool


def inbox(opened: Opened, index: Index, now: int, by: str | None) -> list[Waiting]:
    """All that waits, the longest first; `by` leaves what that person can do something about."""
    planner = Planner(index.catalogue())
    found = []
    for row in index.rows(now - EVER, EVER, ("booking",)):
        if row.status in {"requested", "held"} and is_live(row, now):
            item = _record(opened, row)
            if by is None or (item and signable(planner, item, by, now)):
                found.append(_waiting(row, item, planner.catalogue.settings.approval, now))
    return sorted(found, key=lambda one: (one.since, one.row.id))


def _waiting(row: Row, item: Booking | None, rules: list[Approval], now: int) -> Waiting:
    since = row.created or row.start
    left = open_rules(rules, item, now) if item else []
    held = row.status == "held"
    first = _first(row) if held or not left else ""
    parts = [(first, "the customer" if held and first != DECISION else "")] if first else []
    late: list[Approval] = []
    if item is not None and left:
        since = since if held else asked_at(item, now)
        late = [one for one in left if approval.overdue(one, asked_at(item, now), now)]
        names = ", ".join(one.name or one.id for one in left)
        parts.append(
            (names, ", ".join([who_words(item, left), *[who for one in late for who in one.escalate]]))
        )
    elif held:
        since = row.changed or since
    what = ", ".join(text for text, _ in parts)
    return Waiting(row, what, ", ".join(who for _, who in parts if who), since, bool(late))


def _first(row: Row) -> str:
    """What is missing besides any approval."""
    if row.status == "held" and row.more.deposit is not None:
        return "a deposit"
    return "an answer" if row.status == "held" and row.more.wait else DECISION


def _record(opened: Opened, row: Row) -> Booking | None:
    day = local_day(row.start, opened.index.catalogue().settings.zone)
    page, _ = load_page(opened.root, day)
    return next((one for one in page.booking if one.id == row.id), None)
