"""Which files differ from git's newest commit, without starting git while that commit stays the same."""

from typing import TYPE_CHECKING, Any

from bookctl.ledger.index import scan
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.ledger.state import State

Tree = dict[str, str | None]
"""Path to blob id; None where there is no such file any more."""
_DIRTY = """
SELECT path FROM file WHERE NOT EXISTS (SELECT 1 FROM head WHERE head.path = file.path AND head.oid = file.oid)
UNION SELECT path FROM head WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.path = head.path)
"""


def dirty(store: Store, state: "State") -> list[str]:
    """Ledger files that were added, changed or deleted since the newest commit, in order of path."""
    from bookctl.ledger import git

    commit, known = git.head(state) or "", store.meta("head")
    if known == commit:
        return [path for (path,) in store.rows(_DIRTY)]
    fresh = _changes(state, known, commit) if known and commit else None
    whole = fresh is None
    if fresh is None:
        fresh = dict(git.tree(state, commit)) if commit else {}
    fresh = {path: oid for path, oid in fresh.items() if scan.is_ledger_file(path)}
    tracked = fresh if whole else {**dict(store.rows("SELECT path, oid FROM head")), **fresh}
    files = dict(store.rows("SELECT path, oid FROM file"))
    _remember(store, (known, commit), fresh, whole=whole)
    return sorted(path for path in files.keys() | tracked.keys() if files.get(path) != tracked.get(path))


def _changes(state: "State", old: str, new: str) -> Tree | None:
    """What the newer commit has otherwise; None where git does not know the older one any more."""
    from bookctl.ledger.git import GitFailed, run

    try:
        out = run(state.root, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new)
    except GitFailed:
        return None
    fields = out.split(b"\0")
    changes: Tree = {}
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, oid, _ = meta.split(b" ")
        changes[path.decode("utf-8", "surrogateescape")] = oid.decode() if mode.startswith(b"100") else None
    return changes


def _remember(store: Store, commits: tuple[Any, str], fresh: Tree, *, whole: bool) -> None:
    """Best effort: where another process is writing, git is asked again next time."""
    from sqlite3 import OperationalError

    try:
        store.write()
        if not whole and store.meta("head") != commits[0]:
            store.look()
            return
        store.run("DELETE FROM head WHERE ?", whole)
        store.many(
            "INSERT OR REPLACE INTO head VALUES (?, ?)", [item for item in sorted(fresh.items()) if item[1]]
        )
        store.many("DELETE FROM head WHERE path = ?", [(path,) for path, oid in fresh.items() if oid is None])
        store.set_meta("head", commits[1])
        store.commit()
    except OperationalError:
        store.end()
    store.look()
