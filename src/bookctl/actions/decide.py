"""Whether a class takes place: at its instant of decision enough must have joined, or it is cancelled with all its seats."""

from collections.abc import Iterable

from bookctl.actions.desk import Desk
from bookctl.actions.mark import cancel
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import Refused
from bookctl.actions.requests import Cancel
from bookctl.engine import seats
from bookctl.ledger.index import Row
from bookctl.model.booking import Booking
from bookctl.model.status import EXPIRING, OCCUPYING, occupies
from bookctl.model.time import DAY

AHEAD = 31 * DAY
"""A decision is made a month before the start at most."""


def decide(desk: Desk, session: str | None = None) -> Outcome:
    """Cancels those that too few had joined by then. Of one that is named, it says so or Refused where there is no decision."""
    if session is not None:
        row = desk.row(session)
        _judge(desk, row)
        found = [row] if too_few(desk, row) else []
    else:
        found = undecided(desk, desk.index.rows(desk.now, desk.now + AHEAD, ("session",)))
    records = sum(_cancelled(desk, row) for row in found)
    if session is not None and not found:
        return Outcome(f"session decide {row.id}", "takes place:", told(row))
    if len(found) == 1:
        row = desk.rows.latest(found[0].id) or found[0]
        return Outcome(f"session decide {row.id}", "too few joined, cancelled:", told(row), records)
    ids = [row.id for row in found]
    words = f"too few joined {len(ids)} classes, cancelled: {', '.join(ids)}" if ids else "nothing to decide"
    return Outcome(f"session decide {' '.join(ids)}".rstrip(), words, {"cancelled": ids}, records)


def undecided(desk: Desk, rows: Iterable[Row]) -> list[Row]:
    """Sessions whose decision has come, which have not begun, and which too few have joined."""
    return [row for row in rows if due(row, desk.now) and too_few(desk, row)]


def due(row: Row, now: int) -> bool:
    """Whether it is to be decided at the instant."""
    at = row.more.decide
    return row.kind == "session" and row.status == "confirmed" and at is not None and at <= now < row.start


def too_few(desk: Desk, row: Row) -> bool:
    """Then and now: who leaves after the decision takes the class from nobody, who joins after it saves it."""
    at, least = row.more.decide or desk.now, row.more.min_seats
    taken = [
        (seat.seats, occupies(seat.status, desk.local(seat.until) if seat.until else None, desk.now), seat)
        for seat in desk.rows.of_session(row.id)
    ]
    if not seats.missing(least, [count for count, now, _ in taken if now]):
        return False
    return seats.missing(least, [count for count, _, seat in taken if _had(desk, seat, at)]) > 0


def _had(desk: Desk, seat: Row, at: int) -> bool:
    """Whether a seat was taken at an earlier instant, by its history."""
    item = desk.record(seat)
    status = None if item.history else item.status
    for event in item.history:
        if event.at.timestamp() <= at and event.status is not None:
            status = event.status
    until = item.until if isinstance(item, Booking) else None
    over = until is not None and status in EXPIRING and until.timestamp() <= at
    return status in OCCUPYING and not over


def _cancelled(desk: Desk, row: Row) -> int:
    taken = sum(
        seat.seats
        for seat in desk.rows.of_session(row.id)
        if occupies(seat.status, desk.local(seat.until) if seat.until else None, desk.now)
    )
    reason = f"too few joined: {taken} of at least {row.more.min_seats}"
    return cancel(desk, Cancel(booking=row.id, reason=reason)).records


def _judge(desk: Desk, row: Row) -> None:
    if row.kind != "session":
        raise Refused(f"{row.id} is no session")
    if row.status != "confirmed":
        raise Refused(f"it is {row.status}")
    at = row.more.decide
    if at is None:
        raise Refused(
            f"{row.id} takes place however many join: nothing is to be decided",
            help="min_seats and decide of the service say when a class is cancelled",
        )
    if row.start <= desk.now:
        raise Refused(f"{row.id} has begun: nothing is to be decided any more")
    if desk.now < at:
        raise Refused(
            f"it is decided on {desk.local(at):%a %d %b %Y %H:%M}",
            help=f"bookctl session retire {row.id} cancels it now",
        )
