"""What must be true of a ledger after anything was killed and the next command has run."""

import os
import subprocess
from pathlib import Path

from bookctl.ledger.files import read_file
from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import Change, FileChange, Receipt, commit_change

NOW = 1_795_000_000
PAGE = "bookings/2026/2026-11-24.toml"

LEFTOVERS = (".lock", ".tmp", "-tmp", ".bookctl-tmp")


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}{done.stdout}"
    return done.stdout


def new_repository(root: Path, files: dict[str, bytes | None]) -> None:
    """A ledger's folder under git with one commit."""
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main", "--template=")
    git(root, "config", "user.name", "Wang")
    git(root, "config", "user.email", "wang@example.com")
    for path, data in files.items():
        if data is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Before")


def contents(root: Path) -> dict[str, bytes]:
    """Every file of the work tree."""
    found = (
        path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts
    )
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def age_locks(root: Path) -> None:
    """As if a minute had gone by since the kill: git's locks are only removed when they are not fresh."""
    for lock in (root / ".git").rglob("*.lock"):
        old = lock.stat().st_mtime - 60
        os.utime(lock, (old, old))


def leftovers(root: Path) -> list[str]:
    """Locks, journals and temporary files that are still there."""
    names = (str(path.relative_to(root)) for path in root.rglob("*"))
    return sorted(
        name
        for name in names
        if name.endswith(LEFTOVERS)
        or "tmp_obj" in name
        or name.endswith(("bookctl/journal", "bookctl/refresh"))
    )


def assert_sound(root: Path) -> None:
    """git finds nothing wrong, nothing is uncommitted, nothing lies about."""
    assert not leftovers(root)
    assert not git(root, "fsck", "--full", "--strict", "--no-dangling", "--no-progress").strip()
    assert not git(root, "status", "--porcelain=v2").strip()


def change(root: Path, files: dict[str, bytes | None], **more) -> Receipt:
    """Changes the files from what they are now."""
    state = find_state(root)
    with exclusive(state, "test"):
        recover(state, NOW)
        made = tuple(FileChange(path, read_file(root, path), data) for path, data in files.items())
        return commit_change(
            state, Change(more.pop("op", "book x"), more.pop("message", "Book x"), made, now=NOW, **more)
        )
