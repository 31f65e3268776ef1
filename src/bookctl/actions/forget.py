"""Forgetting people. The work on history is in `ledger/erase`; nothing of it can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bookctl.actions.adopt import adopt
from bookctl.actions.forgetting import Task, intent_of, refuse_shared, remotes
from bookctl.actions.problems import Failed, Faulty, NotFound, Pending
from bookctl.ledger import git
from bookctl.ledger.erase import carry, plan
from bookctl.ledger.erase import intent as intents
from bookctl.ledger.files import UnsafeFile
from bookctl.ledger.journal import NothingChanged
from bookctl.ledger.opened import Opened
from bookctl.ledger.state import State

if TYPE_CHECKING:
    from bookctl.actions.perform import Who


class Forgotten(NamedTuple):
    ids: tuple[str, ...]
    epoch: int
    commit: str | None
    adopted: tuple[str, ...]
    left: tuple[str, ...]
    remotes: tuple[str, ...]


def forget(root: Path, who: "Who", task: Task) -> Forgotten:
    """Does it. Refused where git could not let go of everything, Underneath where something is unfinished."""
    with _alone(root, who) as (opened, zone):
        adopted = adopt(opened, who.now)
        opened.index.close()
        try:
            return _erased(opened.state, task, zone, who.now)._replace(adopted=adopted)
        except NothingChanged as fault:
            raise Failed(str(fault)) from None


def _erased(state: State, task: Task, zone: ZoneInfo, now: int) -> Forgotten:
    intent = intent_of(state, task, zone, now)
    if not intent.rules:
        raise NotFound("nothing in the book or its history is about them")
    planned = None
    if state.git_dir is not None:
        planned = plan.build(state, intent)
        moved = tuple((move.ref, move.old) for move in planned.moves)
        intent = replace(intent, replaced=planned.first, stashes=planned.stashes, moved=moved)
    intents.write(state, intent)
    try:
        left = carry.carry_out(state, intent, planned)
    except (git.GitFailed, OSError, UnsafeFile) as fault:
        if not intents.pending(state):
            raise
        raise Pending(f"recorded, and the next command finishes it: {fault}") from None
    except KeyboardInterrupt:
        raise Pending("interrupted, but it was recorded: the next command finishes it") from None
    return Forgotten(task.ids, intent.epoch, git.head(state), (), (*left, *_around(state)), remotes(state))


def _around(state: State) -> tuple[str, ...]:
    """A repository that has the ledger as one of its folders."""
    if state.git_dir is not None:
        return ()
    found = next((folder for folder in state.root.absolute().parents if (folder / ".git").exists()), None)
    return (
        () if found is None else (f"the ledger lies in the repository {found}; its history is not touched",)
    )


@contextmanager
def _alone(root: Path, who: "Who") -> Iterator[tuple[Opened, ZoneInfo]]:
    """The ledger under the writer's lock, with an index that may be closed before the end."""
    from bookctl.ledger.epoch import stale
    from bookctl.ledger.index import open_index
    from bookctl.ledger.lock import exclusive
    from bookctl.ledger.recovery import recover
    from bookctl.ledger.state import find_state

    state = find_state(root)
    with exclusive(state, "bookctl forget", on_wait=who.say):
        if (note := recover(state, who.now)) is not None:
            who.say(note)
        if (old := stale(state)) is not None and not old.back:
            raise old
        refuse_shared(state)
        index = open_index(root, state)
        try:
            index.refresh(customers=True)
            if broken := index.broken():
                raise Faulty("the book has files that do not read; nothing was changed", broken)
            yield Opened(root, state, index, ()), ZoneInfo(index.settings().timezone)
        finally:
            index.close()


def clean(root: Path, who: "Who") -> tuple[str, ...]:
    """Erases what git and the caches of this clone keep of a history that was replaced; returns what is left."""
    from bookctl.ledger.epoch_ask import present
    from bookctl.ledger.erase.prune import prune
    from bookctl.ledger.erase.sweep import caches

    with _alone(root, who) as (opened, _):
        opened.index.close()
        if opened.state.git_dir is not None:
            prune(opened.state)
        caches(opened.state)
        left = present(opened.state) or ()
        return tuple(f"git still has {oid[:10]} of the old history: a branch or tag keeps it" for oid in left)
