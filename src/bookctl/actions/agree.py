"""Agreeing to a booking that somebody asked for: one approver after the other, then the deposit, then it is confirmed."""

from collections import defaultdict

from bookctl.actions.deal import amount_words, decimal, qualified
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
    item = booking_of(desk, row)
    waiting = open_approvals(desk, item)
    mine = [one for one in waiting if _may(desk, one, item, request.by or desk.by)]
    if waiting and not mine:
        raise Refused.by(_stranger(desk, waiting, item, request.by or desk.by))
    if target == "declined":
        return None
    for one in mine:
        event = Event(at=desk.local(desk.now), by=request.by or desk.by, approved=one.id)
        change(desk, row, event)
    item = booking_of(desk, row)
    left = open_approvals(desk, item)
    if left:
        words = f"agreed; {approval.missing(left[0], given(item)[left[0].id])} still has to:"
        return Outcome(f"mark {row.id} agreed", words, told(desk.rows.latest(row.id)))
    return _deposit(desk, desk.rows.latest(row.id) or row, item, request)


def booking_of(desk: Desk, row: Row) -> Booking:
    """The record of a row that is a booking."""
    item = desk.record(row)
    if not isinstance(item, Booking):
        raise TypeError(f"{row.id} is no booking")
    return item


def given(item: Booking) -> dict[str, set[str | None]]:
    """Who agreed, by the id of the approval."""
    found: defaultdict[str, set[str | None]] = defaultdict(set)
    for event in item.history:
        if event.approved is not None:
            found[event.approved].add(event.by)
    return found


def open_approvals(desk: Desk, item: Booking) -> list[Approval]:
    return approval.open_ones(desk.settings.approval, item.approvals, given(item))


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


def _deposit(desk: Desk, row: Row, item: Booking, request: Mark) -> Outcome | None:
    """A request becomes a hold until the deposit is paid; a hold is confirmed by paying only."""
    due = deposit_due(desk, row)
    if not due:
        return None
    told_due = amount_words(decimal(due, desk.settings.currency), desk.settings.currency)
    if row.status == "held":
        text = f"a deposit of {told_due} is due first"
        raise Refused.by(Refusal("deposit", text))
    until = desk.local(desk.now + (desk.policy(item.service).hold or 0) * MINUTE)
    event = Event(at=desk.local(desk.now), by=request.by or desk.by, status="held")
    change(desk, row, event, status="held", until=until)
    line = f"agreed, and held until {until:%a %d %b %H:%M} for a deposit of {told_due}:"
    return Outcome(f"mark {row.id} held", line, told(desk.rows.latest(row.id)))


def paid_up(desk: Desk, row: Row, by: str | None) -> str | None:
    """Confirms a hold whose deposit has just been paid; the id of what it confirmed."""
    if row.status != "held" or row.more.deposit is None or row.lapsed(desk.now) or deposit_due(desk, row):
        return None
    event = Event(at=desk.local(desk.now), by=by or desk.by, status="confirmed", reason="deposit paid")
    change(desk, row, event, status="confirmed", until=None)
    return row.id


def _may(desk: Desk, one: Approval, item: Booking, by: str | None) -> bool:
    asked = int(item.history[0].at.timestamp()) if item.history else desk.now
    return approval.may(one, approval.Side(by, qualified(desk.planner, by, item.service)), asked, desk.now)


def _stranger(desk: Desk, waiting: list[Approval], item: Booking, by: str | None) -> Refusal:
    one = waiting[0]
    who = approval.missing(one, given(item)[one.id])
    number = desk.settings.approval.index(one)
    text = f"{item.id} waits for {who} to agree ({one.name or one.id}), and you are {by or 'nobody by name'}"
    return Refusal("approval", text, "bookctl.toml", f"approval.{number}")
