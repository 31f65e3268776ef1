"""Agreeing to a booking that somebody asked for: one approver after the other, then the deposit, then it is confirmed.

Nothing is refused once something was changed: what is said is kept, and the answer tells what is still missing.
"""

from bookctl.actions import standing
from bookctl.actions.amounts import amount_words, decimal
from bookctl.actions.consent import open_rules, signable, stranger, who_words
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import Refused
from bookctl.actions.requests import Mark
from bookctl.engine import approval
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import Row
from bookctl.model.approval import Approval
from bookctl.model.booking import Booking, Event
from bookctl.model.money import to_minor
from bookctl.model.time import MINUTE


def agree(desk: Desk, row: Row, request: Mark, target: str) -> Outcome | None:
    """None where nothing stands in the way of the target any more; else what was recorded instead. Refused for strangers."""
    if row.kind != "booking" or request.force is not None:
        return None
    item, by = booking_of(desk, row), request.by or desk.by
    offered = row.status == "held" and row.more.wait is not None  # whoever answers it speaks for the customer
    waiting = open_rules(desk.settings.approval, item, desk.now)
    mine = [] if request.own else signable(desk.planner, item, by, desk.now)
    if waiting and not mine and not offered:
        raise Refused.by(stranger(desk, waiting, item, by))
    if target == "declined":
        return None
    for one in mine:
        item = _kept(desk, row, Event(at=desk.local(desk.now), by=by, approved=one.id))
    left = open_rules(desk.settings.approval, item, desk.now)
    if left:
        return _waits(desk, row, item, left, offered=offered, by=by)
    return _deposit(desk, row, item, by, agreed=bool(mine))


def booking_of(desk: Desk, row: Row) -> Booking:
    """The record of a row that is a booking."""
    item = desk.record(row)
    if not isinstance(item, Booking):
        raise TypeError(f"{row.id} is no booking")
    return item


def deposit_due(desk: Desk, row: Row) -> int:
    """Minor units of the deposit that are not paid yet."""
    currency = desk.settings.currency
    if row.more.deposit is None:
        return 0
    paid = [
        *desk.index.payments_of(booking=row.id),
        *(one for one in desk.paid if one.booking == row.id),
    ]
    signs = {"refund": -1, "tip": 0}
    kept = sum(signs.get(one.kind, 1) * to_minor(one.amount, currency) for one in paid)
    return max(0, to_minor(row.more.deposit, currency) - kept)


def paid_up(desk: Desk, row: Row, by: str | None) -> str | None:
    """What becomes of a hold whose deposit has just been paid, in words: confirmed, or requested where somebody must agree."""
    if row.status != "held" or row.more.deposit is None or deposit_due(desk, row):
        return None
    if row.lapsed(desk.now):
        desk.warnings.append(
            f"{row.id} was held until {desk.local(row.until or 0):%a %d %b %H:%M}; bookctl mark {row.id} confirm takes it up again"
        )
        return None
    item = booking_of(desk, row)
    left = open_rules(desk.settings.approval, item, desk.now)
    if left:
        _requested(desk, row, left, by or desk.by, "deposit paid")
        return f"{row.id} waits for {who_words(item, left)} to agree"
    event = Event(at=desk.local(desk.now), by=by or desk.by, status="confirmed", reason="deposit paid")
    change(desk, row, event, status="confirmed", until=None)
    return f"{row.id} is confirmed"


def _waits(
    desk: Desk, row: Row, item: Booking, left: list[Approval], *, offered: bool, by: str | None
) -> Outcome:
    """Somebody else has to agree as well; an offer is taken meanwhile, and what had lapsed is held again."""
    if offered:
        _requested(desk, row, left, by, None)
    elif row.lapsed(desk.now):
        change(desk, row, None, until=_until(desk, left))
    words = f"{'accepted' if offered else 'agreed'}; it waits for {who_words(item, left)} to agree:"
    return Outcome(f"mark {row.id} agreed", words, told(desk.rows.latest(row.id)))


def _requested(desk: Desk, row: Row, left: list[Approval], by: str | None, reason: str | None) -> None:
    """The customer has done their part: it waits for the practice, and lapses as requests do."""
    event = Event(at=desk.local(desk.now), by=by, status="requested", reason=reason)
    change(desk, row, event, status="requested", until=_until(desk, left))


def _until(desk: Desk, left: list[Approval]) -> object:
    lapse = approval.lapse(left)
    return None if lapse is None else desk.local(desk.now + lapse)


def _kept(desk: Desk, row: Row, event: Event) -> Booking:
    change(desk, row, event)
    return booking_of(desk, row)


def _deposit(desk: Desk, row: Row, item: Booking, by: str | None, *, agreed: bool) -> Outcome | None:
    """A request becomes a hold until the deposit is paid; a hold is confirmed by paying only."""
    due = deposit_due(desk, row)
    if not due:
        return None
    words = amount_words(decimal(due, desk.settings.currency), desk.settings.currency)
    if row.status == "held":
        if not agreed:
            raise Refused.by(Refusal("deposit", f"a deposit of {words} is due first"))
        return Outcome(
            f"mark {row.id} agreed",
            f"agreed; a deposit of {words} is still due:",
            told(desk.rows.latest(row.id)),
        )
    tier = standing.tier(desk, desk.customer(item.customer))
    until = desk.local(desk.now + (desk.policy(item.service, tier).hold or 0) * MINUTE)
    change(desk, row, Event(at=desk.local(desk.now), by=by, status="held"), status="held", until=until)
    line = f"agreed, and held until {until:%a %d %b %H:%M} for a deposit of {words}:"
    return Outcome(f"mark {row.id} held", line, told(desk.rows.latest(row.id)))
