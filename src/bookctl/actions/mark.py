"""A step in a booking's life, and its end."""

from collections.abc import Sequence

from bookctl.actions.agree import agree
from bookctl.actions.amounts import amount_words
from bookctl.actions.answers import missing
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.fees import ending
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.overriding import Gate
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Cancel, Mark
from bookctl.actions.revive import taken_up
from bookctl.engine.lifecycle import advance
from bookctl.engine.say import moment_words
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import Row
from bookctl.model.booking import Event
from bookctl.model.status import occupies
from bookctl.model.time import day_start

VERBS = {
    "arrived": "arrived",
    "done": "completed",
    "completed": "completed",
    "no-show": "no-show",
    "confirm": "confirmed",
    "confirmed": "confirmed",
    "decline": "declined",
    "declined": "declined",
}

CAME = frozenset({"arrived", "completed"})
OVERRIDES = {"cancelled": "deadline", "no-show": "fee", "confirmed": "approval", "declined": "approval"}


def mark(desk: Desk, request: Mark) -> Outcome:
    """Advances the status; Refused where its life has no such step, or somebody else must agree to it."""
    if request.to not in VERBS:
        raise Usage(f"{request.to!r} is no mark", help="arrived, done, no-show, confirm or decline")
    target = VERBS[request.to]
    if request.minutes is not None and target != "completed":
        raise Usage("--minutes goes with done only")
    row = desk.row(request.booking)
    _possible(row, target)
    gate = Gate(request.force)
    gate.judge(_early(desk, row, target))
    values: dict[str, object] = {}
    if target == "confirmed" and row.lapsed(desk.now):
        values |= taken_up(desk, row, gate)
    if target == "arrived" and row.customer and (customer := desk.index.customer(row.customer)) is not None:
        desk.warn_of(customer)
        desk.warnings += [f"not answered: {one.text}" for one in missing(desk, row)]
    if request.minutes is not None:
        values["minutes"] = request.minutes
    if target in {"confirmed", "declined"} and (waits := agree(desk, row, request, target)) is not None:
        if values:
            change(desk, desk.rows.latest(row.id) or row, None, **values)
        return waits
    if gate.overridden:
        values["forced"] = request.force
    rules = [rule.code for rule in gate.overridden]
    values |= ending(desk, row, target, request)
    outcome = to(desk, row, target, request, values, rules)
    return outcome._replace(line=_fee_words(desk, outcome.line, values))


def cancel(desk: Desk, request: Cancel) -> Outcome:
    """Cancels a booking, or a session with all its seats. The record stays, its time is free again."""
    if request.own and request.force is not None:
        raise Usage("--force is the practice's: a customer cannot override its rules")
    row = desk.row(request.booking)
    came = [seat for seat in desk.rows.of_session(row.id) if seat.status == "completed"]
    if came:
        text = f"{row.id} took place: {len(came)} of its seats are completed"
        raise Refused.by(Refusal("status", text))
    values = ending(desk, row, "cancelled", request)
    outcome = to(desk, row, "cancelled", request, values)
    freed = 0
    if row.kind == "session":
        for seat in desk.rows.of_session(row.id):
            if occupies(seat.status, None, desk.now):
                to(desk, seat, "cancelled", request, {})  # the practice's doing: never late
                freed += 1
    if values.get("late"):
        outcome = outcome._replace(line=_fee_words(desk, "cancelled late", values))
    return outcome._replace(op=f"cancel {row.id}", records=1 + freed)


def _early(desk: Desk, row: Row, target: str) -> Refusal | None:
    """Nobody came, or failed to come, on a day that is still ahead; nobody is missed before the start."""
    if target not in CAME and target != "no-show":
        return None
    if (row.start if target == "no-show" else day_start(desk.day(row.start), desk.zone)) <= desk.now:
        return None
    return Refusal("early", f"{row.id} is on {moment_words(row.start, desk.zone)}, still ahead")


def _fee_words(desk: Desk, line: str, values: dict[str, object]) -> str:
    fee = values.get("fee")
    if not isinstance(fee, float):
        return f"{line}:" if values.get("late") else line
    return f"{line}, {amount_words(fee, desk.settings.currency)} owed:"


def to(
    desk: Desk,
    row: Row,
    status: str,
    request: Mark | Cancel,
    values: dict[str, object],
    forced: Sequence[str] = (),
) -> Outcome:
    """The next status, with its entry in the history; `forced` are rules that were overridden besides."""
    _possible(row, status)
    if row.until is not None and "until" not in values:
        values = values | {"until": None}
    event = Event(
        at=desk.local(desk.now),
        by=request.by or desk.by,
        status=status,  # type: ignore[arg-type]
        reason=request.reason or request.force,
        forced=None if request.force is None else "; ".join([*_own(status), *forced]) or None,
    )
    change(desk, row, event, status=status, **values)
    return Outcome(
        f"mark {row.id} {status}", status, told(desk.rows.latest(row.id)) | {"was_status": row.status}
    )


def _own(status: str) -> list[str]:
    """The rule that force overrides in becoming that."""
    return [OVERRIDES[status]] if status in OVERRIDES else []


def _possible(row: Row, status: str) -> None:
    refusal = advance(row.status, status)
    if refusal is not None:
        raise Refused.by(refusal._replace(text=f"{row.id}: {refusal.text}"))
