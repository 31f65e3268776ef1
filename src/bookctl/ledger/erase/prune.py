"""Making git let go of what has no name any more: its logs, its notes to itself, its packs."""

import shutil
from collections.abc import Iterable

from bookctl.ledger import git
from bookctl.ledger.disk import sync_path
from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.erase.person import blobs_left
from bookctl.ledger.state import State

NOTES = (
    "ORIG_HEAD", "FETCH_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "NOTES_EDITMSG",
    "AUTO_MERGE", "gitk.cache",
)  # fmt: skip


def prune(state: State, stashes: Iterable[tuple[str, str]] = ()) -> None:
    """Everything that nothing refers to is gone when this returns; `stashes` are put back, the oldest first."""
    own, common = git.git_dir(state), git.common_dir(state)
    for name in NOTES:
        (own / name).unlink(missing_ok=True)
    shutil.rmtree(common / "rr-cache", ignore_errors=True)
    git.run(state.root, "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    _stashes(state, list(stashes))
    _caches(state)
    git.run(state.root, "repack", "-a", "-q")
    sync_path(common / "objects" / "pack")  # git does not, before it deletes the old packs
    git.run(state.root, "repack", "-a", "-d", "-q")
    git.run(state.root, "prune", "--expire=now")


def left(state: State, intent: Intent) -> list[str]:
    """What git still has of it, as sentences."""
    gone = [oid for rule in intent.rules.values() for oid in rule]
    found = blobs_left(state, gone)
    if not found:
        return []
    return [
        f"git still keeps {len(found)} old contents, such as {found[0]}: git fsck --lost-found says where"
    ]


def _stashes(state: State, stashes: list[tuple[str, str]]) -> None:
    """The log of stashes is their only list, and expiring empties it."""
    if not stashes:
        return
    git.run(state.root, "update-ref", "-d", "refs/stash")
    for oid, message in stashes:
        git.run(state.root, "stash", "store", "-m", message or "stash", oid)


def _caches(state: State) -> None:
    """What git builds from its objects, and marks that would keep old packs."""
    objects = git.common_dir(state) / "objects"
    (objects / "info" / "commit-graph").unlink(missing_ok=True)
    shutil.rmtree(objects / "info" / "commit-graphs", ignore_errors=True)
    for kept in (objects / "pack").glob("*.keep"):
        kept.unlink(missing_ok=True)
