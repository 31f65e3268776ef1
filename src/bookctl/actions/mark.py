"""A step in a booking's life, and its end."""

from bookctl.actions.agree import agree
from bookctl.actions.answers import missing
from bookctl.actions.deal import amount_words
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.fees import ending
from bookctl.actions.join import taken_seats
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.placing import place
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Cancel, Mark
from bookctl.engine import seats
from bookctl.engine.lifecycle import advance
from bookctl.engine.wish import Refusal, Wish
from bookctl.ledger.index import Row
from bookctl.model.booking import Event
from bookctl.model.status import occupies

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

OVERRIDES = {"cancelled": "deadline", "no-show": "fee", "confirmed": "approval", "declined": "approval"}


def mark(desk: Desk, request: Mark) -> Outcome:
    """Advances the status; Refused where its life has no such step, or somebody else must agree to it."""
    if request.to not in VERBS:
        raise Usage(f"{request.to!r} is no mark", help="arrived, done, no-show, confirm or decline")
    target = VERBS[request.to]
    if request.minutes is not None and target != "completed":
        raise Usage("--minutes goes with done only")
    row = desk.row(request.booking)
    _still_free(desk, row, target)
    if target == "arrived" and row.customer and (customer := desk.index.customer(row.customer)) is not None:
        desk.warn_of(customer)
        desk.warnings += [f"not answered: {one.text}" for one in missing(desk, row)]
    values: dict[str, object] = {} if request.minutes is None else {"minutes": request.minutes}
    if target in {"confirmed", "declined"} and (waits := agree(desk, row, request, target)) is not None:
        return waits
    return to(desk, row, target, request, values | ending(desk, row, target, request))


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
        outcome = outcome._replace(line=_late_words(desk, values))
    return outcome._replace(op=f"cancel {row.id}", records=1 + freed)


def _late_words(desk: Desk, values: dict[str, object]) -> str:
    fee = values.get("fee")
    if not isinstance(fee, float):
        return "cancelled late:"
    return f"cancelled late, {amount_words(fee, desk.settings.currency)} owed:"


def to(desk: Desk, row: Row, status: str, request: Mark | Cancel, values: dict[str, object]) -> Outcome:
    """The next status, with its entry in the history."""
    refusal = advance(row.status, status)
    if refusal is not None:
        raise Refused.by(refusal._replace(text=f"{row.id}: {refusal.text}"))
    if row.until is not None and "until" not in values:
        values = values | {"until": None}
    event = Event(
        at=desk.local(desk.now),
        by=request.by or desk.by,
        status=status,  # type: ignore[arg-type]
        reason=request.reason or request.force,
        forced=None if request.force is None else OVERRIDES.get(status),
    )
    change(desk, row, event, status=status, **values)
    return Outcome(
        f"mark {row.id} {status}", status, told(desk.rows.latest(row.id)) | {"was_status": row.status}
    )


def _still_free(desk: Desk, row: Row, target: str) -> None:
    """What has lapsed gave its time away; taking it up again asks the engine anew."""
    if not row.lapsed(desk.now) or target != "confirmed":
        return
    if row.session:
        session = desk.row(row.session)
        refusal = seats.join(session.seats, [count for _, count in taken_seats(desk, session.id)], row.seats)
        if refusal is not None:
            raise Refused.by(refusal)
        return
    item = desk.record(row)
    held = tuple(resource for resource, *_ in row.uses)
    place(desk, Wish(service=row.service, start=row.start, asked=held, customer=row.customer, ignore=item.id))
