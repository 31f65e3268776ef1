"""What must hold before a machine sends anything: it is the one that does, its clock is right, nothing piled up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bookctl.actions.problems import Refused
from bookctl.messages.run_look import Task
from bookctl.messages.sender import machine_id, new_machine_id
from bookctl.model.time import DAY, MINUTE

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.opened import Opened
    from bookctl.ledger.state import State

SKEW = 10 * MINUTE
PILE, FEW = 20, 6


def clock_is_right(state: "State", now: int) -> None:
    """Refused where the newest change of the book was made later than now: then the clock was set back."""
    from bookctl.ledger import git

    if state.git_dir is None or git.head(state) is None:
        return
    newest = int(git.run(state.root, "log", "-1", "--format=%ct").strip() or b"0")
    if now < newest - SKEW:
        minutes = (newest - now) // MINUTE
        raise Refused(
            f"the clock stands {minutes} minutes before the book's newest change; nothing was sent",
            help="set the clock right; bookctl remind goes on by itself then",
        )


def not_piled_up(tasks: Sequence[Task], now: int) -> None:
    """Refused for a book that nobody reminded from for long, or that was restored: its people were told already."""
    ready = [task for task in tasks if task.due.missed is None]
    old = sum(task.due.due < now - DAY for task in ready)
    if old > PILE or (len(ready) >= FEW and old * 2 > len(ready)):
        raise Refused(
            f"{old} of {len(ready)} things to do were due more than a day ago; nothing was sent, in case"
            " this is an old book or a restored copy",
            help="bookctl remind --dry-run shows them; --mark-done takes all as done, --catch-up sends them",
        )


def may_send(opened: "Opened") -> bool | None:
    """Whether this machine is the sender; None where none was ever named and this book lives on one machine only."""
    sender = opened.index.catalogue().settings.reminders.sender
    if sender is not None:
        return sender == machine_id(opened.state)
    if _shared(opened.state) or (opened.root / "messages").exists():
        raise Refused(
            "no machine is named to send this book's messages; nothing was sent",
            help="bookctl remind --take-over, on the one machine that shall",
        )
    return None


def _shared(state: "State") -> bool:
    """Whether the repository knows others, who may have been sending."""
    if state.git_dir is None:
        return False
    from bookctl.ledger.git import common_dir

    try:
        return "[remote " in (common_dir(state) / "config").read_text("utf-8", "replace")
    except FileNotFoundError:
        return False


def take_over(desk: "Desk") -> "Outcome":
    """Names this machine in bookctl.toml."""
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.layout import SETTINGS
    from bookctl.ledger.toml.read import parse
    from bookctl.ledger.toml.splice import set_key
    from bookctl.ledger.toml.write import string

    id_ = new_machine_id(desk.opened.state)
    before = desk.settings.reminders.sender
    text = desk.draft.text(SETTINGS)
    if isinstance(parse(text.encode()).get("reminders"), dict):
        text = set_key(text, ("reminders",), "sender", string(id_))
    else:
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = "" if text.endswith("\n") else newline
        text = f"{text}{gap}{newline}[reminders]{newline}sender = {string(id_)}{newline}"
    desk.draft.put(SETTINGS, text)
    was = f", before: {before}" if before and before != id_ else ""
    return Outcome(
        f"remind sender {id_}", f"this machine sends now: {id_}{was}", {"sender": id_, "before": before}
    )
