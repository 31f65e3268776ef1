"""Opening a ledger: to read it as it is, or to change it through the one gate."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from bookctl.ledger.epoch import stale
from bookctl.ledger.index import Index, open_index
from bookctl.ledger.lock import Busy, exclusive, shared
from bookctl.ledger.state import State, find_state


class Opened:
    """A ledger under a lock, its index up to date; `notes` are what recovery had to say."""

    __slots__ = ("index", "notes", "root", "state")

    def __init__(self, root: Path, state: State, index: Index, notes: tuple[str, ...]) -> None:
        self.root, self.state, self.index, self.notes = root, state, index, notes


@contextmanager
def reading(
    root: Path, now: int, say: Callable[[str], None], *, everything: bool = False
) -> Iterator[Opened]:
    """A consistent view: no command is half-way while the index is brought up to date.

    `everything` verifies each customer's file too; otherwise only those that are shown are verified.
    """
    state = find_state(root)
    notes = _finish(state, now, say)
    # Reading leaves no trace: where no private state was ever made, nobody has written yet.
    untouched = state.git_dir is None and not state.dir.exists()
    with nullcontext() if untouched else shared(state, "bookctl", on_wait=say):
        index = open_index(root, state)
        index.refresh(customers=everything)
        if (old := stale(state, sure=False)) is not None:
            say(f"{old}; bookctl doctor says how to follow")
    try:
        yield Opened(root, state, index, notes)
    finally:
        index.close()


@contextmanager
def writing(root: Path, now: int, who: str, say: Callable[[str], None]) -> Iterator[Opened]:
    """The one writer; what it decides is decided on the state it is written to.

    OldHistory where `bookctl forget` elsewhere replaced the history that is here.
    """
    from bookctl.ledger.recovery import recover

    state = find_state(root)
    with exclusive(state, who, on_wait=say):
        note = recover(state, now)
        if (old := stale(state)) is not None:
            raise old
        index = open_index(root, state)
        try:
            index.refresh(customers=True)
            yield Opened(root, state, index, (note,) if note else ())
        finally:
            index.close()


def _finish(state: State, now: int, say: Callable[[str], None]) -> tuple[str, ...]:
    """Finishes what a killed command left behind, under the writer's lock."""
    if not ((state.dir / "journal").exists() or (state.dir / "erase").exists()):
        if (state.dir / "refresh").exists():
            _tell_git(state, now)
        return ()
    from bookctl.ledger.journal import NothingChanged
    from bookctl.ledger.recovery import recover

    with exclusive(state, "bookctl recovery", on_wait=say):
        try:
            note = recover(state, now)
        except NothingChanged as fault:
            if not (state.dir / "erase").exists():
                raise
            note = str(fault)  # the book can be read nevertheless
    return (note,) if note else ()


def _tell_git(state: State, now: int) -> None:
    """Brings git's index up to the newest commit where a command had to leave that; a reader never fails or waits for it."""
    from bookctl.ledger.files import UnsafeFile
    from bookctl.ledger.git import GitFailed
    from bookctl.ledger.recovery import recover

    with suppress(Busy, OSError, GitFailed, UnsafeFile), exclusive(state, "bookctl recovery", wait=0):
        recover(state, now)
