"""One git commit of exactly the files of a change, without touching what the person has staged.

The bytes come from the journal, not from the work tree: an editor may have saved meanwhile. Order: objects and
their folders on the disk, then the branch moved by compare-and-swap, then its folder, then the person's index.
Commits are not signed, whatever `commit.gpgSign` says: a passphrase prompt must not hold up the book.
"""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from bookctl.ledger import git
from bookctl.ledger.disk import sync_path
from bookctl.ledger.journal import Record
from bookctl.ledger.objects import Entry, Store, parse_tree, tree_bytes
from bookctl.ledger.state import State

TX = "Bookctl-Tx"
OP = "Bookctl-Op"
TRIES = 5
NOBODY = "bookctl <bookctl@localhost>"
_FOLDER = b"40000"


def commit_record(
    state: State, record: Record, skip: Iterable[str] = (), now: int | None = None
) -> str | None:
    """Commits the record's files except `skip`; finds the commit where a killed command made it already.

    `now` is the committer's instant where it is later than the change itself. GitFailed or OSError where it fails.
    """
    left = set(skip)
    files = {file.path: file.new for file in record.files if file.path not in left}
    for _ in range(TRIES):
        parent = git.head(state)
        if parent != record.head and parent is not None and (made := find_commit(state, record, parent)):
            sync_branch(state)
            return made
        store = Store(state)
        root, before = _tree(state, store, parent, files)
        if root == before:
            return parent
        commit = store.add("commit", commit_bytes(state, record, (root, parent), now))
        store.flush()
        if _advance(state, record, commit, parent):
            return commit
    raise git.GitFailed("update-ref", 1, "other commits kept coming in between")


def find_commit(state: State, record: Record, newest: str) -> str | None:
    """The commit with this Tx among those that came after the one the change was decided on."""
    since = [f"{record.head}..{newest}"] if record.head else [newest]
    try:
        out = git.run(
            state.root, "log", "-z", "--format=%H %(trailers:key=Bookctl-Tx,valueonly,separator=%x20)", *since
        )
    except git.GitFailed:  # the old head is no longer known: the history was replaced
        out = git.run(
            state.root, "log", "-z", "-n", "500", "--format=%H %(trailers:key=Bookctl-Tx,valueonly)", newest
        )
    rows = (row.split() for row in out.decode("utf-8", "replace").split("\0"))
    return next((row[0] for row in rows if record.tx in row[1:]), None)


def _tree(
    state: State, store: Store, parent: str | None, files: dict[str, bytes | None]
) -> tuple[str, str | None]:
    """The ids of the new root tree and of the parent's."""
    folders = sorted({str(above) for path in files for above in PurePosixPath(path).parents})
    width = 32 if git.object_format(state) == "sha256" else 20
    asked = [f"{parent}:{'' if folder == '.' else folder}" for folder in folders] if parent else []
    found = git.objects(state, asked) if parent else [None] * len(folders)
    trees = {
        folder: parse_tree(item.data, width) if item is not None and item.kind == "tree" else {}
        for folder, item in zip(folders, found, strict=True)
    }
    for path, data in files.items():
        _put(trees[str(PurePosixPath(path).parent)], PurePosixPath(path).name.encode(), store, data)
    before = next(
        (item.oid for folder, item in zip(folders, found, strict=True) if folder == "." and item), None
    )
    return _write_trees(store, trees), before


def _put(entries: dict[bytes, Entry], name: bytes, store: Store, data: bytes | None) -> None:
    if data is None:
        entries.pop(name, None)
        return
    mode = entries[name].mode if name in entries and entries[name].mode.startswith(b"100") else b"100644"
    entries[name] = Entry(mode, store.add("blob", data))


def _write_trees(store: Store, trees: dict[str, dict[bytes, Entry]]) -> str:
    """Deepest first, each folder entered into the one above; git keeps no empty folders. Returns the root's id."""
    for folder in sorted(trees, key=lambda name: -len(PurePosixPath(name).parts)):
        if folder == ".":
            continue
        above = trees[str(PurePosixPath(folder).parent)]
        name = PurePosixPath(folder).name.encode()
        if trees[folder]:
            above[name] = Entry(_FOLDER, store.add("tree", tree_bytes(trees[folder])))
        elif name in above and above[name].mode == _FOLDER:
            del above[name]
    return store.add("tree", tree_bytes(trees["."]))


def commit_bytes(state: State, record: Record, place: tuple[str, str | None], now: int | None) -> bytes:
    """The commit of a tree and its parent; `now` is the committer's instant where it is later than the change."""
    root, parent = place
    author, committer = _people(state)
    zone = f"{'-' if record.offset < 0 else '+'}{abs(record.offset) // 3600:02d}{abs(record.offset) % 3600 // 60:02d}"
    lines = [
        f"tree {root}",
        *([f"parent {parent}"] if parent else []),
        f"author {author} {record.now} {zone}",
        f"committer {committer} {max(record.now, now or 0)} {zone}",
        "",
        message_text(record),
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def message_text(record: Record) -> str:
    """The message with its trailers; nothing in a value can begin another trailer."""
    trailers = ((OP, record.op), (TX, record.tx), *record.trailers)
    body = re.sub(r"[^\S\n]+(?=\n)|\0|\r", "", record.message).strip() or record.op
    return body + "\n\n" + "".join(f"{key}: {' '.join(value.split())}\n" for key, value in trailers)


def _people(state: State) -> tuple[str, str]:
    """Author and committer as `Name <address>`, as the person told git; a plain stand-in where nobody did."""
    pattern = r"^(user|author|committer)\.(name|email)$"
    try:
        out = git.run(state.root, "config", "-z", "--get-regexp", pattern).decode("utf-8", "replace")
    except git.GitFailed:
        return NOBODY, NOBODY
    said = dict(row.split("\n", 1) for row in out.split("\0") if "\n" in row)
    return _person(said, "author"), _person(said, "committer")


def _person(said: dict[str, str], role: str) -> str:
    name, address = (
        re.sub(r"[\x00-\x1f\x7f<>]", "", said.get(f"{role}.{part}") or said.get(f"user.{part}") or "").strip(
            " .,:;\"'\\"
        )
        for part in ("name", "email")
    )
    return f"{name or address} <{address or 'bookctl@localhost'}>" if name or address else NOBODY


def _advance(state: State, record: Record, commit: str, parent: str | None) -> bool:
    """Moves the branch if it still is where we saw it, and syncs its name; False where somebody was faster."""
    try:
        git.run(
            state.root,
            "update-ref",
            "-m",
            f"bookctl: {record.op}",
            "HEAD",
            commit,
            parent or "0" * len(commit),
        )
    except git.GitFailed:
        if git.head(state) != parent:
            return False
        raise
    sync_branch(state)
    return True


def sync_branch(state: State) -> None:
    """The branch's file and the folders that lead to it."""
    common, name = git.common_dir(state), git.branch(state)
    if (common / "reftable").is_dir():
        sync_path(common / "reftable")
    elif name is not None and (common / name).is_file():
        sync_path(common / name)
        for above in PurePosixPath(name).parents:
            if above != PurePosixPath():
                sync_path(common / Path(above))
