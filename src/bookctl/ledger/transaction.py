"""A change of files as one durable, atomic, committed step. Knows nothing of bookings.

Before the journal's rename nothing has happened; after it the change is certain, and whoever comes next finishes it.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger import git, stalelocks
from bookctl.ledger.disk import sync_path
from bookctl.ledger.files import UnsafeFile, read_file, safe_rel
from bookctl.ledger.interrupts import Hold, held_back
from bookctl.ledger.journal import (
    File,
    NothingChanged,
    Record,
    digest,
    drop_journal,
    journal_path,
    pending,
    prepare_journal,
)
from bookctl.ledger.recovery import LIMIT, carry_out, reason
from bookctl.ledger.state import State, make_state

__all__ = ["Change", "ChangedUnderneath", "FileChange", "NothingChanged", "Receipt", "commit_change"]

SPARE = 1 << 20
ROOM = 10


class ChangedUnderneath(Exception):
    """A file is no longer what the decision was based on; nothing was touched."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} was changed by another program just now")


class FileChange(NamedTuple):
    """`old` is what the decision was based on; None is an absent file. Equal bytes commit a hand edit as it stands."""

    path: str
    old: bytes | None
    new: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """`now` is the author's instant, `offset` the ledger's zone then, in seconds east of UTC."""

    op: str
    message: str
    files: tuple[FileChange, ...]
    trailers: tuple[tuple[str, str], ...] = ()
    now: int = field(kw_only=True)
    offset: int = field(default=0, kw_only=True)


class Receipt(NamedTuple):
    """`finished` False: recorded for good, the next command finishes it; the note says what was in the way."""

    tx: str
    commit: str | None
    finished: bool
    note: str


def commit_change(state: State, change: Change) -> Receipt:
    """Under the exclusive lock, after `recover`. ChangedUnderneath or NothingChanged where nothing was touched."""
    try:
        record = _decided(state, change)
        _room(state, record)
        temporary = prepare_journal(state, record)
    except (UnsafeFile, git.GitFailed, OSError) as fault:
        _forget(state)
        raise fault if isinstance(fault, NothingChanged) else NothingChanged(reason(fault)) from None
    except BaseException:
        _forget(state)
        raise
    with held_back() as hold:
        return _carried_out(state, record, temporary, hold)


def _carried_out(state: State, record: Record, temporary: Path, hold: Hold) -> Receipt:
    try:
        temporary.rename(journal_path(state))
        sync_path(state.dir)
    except OSError as fault:
        _take_back(state, fault)
    hold.forget()
    try:
        commit, note = carry_out(state, record)
    except (OSError, UnsafeFile, git.GitFailed) as fault:
        return Receipt(record.tx, None, finished=False, note=reason(fault))
    return Receipt(record.tx, commit, finished=True, note=note)


def _take_back(state: State, fault: OSError) -> None:
    """The journal may not be on the disk. While it can be removed, nothing has happened."""
    _forget(state)
    try:
        drop_journal(state)
    except OSError:
        if pending(state):
            return
    raise NothingChanged(reason(fault)) from None


def _forget(state: State) -> None:
    try:
        (state.dir / "journal.tmp").unlink(missing_ok=True)
    except OSError:
        return


def _decided(state: State, change: Change) -> Record:
    """The change as it will be redone, once everything that can be refused beforehand has been looked at."""
    paths = [file.path for file in change.files]
    if not paths or len(set(paths)) != len(paths):
        raise ValueError("a change has at least one file, and each once")
    make_state(state)
    if pending(state):
        raise NothingChanged("an earlier change is recorded but not finished")
    if state.git_dir is not None:
        _git_ready(state)
    for file in change.files:
        if read_file(state.root, file.path, LIMIT) != file.old:
            raise ChangedUnderneath(file.path)
        _writable(state, file.path)
    head = git.head(state)
    files = tuple(File(file.path, digest(file.old), file.new) for file in change.files)
    return Record(
        _tx(change, head, files),
        change.op,
        change.message,
        change.trailers,
        change.now,
        change.offset,
        head,
        files,
    )


def _git_ready(state: State) -> None:
    stalelocks.heal(state, patient=False)
    if (refused := git.refuse_reason(state) or stalelocks.held(state)) is not None:
        raise NothingChanged(refused)
    if not git.installed():
        raise NothingChanged("git is not installed")
    if not os.access(git.common_dir(state) / "objects", os.W_OK):
        raise NothingChanged("git's own files are not writable here")


def _writable(state: State, path: str) -> None:
    """A folder that cannot be written would leave the change recorded and never finished."""
    folder = state.root.joinpath(*safe_rel(path)[:-1])
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NothingChanged(f"{folder} is not writable")


def _tx(change: Change, head: str | None, files: tuple[File, ...]) -> str:
    """The same change on the same commit has the same name: it is the same change."""
    made = hashlib.sha256(repr((head, change.op, change.message, change.trailers, change.now)).encode())
    for file in files:
        made.update(repr((file.path, file.old, digest(file.new))).encode())
    return made.hexdigest()[:16]


def _room(state: State, record: Record) -> None:
    """A disk that would fill up half-way is noticed before anything is touched."""
    needed = SPARE + ROOM * sum(len(file.new or b"") for file in record.files)
    for place in (state.root, state.dir):
        disk = os.statvfs(place)
        if disk.f_blocks and disk.f_bavail * disk.f_frsize < needed:
            raise NothingChanged(f"the disk is nearly full: {needed >> 10} KiB are needed")
