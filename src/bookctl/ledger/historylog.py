"""What was changed, when and by whom, and what of it can be taken back: read from git's log, never stored."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.commit import OP, TX
from bookctl.ledger.state import State
from bookctl.ledger.transaction import FileChange

UNDOES = "Bookctl-Undoes"
REDOES = "Bookctl-Redoes"
_FIELDS = ("%H", "%P", "%at", "%an", "%B")
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]*): ?(.*)")


class Entry(NamedTuple):
    """One commit. `when` is the author's instant; `op` None for a commit made with git itself; `parent` the first one."""

    commit: str
    parent: str | None
    when: int
    author: str
    op: str | None
    message: str
    trailers: tuple[tuple[str, str], ...]
    undoes: str | None
    redoes: str | None
    merge: bool = False

    @property
    def ordinary(self) -> bool:
        """Neither an undo nor a redo, and something that can be taken back: no merge, not the ledger's beginning.

        That a message went out cannot be taken back either.
        """
        sent = (self.op or "").startswith("remind ")
        return not (self.undoes or self.redoes or self.merge or sent or self.parent is None)


def history(state: State, paths: Iterable[str] = (), limit: int = 1000) -> list[Entry]:
    """The newest first; only commits that touch the paths, where there are any."""
    if git.head(state) is None:
        return []
    shape = "--format=tformat:" + "%x00".join(_FIELDS)
    out = git.run(
        state.root, "log", "-z", "-n", str(limit), "--encoding=UTF-8", "--no-color", shape, "--", *paths
    )
    fields = out.decode("utf-8", "replace").split("\0")
    size = len(_FIELDS)
    return [_entry(*fields[at : at + size]) for at in range(0, len(fields) - size + 1, size)]


def _entry(commit: str, parents: str, when: str, author: str, body: str) -> Entry:
    message, trailers = split_trailers(body)
    said = dict(trailers)
    above = parents.split()
    return Entry(
        commit,
        above[0] if above else None,
        int(when),
        author,
        said.get(OP),
        message,
        tuple(pair for pair in trailers if pair[0] not in {OP, TX}),
        said.get(UNDOES),
        said.get(REDOES),
        len(above) > 1,
    )


def split_trailers(body: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A commit message and the `Key: value` lines of its last paragraph; a subject is never a trailer."""
    text, _, last = body.strip().rpartition("\n\n")
    found = [_TRAILER.fullmatch(line) for line in last.splitlines()]
    pairs = tuple((match[1], match[2].strip()) for match in found if match)
    return (text.strip(), pairs) if text and len(pairs) == len(found) else (body.strip(), ())


def undo_target(entries: Sequence[Entry]) -> Entry | None:
    """The newest change that is still in force; hand edits and commits made with git count."""
    taken = _taken_back(entries)
    return next((entry for entry in entries if entry.ordinary and entry.commit not in taken), None)


def redo_target(entries: Sequence[Entry]) -> Entry | None:
    """The undo to reverse: the newest whose change is still taken back, if nothing but undo and redo came after it."""
    undos = set(_taken_back(entries).values())
    for entry in entries:
        if entry.ordinary or entry.merge:
            return None
        if entry.commit in undos:
            return entry
    return None


def _taken_back(entries: Sequence[Entry]) -> dict[str, str]:
    """Each change that is not in force, with the commit that took it back. Undoing an undo is a redo, and so on."""
    taken: dict[str, str] = {}
    known = {entry.commit: entry for entry in entries}
    for entry in reversed(entries):
        target, live = _effect(entry, known)
        if target is None:
            continue
        if live:
            taken.pop(target, None)
        else:
            taken[target] = entry.commit
    return taken


def _effect(entry: Entry, known: dict[str, Entry]) -> tuple[str | None, bool]:
    """The ordinary change that an undo or redo is about in the end, and whether it is in force afterwards."""
    target, live = entry.redoes or entry.undoes, bool(entry.redoes)
    while target in known and (above := known[target]) and (above.undoes or above.redoes):
        live = live == bool(above.redoes)
        target = above.redoes or above.undoes
    return target, live


def changed_files(state: State, commit: str, paths: Iterable[str] = ()) -> list[FileChange]:
    """What the commit did to each file, against its first parent; a first commit came from nothing."""
    (found,) = git.objects(state, (f"{commit}^{{commit}}",))
    if found is None:
        raise git.GitFailed("cat-file", 128, f"there is no commit {commit}")
    parents = re.findall(
        r"(?m)^parent ([0-9a-f]+)$", found.data.partition(b"\n\n")[0].decode("utf-8", "replace")
    )
    sides = [parents[0], found.oid] if parents else ["--root", found.oid]
    out = git.run(
        state.root,
        "diff-tree",
        "-r",
        "-z",
        "--raw",
        "--no-renames",
        "--no-commit-id",
        "--full-index",
        *sides,
        "--",
        *paths,
    )
    rows = list(_rows(out.decode("utf-8", "surrogateescape").split("\0")))
    oids = [oid for _, *pair in rows for oid in pair if oid.strip("0")]
    data = dict(zip(oids, (item.data if item else None for item in git.objects(state, oids)), strict=True))
    return [FileChange(path, data.get(old), data.get(new)) for path, old, new in rows]


def _rows(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Path, old and new blob from `:100644 100644 <old> <new> M`, then the path."""
    for meta, path in zip(words[0::2], words[1::2], strict=False):
        _, _, old, new, _ = meta.split(" ")
        yield path, old, new
