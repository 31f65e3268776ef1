"""Where in all of history something stands: every branch, tag, stash and what else has a name."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.state import State


class Ref(NamedTuple):
    """A name in git; `kind` is what it points to: commit or tag."""

    name: str
    oid: str
    kind: str


class Stash(NamedTuple):
    oid: str
    message: str


Paths = dict[str, set[str]]
"""Path to the ids of all contents it ever had."""


def refs(state: State) -> list[Ref]:
    """All but names of names, such as refs/remotes/origin/HEAD; git's own `refs/stash` too."""
    out = git.run(
        state.root, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(objecttype)%00%(symref)"
    )
    rows = (line.split("\0") for line in out.decode("utf-8", "surrogateescape").splitlines())
    return [Ref(*row[:3]) for row in rows if not row[3] and row[2] in {"commit", "tag"}]


def stashes(state: State) -> list[Stash]:
    """The newest first; they are entries of a log, not names."""
    if not any(ref.name == "refs/stash" for ref in refs(state)):
        return []
    out = git.run(state.root, "log", "-g", "-z", "--format=%H%x01%gs", "refs/stash", "--")
    rows = (row.partition("\1") for row in out.decode("utf-8", "replace").split("\0") if row)
    return [Stash(oid.strip(), message) for oid, _, message in rows]


def commits(state: State, tips: Iterable[str]) -> list[str]:
    """All that can be reached, parents before children."""
    names = "".join(f"{tip}\n" for tip in tips).encode()
    return (
        git.run(state.root, "rev-list", "--topo-order", "--reverse", "--stdin", input=names).decode().split()
    )


def paths(state: State, found: Collection[str]) -> Paths:
    """What every file was in any of the commits."""
    names = "".join(f"{commit}\n" for commit in found).encode()
    out = git.run(
        state.root, "diff-tree", "--stdin", "-r", "-m", "--root", "-z", "--raw", "--no-renames", "--no-abbrev",
        "--no-commit-id", input=names,
    )  # fmt: skip
    words = out.decode("utf-8", "surrogateescape").split("\0")
    known: Paths = {}
    for meta, path in zip(words[0::2], words[1::2], strict=False):
        before, after, old, new, _ = meta[1:].split(" ")
        contents = known.setdefault(path, set())
        contents |= {oid for mode, oid in ((before, old), (after, new)) if mode.startswith("10")}
    return known
