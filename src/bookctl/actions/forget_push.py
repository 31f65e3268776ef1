"""Giving the new history to other copies, where they still have just what was seen there."""

from typing import NamedTuple

from bookctl.actions.forgetting import remotes
from bookctl.actions.problems import Failed, Underneath
from bookctl.ledger import git
from bookctl.ledger.epoch_ask import only_in
from bookctl.ledger.erase.unpushed import Waiting, clear, read
from bookctl.ledger.state import State

PATIENCE = 120.0  # seconds for an answer


class Pushed(NamedTuple):
    """`unseen` are branches over there that were never fetched: nobody knows what they hold."""

    remote: str
    refs: tuple[str, ...]
    unseen: tuple[str, ...]


def refuse_ahead(state: State) -> None:
    """Underneath where another copy has commits that are not here: they would be lost."""
    for remote in remotes(state):
        for ref, oid in _there(state, remote).items():
            short = ref.removeprefix("refs/heads/")
            seen = git.run(
                state.root, "for-each-ref", "--format=%(objectname)", f"refs/remotes/{remote}/{short}", ref
            )
            if ref != short and oid not in seen.decode().split():
                raise Underneath(
                    f"{remote} has commits on {short} that are not here", help=f"git pull {remote} {short}"
                )


def push(state: State) -> list[Pushed]:
    """To every remote; Underneath where one has what is not here, Failed where it says no or nothing."""
    waiting = read(state)
    done = [_push(state, remote, [one for one in waiting if one.of(remote)]) for remote in remotes(state)]
    clear(state)
    return done


def _push(state: State, remote: str, waiting: list[Waiting]) -> Pushed:
    there = _there(state, remote)
    leases, refs = [], []
    for one in waiting:
        found, new = there.get(one.ref), _here(state, remote, one.ref)
        if found is None or new is None or found == new:
            continue
        if one.ref.startswith("refs/tags/") and found != one.old:
            continue
        if found != one.old:
            _refuse_more(state, remote, one.ref, found)
        leases.append(f"--force-with-lease={one.ref}:{found}")
        refs.append(f"{new}:{one.ref}")
    if refs:
        _asked(state, "push", "--quiet", "--atomic", *leases, remote, *refs)
    known = {one.ref for one in waiting}
    unseen = [
        ref
        for ref in there
        if ref.startswith("refs/heads/") and ref not in known and not _here(state, remote, ref)
    ]
    return Pushed(remote, tuple(ref.partition(":")[2] for ref in refs), tuple(unseen))


def _refuse_more(state: State, remote: str, ref: str, found: str) -> None:
    """Whoever fetched what came in between and took all of it over may go on."""
    short = ref.removeprefix("refs/heads/")
    tracked = f"refs/remotes/{remote}/{short}"
    steps = (f"git fetch {remote}",)
    if _oid(state, tracked) == found:
        more = only_in(state, tracked, "HEAD")
        if not more:
            return
        steps = (f"git cherry-pick {' '.join(oid[:12] for oid in more)}",)
    raise Underneath(
        f"{remote} has commits on {short} that are not here",
        lines=(*steps, "bookctl forget --push", "bookctl forget --clean"),
        help="bookctl help forget",
    )


def _here(state: State, remote: str, ref: str) -> str | None:
    """What the name shall be over there."""
    tracked = f"refs/remotes/{remote}/{ref.removeprefix('refs/heads/')}"
    return _oid(state, ref) or (_oid(state, tracked) if ref.startswith("refs/heads/") else None)


def _oid(state: State, ref: str) -> str | None:
    try:
        return git.run(state.root, "rev-parse", "-q", "--verify", ref).decode().strip()
    except git.GitFailed:
        return None


def _there(state: State, remote: str) -> dict[str, str]:
    """Branches and tags of another copy, as it has them now."""
    out = _asked(state, "ls-remote", "--heads", "--tags", remote)
    rows = (line.split("\t") for line in out.splitlines())
    return {ref: oid for oid, ref in rows if not ref.endswith("^{}")}


def _asked(state: State, *words: str) -> str:
    try:
        return git.run(state.root, *words, timeout=PATIENCE).decode("utf-8", "surrogateescape")
    except git.GitFailed as fault:
        raise Failed(str(fault), help="bookctl forget --push tries again") from None
