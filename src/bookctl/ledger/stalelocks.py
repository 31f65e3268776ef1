"""Locks that a killed git left behind. git refuses to work until a person deletes them; bookctl does it for them.

A lock is stale when it is old enough and no running program has it open. Ages are taken from the file system's
own clock, so neither a wrong system clock nor a network disk's can make a fresh lock look old.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bookctl.ledger.git import common_dir, git_dir
from bookctl.ledger.state import State

OLD = 2.0
OLD_WITHOUT_PROC = 10.0
POLL = 0.05
PROC = Path("/proc")


def heal(state: State, *, patient: bool) -> list[str]:
    """Removes stale locks and says which. A young lock nobody holds is waited for until it is old enough,

    the index's only if `patient`: a commit does not need it.
    """
    if state.git_dir is None:
        return []
    index = state.git_dir / "index.lock"
    notes = [
        _heal(state, lock) for lock in list(_locks(state)) if lock != index or patient or _stale(state, lock)
    ]
    return [note for note in notes if note]


def held(state: State) -> str | None:
    """A lock that stands in the way of a commit, as a sentence; the index's does not."""
    if state.git_dir is None:
        return None
    index = state.git_dir / "index.lock"
    lock = next((lock for lock in _locks(state) if lock != index), None)
    return None if lock is None else f"git is busy in this ledger: {lock} is held by another program"


def _heal(state: State, lock: Path) -> str | None:
    limit = time.monotonic() + _old() + 1
    while lock.exists():
        if _stale(state, lock):
            lock.unlink(missing_ok=True)
            return f"removed {lock.name}, which a killed git left behind"
        if time.monotonic() > limit:
            return None
        time.sleep(POLL)
    return None


def _locks(state: State) -> Iterator[Path]:
    own, common = git_dir(state), common_dir(state)
    fixed = [
        own / "index.lock",
        own / "HEAD.lock",
        *(common / f"{name}.lock" for name in ("packed-refs", "config", "shallow")),
    ]
    yield from (lock for lock in fixed if lock.exists())
    for folder, _, names in os.walk(common / "refs"):
        yield from (Path(folder) / name for name in names if name.endswith(".lock"))


def _old() -> float:
    return OLD if PROC.is_dir() else OLD_WITHOUT_PROC


def _stale(state: State, lock: Path) -> bool:
    try:
        written = lock.stat().st_mtime
    except FileNotFoundError:
        return False
    return _disk_clock(state) - written >= _old() and not _in_use(state, lock)


def _disk_clock(state: State) -> float:
    """What the file system thinks the time is: it has just stamped our own lock file."""
    clock = state.dir / "lock"
    descriptor = os.open(clock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        os.utime(descriptor)
        return os.fstat(descriptor).st_mtime
    finally:
        os.close(descriptor)


def _in_use(state: State, lock: Path) -> bool:
    """Held open by anybody; or the index's while a git runs here, as `git commit` closes it and opens an editor."""
    real = os.path.realpath(lock)
    top = os.path.realpath(state.root)
    for process in PROC.glob("[0-9]*"):
        if lock.name == "index.lock" and _is_git(process) and _inside(process / "cwd", top):
            return True
        with suppress(OSError):
            if any(_points(entry.path) == real for entry in os.scandir(process / "fd")):
                return True
    return False


def _is_git(process: Path) -> bool:
    try:
        return (process / "comm").read_text().startswith("git")
    except (OSError, UnicodeDecodeError):
        return False


def _inside(link: Path, top: str) -> bool:
    place = _points(str(link))
    return place == top or place.startswith(top + os.sep)


def _points(link: str) -> str:
    try:
        return str(Path(link).readlink())
    except OSError:
        return ""
