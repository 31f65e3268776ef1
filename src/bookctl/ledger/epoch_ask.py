"""Asking git whether a history that was replaced is still here, or has come back."""

from collections.abc import Iterable

from bookctl.ledger import git
from bookctl.ledger.epoch import OldHistory, remote_refs
from bookctl.ledger.erase.settings import Epoch, epoch_of
from bookctl.ledger.layout import SETTINGS, record_path
from bookctl.ledger.state import State

_FORGOT = "Bookctl-Forgot"


def ask(state: State) -> OldHistory | None:
    """None where all is right."""
    if git.branch(state) is None or git.head(state) is None:
        return None
    others = remote_refs(state)
    here, *there = _epochs(state, ["HEAD", *others])
    newest = max([here, *there], key=lambda one: one.number)
    upstream = next((ref for ref, one in zip(others, there, strict=True) if one == newest), None)
    every = [*here.replaced, *(first for one in there for first in one.replaced)]
    if _has(state, every):
        return _old(state, newest, upstream, merged=newest == here)
    back = returned(state, here)
    if not back:
        return None
    return OldHistory(
        f"{', '.join(back)} had been forgotten and came back with commits of an old clone: nothing is written before",
        (f"bookctl forget {' '.join(back)}",),
        tuple(back),
    )


def present(state: State) -> list[str] | None:
    """The first commits of replaced histories whose objects this clone still has; None where none was ever replaced."""
    if state.git_dir is None or git.head(state) is None:
        return None
    epochs = _epochs(state, ["HEAD", *remote_refs(state)])
    every = [first for one in epochs for first in one.replaced]
    return _existing(state, every) if every else None


def behind(state: State) -> list[str]:
    """The remotes that were last seen with an older history than the one here."""
    refs = remote_refs(state)
    here, *there = _epochs(state, ["HEAD", *refs])
    names = [ref.removeprefix("refs/remotes/").partition("/")[0] for ref in refs]
    return [name for name, one in zip(names, there, strict=True) if one.number < here.number]


def forgotten(state: State) -> list[str]:
    """Everybody whom a commit of this history says to be forgotten."""
    shape = f"--format=%(trailers:key={_FORGOT},valueonly,separator=%x20)"
    return sorted(set(git.run(state.root, "log", shape, f"--grep=^{_FORGOT}: ", "HEAD").decode().split()))


def returned(state: State, here: Epoch) -> list[str]:
    """Those of them whose names stand in the history again."""
    if here.number == 1 or not (ids := forgotten(state)):
        return []
    from bookctl.ledger.erase.person import words_of
    from bookctl.ledger.erase.reader import Reader
    from bookctl.ledger.erase.traces import paths

    places = {record_path("customer", id_): id_ for id_ in ids}
    touching = (
        git.run(state.root, "log", "--full-history", "-m", "--format=%H", "HEAD", "--", *places)
        .decode()
        .split()
    )
    found = paths(state, sorted(set(touching)))
    back: set[str] = set()
    with Reader(state) as reader:
        for path, id_ in places.items():
            if any(words_of(reader.get(oid)[1]) for oid in found.get(path, ())):
                back.add(id_)
    return sorted(back)


def only_in(state: State, here: str, there: str) -> list[str]:
    """Commits of one history that the other has neither as they are nor rewritten, the oldest first.

    A commit that was rewritten or cherry-picked kept its author, that one's instant and its trailer, or else its subject; these tell it again.
    """
    known = {row[1:] for row in _log(state, there)}
    return [
        row[0] for row in _log(state, "--no-merges", "--reverse", here, f"^{there}") if row[1:] not in known
    ]


def _log(state: State, *words: str) -> list[tuple[str, ...]]:
    """Id and marks of each commit; the subject only where it has no trailer, as an undo's names another commit."""
    shape = "--format=%H%x00%an%x00%ae%x00%at%x00%(trailers:key=Bookctl-Tx,valueonly,separator=%x20)%x00%s"
    lines = git.run(state.root, "log", shape, *words).decode("utf-8", "replace").splitlines()
    rows = [tuple(line.split("\0")) for line in lines]
    return [row[:5] if len(row) > 4 and row[4] else row for row in rows]


def _epochs(state: State, refs: list[str]) -> list[Epoch]:
    found = git.objects(state, [f"{ref}:{SETTINGS}" for ref in refs])
    return [epoch_of(one.data if one is not None and one.kind == "blob" else None) for one in found]


def _existing(state: State, oids: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(oids))
    if not names:
        return []
    out = git.run(
        state.root, "cat-file", "--batch-check", input="".join(f"{name}\n" for name in names).encode()
    )
    return [line.split()[0] for line in out.decode().splitlines() if " commit " in line]


def _has(state: State, oids: Iterable[str]) -> bool:
    """Whether one of them is part of the history that is checked out."""
    for oid in _existing(state, oids):
        try:
            git.run(state.root, "merge-base", "--is-ancestor", oid, "HEAD")
        except git.GitFailed as fault:
            if fault.code != 1:
                raise
        else:
            return True
    return False


def _old(state: State, newest: Epoch, upstream: str | None, *, merged: bool) -> OldHistory:
    how = "has merged the history of before back in" if merged else "still has the history of before"
    text = f"people were forgotten (epoch {newest.number}), and this clone {how}: nothing is written to it"
    return OldHistory(text, _steps(state, upstream))


def _steps(state: State, upstream: str | None) -> tuple[str, ...]:
    if upstream is None:
        return ("git fetch, then bookctl doctor",)
    place = upstream.removeprefix("refs/remotes/")
    steps = [f"git fetch {place.partition('/')[0]}"]
    if _dirty(state):
        steps.append(
            "git commit -am 'Hand edits', then bookctl doctor again: what is not committed would be lost"
        )
        return tuple(steps)
    own = only_in(state, "HEAD", upstream)
    steps.append(f"git reset --hard {place}")
    if own:
        steps.append(f"git cherry-pick {' '.join(one[:12] for one in own)}")
    steps.append("bookctl forget --clean")
    return tuple(steps)


def _dirty(state: State) -> bool:
    return bool(git.run(state.root, "status", "--porcelain", "--untracked-files=no").strip())
