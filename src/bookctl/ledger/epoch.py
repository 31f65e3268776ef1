"""Whether the history here is the ledger's own, or one that `bookctl forget` has replaced. Asked by every command.

What git said last time is remembered in the private state, with the newest commit and the other copies' branches as
they were then. git is asked again only where one of these is another; every commit of ours carries the answer on.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.state import State

FILE = "epoch"
_EPOCH = re.compile(rb"(?m)^epoch[ \t]*=[ \t]*(\d{1,9})")
_KNOWN = re.compile(r"(\d{1,9}) ([0-9a-f]*) ([0-9a-f]*)\n\Z")


class OldHistory(Exception):
    """Nothing is written here; `steps` are the commands that bring this clone to the ledger's history.

    `back` are forgotten customers who stand in it again: then forgetting them once more is the way.
    """

    def __init__(self, text: str, steps: tuple[str, ...], back: tuple[str, ...] = ()) -> None:
        self.steps, self.back = steps, back
        super().__init__(text)


class Known(NamedTuple):
    """The epoch, the newest commit and the marks of other copies' branches when git was asked."""

    epoch: int
    head: str
    others: str


def stale(state: State, *, sure: bool = True) -> OldHistory | None:
    """Why nothing may be written; None where the history is right, without git, and before the first `forget`.

    Where git fails: GitFailed, or, to read only, None.
    """
    if state.git_dir is None:
        return None
    number, others, known = _stated(state), _others(state), _known(state)
    if number == 1 and known is None and not others:
        return None
    from bookctl.ledger.git import GitFailed, head

    now = Known(number, (head(state) or "") if number > 1 else "", others)
    if now == known:
        return None
    from bookctl.ledger.epoch_ask import ask

    try:
        found = ask(state)
    except GitFailed:
        if sure:
            raise
        return None
    if found is None:
        _remember(state, now)
    return found


def advanced(state: State, before: str | None, commit: str | None) -> None:
    """Carries the answer on to a commit of ours on top of one that was right."""
    known = _known(state)
    if known is not None and commit is not None and known.head and known.head == before:
        _remember(state, known._replace(head=commit))


def approve(state: State) -> None:
    """What is here now is the ledger's history."""
    if state.git_dir is None:
        return
    from bookctl.ledger.git import head

    number = _stated(state)
    _remember(state, Known(number, (head(state) or "") if number > 1 else "", _others(state)))


def remote_refs(state: State) -> list[str]:
    """Other copies' branches of the name that is checked out here, as files in `.git` or packed."""
    from bookctl.ledger.git import branch, common_dir

    name = branch(state)
    if name is None:
        return []
    short, folder = name.removeprefix("refs/heads/"), common_dir(state) / "refs" / "remotes"
    found = {f"refs/remotes/{one.name}/{short}" for one in _remotes(folder) if (one / short).is_file()}
    with suppress(OSError):
        packed = (common_dir(state) / "packed-refs").read_text("utf-8", "replace")
        found |= set(re.findall(rf"(?m)^[0-9a-f]+ (refs/remotes/[^/\n]+/{re.escape(short)})$", packed))
    return sorted(found)


def _stated(state: State) -> int:
    """The settings' epoch as the file has it; 1 where it says nothing."""
    with suppress(OSError):
        if (found := _EPOCH.search((state.root / "bookctl.toml").read_bytes())) is not None:
            return int(found[1])
    return 1


def _others(state: State) -> str:
    """A mark that changes when another copy's branch was fetched; empty where there are no other copies."""
    from hashlib import blake2b

    common = state.git_dir or Path()
    with suppress(OSError):
        if (common / "commondir").exists():
            common = common / (common / "commondir").read_text("utf-8").strip()
    if not _remotes(common / "refs" / "remotes") and not _has_remotes(common):
        return ""
    made = blake2b(digest_size=8)
    for path in (common / "packed-refs", common / "reftable" / "tables.list"):
        with suppress(OSError):
            seen = path.stat()
            made.update(f"{seen.st_mtime_ns} {seen.st_size} {seen.st_ino};".encode())
    with suppress(OSError):
        name = (state.git_dir or Path()).joinpath("HEAD").read_text("utf-8", "replace").strip()
        for remote in _remotes(common / "refs" / "remotes"):
            made.update((remote / name.removeprefix("ref: refs/heads/")).read_bytes())
    return made.hexdigest()


def _remotes(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError:
        return []


def _has_remotes(common: Path) -> bool:
    """Whether another copy's branches may be known in some other way than by files."""
    try:
        return b'[remote "' in (common / "config").read_bytes()
    except OSError:
        return False


def _known(state: State) -> Known | None:
    try:
        found = _KNOWN.match((state.dir / FILE).read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        return None
    return Known(int(found[1]), found[2], found[3]) if found else None


def _remember(state: State, known: Known) -> None:
    """Losing this costs a question to git, so nothing is synced; where nothing can be written git is asked each time."""
    with suppress(OSError):
        part = state.dir / f"{FILE}.part"
        part.touch(0o600)
        part.write_text(f"{known.epoch} {known.head} {known.others}\n", "ascii")
        part.replace(state.dir / FILE)
