"""From an answer that was read to the booking it is about: is it the customer's, and is it their newest?"""

from typing import NamedTuple

from bookctl.actions.attendance import attend
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import NotFound, Refused
from bookctl.calendars.entry import sequence
from bookctl.calendars.invite_due import REACH
from bookctl.calendars.reply import Reply
from bookctl.ledger.index import Row
from bookctl.ledger.state import State
from bookctl.model.booking import Booking

OPEN = frozenset({"requested", "held", "confirmed"})


class Seen(NamedTuple):
    """The newest answer so far: its SEQUENCE and DTSTAMP, an instant."""

    sequence: int
    stamp: int


def take(desk: Desk, reply: Reply, *, dry: bool = False) -> Outcome:
    """Sets the booking's attendance, or says in `line` why there is nothing to do. Refused where it is not
    the customer's, NotFound where there is no such booking. What was seen is kept in the ledger's private state.
    """
    row = desk.index.row(reply.booking)
    record = None if row is None else desk.record(row)
    if row is None or not isinstance(record, Booking):
        raise NotFound(f"there is no booking {reply.booking}")
    _is_the_customers(desk, row, reply)
    seen = Seen(reply.sequence, min(desk.now if reply.stamp is None else reply.stamp, desk.now))
    if (why := _idle(record, seen, read(desk.opened.state, row.id))) is not None:
        return _nothing(row, why)
    if not dry:
        keep(desk.opened.state, row.id, seen)
    return _nothing(row, "no answer yet") if reply.attendance is None else attend(desk, row, reply.attendance)


def _is_the_customers(desk: Desk, row: Row, reply: Reply) -> None:
    person = desk.index.customer(row.customer) if row.customer else None
    own = (person.email or "").casefold() if person else ""
    if not own or any(address.casefold() != own for address in reply.claimed):
        raise Refused(
            f"the answer to {row.id} does not come from its customer's address; nothing was changed"
        )


def _idle(record: Booking, seen: Seen, before: Seen | None) -> str | None:
    """Why an answer changes nothing; None where it counts."""
    now = sequence(record)
    if record.status not in OPEN:
        return f"the booking is {record.status}"
    if seen.sequence < now:
        return "it answers an older invitation"
    if before is not None and seen < before and before.sequence <= now + REACH:
        return "a newer answer is known"
    return "it answers an invitation that was never sent" if seen.sequence > now + REACH else None


def _nothing(row: Row, why: str) -> Outcome:
    return Outcome(f"attendance {row.id}", f"ignored, {why}:", told(row), records=0)


def read(state: State, booking: str) -> Seen | None:
    """What was seen of a booking; None where nothing was, or nothing that reads."""
    try:
        first, second = (state.dir / "replies" / booking).read_text("ascii").split()
        return Seen(int(first), int(second))
    except (OSError, ValueError):
        return None


def keep(state: State, booking: str, seen: Seen) -> None:
    """Called under the writer's lock, so no two do it at once."""
    folder = state.dir / "replies"
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f".{booking}.part"
    part.write_text(f"{seen.sequence} {seen.stamp}\n", "ascii")
    part.replace(folder / booking)
