"""Which invitations went out, as `messages/` has it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bookctl.calendars.invite_due import RULE
from bookctl.ledger.files import read_file
from bookctl.ledger.journals import journals, load_messages
from bookctl.ledger.layout import PAGE_LIMIT
from bookctl.model.message import Message

_REACHED = frozenset({"sent", "unknown", "done"})


def recorded(root: Path, days: Iterable[date] | None = None) -> dict[str, Message]:
    """What came of each invitation, by key: those that were due on these local days, or ever."""
    wanted = None if days is None else set(days)
    found: dict[str, Message] = {}
    for path, day in journals(root, "message"):
        if (wanted is None or day in wanted) and RULE.encode() in (read_file(root, path, PAGE_LIMIT) or b""):
            page, _ = load_messages(root, day)
            found |= {one.key: one for one in page.message if one.rule == RULE}
    return found


def done(root: Path, days: Iterable[date] | None = None) -> dict[str, int]:
    """Key to the instant it was due, of each of them that reached its customer or may have: for `pending`."""
    told = recorded(root, days).items()
    return {key: int(one.due.timestamp()) for key, one in told if one.state in _REACHED}
