"""Where a ledger keeps what is nobody's business: lock, journal, what could not be merged.

Inside `.git`, so that `git clean -fdx` cannot delete a journal that is still needed.
"""

import os
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.disk import sync_path


class ForeignLedger(Exception):
    """A ledger of another user: what stands in it could make this user's git run programs."""

    def __init__(self, folder: Path, owner: int) -> None:
        super().__init__(
            f"{folder} belongs to another user (uid {owner}); bookctl works on your own ledgers only"
        )


class State(NamedTuple):
    """`git_dir` is None where the ledger is not the top of a git work tree; `dir` may not exist yet."""

    root: Path
    git_dir: Path | None
    dir: Path


def find_state(root: Path) -> State:
    """Looks only at `root` itself, never above it; ForeignLedger where another user owns it."""
    _own(root)
    git_dir = _git_dir(root)
    if git_dir is None:
        return State(root, None, root / ".bookctl")
    _own(git_dir)
    return State(root, git_dir, git_dir / "bookctl")


def make_state(state: State) -> None:
    """Creates the private folder so that a power cut cannot take it, and the journal in it, away.

    The lock file is made after the sync: while it is missing nobody may trust that the sync was done.
    """
    if (state.dir / "lock").exists():
        return
    try:
        state.dir.mkdir(mode=0o700)
    except FileExistsError:
        _own(state.dir)
    sync_path(state.dir.parent)
    if state.git_dir is None:
        ignored = state.dir / ".gitignore"
        ignored.touch(mode=0o600)
        ignored.write_text("*\n", "ascii")


def _git_dir(root: Path) -> Path | None:
    """`.git` as a folder, or where a `.git` file points: linked work trees, submodules."""
    place = root / ".git"
    if place.is_dir():
        return place
    if not place.is_file():
        return None
    text = place.read_text("utf-8", "surrogateescape")
    pointed = root / text.removeprefix("gitdir:").strip()
    return pointed if text.startswith("gitdir:") and pointed.is_dir() else None


def _own(folder: Path) -> None:
    owner, me = folder.stat().st_uid, os.geteuid()
    if me not in {owner, 0}:
        raise ForeignLedger(folder, owner)
