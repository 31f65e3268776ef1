"""How the clockwork stands: who sends, when somebody last looked, what comes next, what somebody should see to."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from bookctl.messages.run_look import live, scene, tasks
from bookctl.messages.run_memory import Last, last_run
from bookctl.messages.sender import machine_id
from bookctl.model.time import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookctl.ledger.opened import Opened
    from bookctl.messages.outbox import Item
    from bookctl.model.message import Message

DAYS = 7


class Status(NamedTuple):
    """`machine` None: this copy has never sent. `troubles` are the last days' messages that did not arrive."""

    machine: str | None
    sender: str | None
    last: Last | None
    now_due: int
    next_due: int | None
    waiting: "tuple[Item, ...]"
    troubles: "tuple[Message, ...]"


def status(opened: "Opened", now: int) -> Status:
    from bookctl.messages.outbox import Outbox

    settings: Any = opened.index.catalogue().settings
    there = scene(opened)
    next_at = None
    if there is not None:
        from bookctl.messages.due import next_due

        next_at = next_due(there.book, there.rules, now, there.zone)
    last = last_run(opened.state)
    due = live(opened, tasks(opened, now, last.at if last else None), now)
    waiting = tuple(Outbox(opened.state).items())
    troubles = tuple(_troubles(opened, now))
    return Status(
        machine_id(opened.state), settings.reminders.sender, last, len(due), next_at, waiting, troubles
    )


def _troubles(opened: "Opened", now: int) -> "Iterator[Message]":
    from bookctl.ledger.journals import load_messages

    zone = opened.index.catalogue().settings.zone
    today = local_day(now, zone)
    for back in range(DAYS, -1, -1):
        page, _ = load_messages(opened.root, today - timedelta(days=back))
        yield from (one for one in page.message if one.state in {"failed", "unknown", "missed"})
