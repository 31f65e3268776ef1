"""Finishing a change: the same steps right after its journal was written and after a crash. Each may be repeated."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger import git, gitindex, stalelocks
from bookctl.ledger.commit import commit_record, find_commit
from bookctl.ledger.disk import sync_path
from bookctl.ledger.epoch import advanced
from bookctl.ledger.files import Content, UnsafeFile, clear_temporaries, put_files, read_file
from bookctl.ledger.interrupts import held_back
from bookctl.ledger.journal import (
    File,
    NothingChanged,
    Record,
    TornJournal,
    digest,
    drop_journal,
    journal_path,
    pending,
    read_journal,
)
from bookctl.ledger.objects import clear_staging
from bookctl.ledger.state import State

LIMIT = 256 << 20
ERASE = "erase"
"""What a killed `forget` left; while it is there nothing else is recorded."""


class Finished(NamedTuple):
    commit: str | None
    note: str


class _Plan(NamedTuple):
    """What to do with one file: write `data`, or, where `clash`, leave it and put ours aside."""

    file: File
    disk: bytes | None
    data: bytes | None
    clash: bool = False


def recover(state: State, now: int | None = None) -> str | None:
    """Finishes or discards what a killed command left; to be called under the exclusive lock, before anything else.

    Returns a sentence for the person. NothingChanged where the book cannot be brought into one of the two states;
    where only the commit is impossible (a merge in progress, a full disk), the files are right and the note says so.
    """
    if (state.dir / ERASE).exists():
        from bookctl.ledger.erase.carry import recover as finish

        return finish(state)
    if not pending(state):
        _tidy(state)
        return None
    try:
        record = read_journal(state)
    except TornJournal:
        return _set_aside(state)
    except OSError as fault:
        raise NothingChanged(f"an unfinished change cannot be read: {fault.strerror or fault}") from None
    with held_back():
        return _recovered(state, record, now)


def _recovered(state: State, record: Record, now: int | None) -> str:
    stalelocks.heal(state, patient=True)
    applied = False
    try:
        clashes = () if _committed(state, record) else _put(state, record)
        applied = True
        clear_staging(state)
        clear_temporaries(state.root, (file.path for file in record.files))
        finished = _finish(state, record, clashes, now)
    except (OSError, UnsafeFile, git.GitFailed) as fault:
        sentence = f"an earlier change ({record.op}) is recorded but not finished: {reason(fault)}"
        if applied:
            return sentence
        raise NothingChanged(sentence) from None
    return f"finished an earlier change that was cut short: {record.op}" + (
        f"; {finished.note}" if finished.note else ""
    )


def carry_out(state: State, record: Record) -> Finished:
    """The change's first try, right after its journal was synced."""
    return _finish(state, record, _put(state, record), None)


def _finish(state: State, record: Record, clashes: Sequence[str], now: int | None) -> Finished:
    """Commit, index, end of the journal. `clashes` are files that kept what the person wrote."""
    commit = None
    if state.git_dir is not None and len(clashes) < len(record.files):
        if (refused := git.refuse_reason(state)) is not None:
            raise git.GitFailed("commit", 1, refused)
        commit = commit_record(state, record, clashes, now)
        files = {file.path: file.new for file in record.files if file.path not in clashes}
        advanced(state, record.head, commit)
        gitindex.settle(state, files, commit)
        stalelocks.heal(state, patient=False)  # a git of ours may have been killed after its work was done
    drop_journal(state)
    if not clashes:
        return Finished(commit, "")
    return Finished(
        commit,
        f"{', '.join(clashes)} had been edited in the same place and was kept; ours is in {_aside(state, record)}",
    )


def reason(fault: Exception) -> str:
    """An error's own words, without numbers and class names."""
    if isinstance(fault, OSError) and fault.strerror:
        return (
            fault.strerror if not isinstance(fault.filename, str) else f"{fault.filename}: {fault.strerror}"
        )
    return str(fault)


def _committed(state: State, record: Record) -> str | None:
    """Once the commit exists all files had been written; what differs since is the person's own edit."""
    head = git.head(state)
    return find_commit(state, record, head) if head and head != record.head else None


def _plans(state: State, record: Record) -> list[_Plan]:
    """If a file clashes and none was written yet, the whole change is put aside: half of it would be worse."""
    plans = [_plan(state, record, file) for file in record.files]
    begun = any(plan.disk == plan.file.new and digest(plan.disk) != plan.file.old for plan in plans)
    if any(plan.clash for plan in plans) and not begun:
        return [plan._replace(clash=True) for plan in plans]
    return plans


def _plan(state: State, record: Record, file: File) -> _Plan:
    disk = read_file(state.root, file.path, LIMIT)
    if disk == file.new or digest(disk) == file.old:
        return _Plan(file, disk, file.new)
    base = _base(state, record, file)
    if disk is None or file.new is None or base is None:
        return _Plan(file, disk, disk, clash=True)
    merged = git.merge_file(state, ours=disk, base=base, theirs=file.new)
    return _Plan(file, disk, disk if merged is None else merged, clash=merged is None)


def _base(state: State, record: Record, file: File) -> bytes | None:
    """The bytes the change was decided on, if git has them."""
    if file.old is None:
        return b""
    old = git.show(state, record.head, file.path) if record.head else None
    return old if digest(old) == file.old else None


def _put(state: State, record: Record) -> tuple[str, ...]:
    """Writes the files; returns those that kept what the person wrote."""
    plans = _plans(state, record)
    aside = [
        Content(plan.file.path, plan.file.new) for plan in plans if plan.clash and plan.file.new is not None
    ]
    if aside:
        folder = _aside(state, record)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_files(folder, aside)
        sync_path(folder.parent)
        sync_path(state.dir)
    put_files(state.root, [Content(p.file.path, p.data) for p in plans if not p.clash and p.data != p.disk])
    return tuple(plan.file.path for plan in plans if plan.clash)


def _aside(state: State, record: Record) -> Path:
    return state.dir / "conflicts" / record.tx


def _set_aside(state: State) -> str:
    """A torn journal never happened, or the disk is failing: it is kept for whoever wants to look."""
    folder = state.dir / "conflicts"
    folder.mkdir(mode=0o700, exist_ok=True)
    journal_path(state).replace(folder / "torn-journal")
    sync_path(folder)
    sync_path(state.dir)
    return f"an unreadable journal was put aside as {folder / 'torn-journal'}; bookctl check proves the book"


def _tidy(state: State) -> None:
    (state.dir / "journal.tmp").unlink(missing_ok=True)
    if (state.dir / gitindex.LATER).exists():
        stalelocks.heal(state, patient=False)
        gitindex.catch_up(state)
