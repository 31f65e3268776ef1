"""One change from beginning to end: lock, decide, write, commit, told. All writers come through here."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.adopt import adopt
from bookctl.actions.desk import Desk
from bookctl.actions.gate import refuse_revival, refuse_unreadable
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Failed, Faulty, Pending, Underneath
from bookctl.ledger.opened import Opened, writing
from bookctl.ledger.transaction import Change, ChangedUnderneath, FileChange, NothingChanged, commit_change
from bookctl.model.time import offset_at

Action = Callable[[Desk], Outcome]
TRIES = 3


class Who(NamedTuple):
    """Who changes the book and with which clock; `salt` fixes the ids where the clock is fixed."""

    name: str | None
    now: int
    salt: str | None
    say: Callable[[str], None]


class Done(NamedTuple):
    outcome: Outcome
    files: tuple[FileChange, ...]
    commit: str | None
    warnings: tuple[str, ...]
    adopted: tuple[str, ...]


class Plan(NamedTuple):
    """What to do; only show it (`dry`); `agree` hears the outcome before anything is written, and may raise."""

    action: Action
    dry: bool = False
    agree: Callable[[Outcome], None] = lambda _outcome: None


def perform(root: Path, who: Who, plan: Plan) -> Done:
    """Decides on the state it writes to. An editor that saves in between makes it decide again."""
    for attempt in range(TRIES):
        try:
            return _once(root, who, plan)
        except ChangedUnderneath as fault:
            if attempt == TRIES - 1:
                raise Underneath(f"{fault}", help="run the command again") from None
        except NothingChanged as fault:
            raise Failed(str(fault)) from None
    raise AssertionError


def _once(root: Path, who: Who, plan: Plan) -> Done:
    with writing(root, who.now, "bookctl", who.say) as opened:
        _refuse_broken(opened)
        adopted = () if plan.dry else adopt(opened, who.now)
        desk = Desk(opened, who.now, who.name, who.salt)
        outcome = plan.action(desk)
        files = desk.draft.files()
        refuse_unreadable(files)
        refuse_revival(files)
        done = Done(outcome, files, None, tuple(desk.warnings), adopted)
        if plan.dry or not files:
            return done
        plan.agree(outcome)
        del desk  # a large batch decides with much that writing does not need
        return done._replace(commit=_commit(opened, who, outcome, files))


def _refuse_broken(opened: Opened) -> None:
    broken = opened.index.broken()
    if broken:
        raise Faulty("the book has files that do not read; nothing was changed", broken)


def _commit(opened: Opened, who: Who, outcome: Outcome, files: tuple[FileChange, ...]) -> str | None:
    offset = offset_at(who.now, ZoneInfo(opened.index.settings().timezone))
    change = Change(
        op=outcome.op, message=outcome.op, files=files, trailers=outcome.trailers, now=who.now, offset=offset
    )
    receipt = commit_change(opened.state, change)
    if not receipt.finished:
        raise Pending(f"recorded, and the next command finishes it: {receipt.note}")
    return receipt.commit
