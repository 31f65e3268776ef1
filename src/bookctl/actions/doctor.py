"""Is everything as it should be: questions with an answer and, where it is no, what to do."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.layout import walk
from bookctl.ledger.state import State, find_state

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "davfs"}


class Answer(NamedTuple):
    """`ok` is None where it cannot be known or does not matter here."""

    section: str
    question: str
    ok: bool | None
    hint: str = ""


class Place(NamedTuple):
    """Where the program runs."""

    root: Path | None
    environ: Mapping[str, str]
    encoding: str
    now: int


def examine(place: Place) -> Iterator[Answer]:
    """All answers; none of them changes anything."""
    yield from _program()
    yield from _terminal(place)
    if place.root is None:
        yield Answer(
            "ledger", "is there a ledger", None, "bookctl init FOLDER starts one, -L FOLDER names one"
        )
        return
    state = find_state(place.root)
    yield from _ledger(place.root, state)
    yield from _git(place, state)
    yield from _epoch(state)


def _program() -> Iterator[Answer]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Answer("program", f"is Python 3.11 or newer (this is {version})", sys.version_info >= (3, 11))
    from bookctl.actions import problems  # any module of ours that every command loads

    compiled = problems.__spec__ is not None and Path(problems.__spec__.cached or "").is_file()
    hint = "python -m compileall $(python -c 'import bookctl; print(bookctl.__path__[0])') makes each start faster"
    yield Answer("program", "is the program compiled", compiled, hint)
    yield Answer("program", "is the fast TOML parser there", _importable("toml_rs"), "pip install toml-rs")
    yield Answer(
        "program", "is time zone data there", _importable("tzdata") or Path("/usr/share/zoneinfo").is_dir()
    )


def _importable(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def _terminal(place: Place) -> Iterator[Answer]:
    utf8 = place.encoding.lower().replace("-", "") == "utf8"
    yield Answer("terminal", "does it speak UTF-8", utf8, "export LANG=C.UTF-8, or use --ascii")
    wide = shutil.get_terminal_size().columns
    yield Answer(
        "terminal", f"is it 60 cells wide or more ({wide})", wide >= 60, "narrower ones get lists for boards"
    )


def _ledger(root: Path, state: State) -> Iterator[Answer]:
    yield Answer("ledger", f"is there a ledger ({root})", True)
    open_files = [rel for rel, stat in walk(root) if stat.st_mode & 0o077]
    hint = f"chmod -R go= {root}" + (
        f" ({len(open_files)} files, such as {open_files[0]})" if open_files else ""
    )
    yield Answer("ledger", "can only you read it", not open_files and not root.stat().st_mode & 0o077, hint)
    kind = _filesystem(root)
    hint = "share a ledger through a git remote, never through a network folder"
    yield Answer(
        "ledger",
        f"is it on a disk of this machine ({kind or '?'})",
        kind not in NETWORK if kind else None,
        hint,
    )
    yield Answer(
        "ledger",
        "is no change half done",
        not (state.dir / "journal").exists(),
        "the next command finishes it",
    )


def _filesystem(root: Path) -> str | None:
    """The file system's name, where the machine tells."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return None
    rows = [line.split()[1:3] for line in mounts]
    fitting = [
        (len(where), kind) for where, kind in rows if str(root).startswith(where.replace("\\040", " "))
    ]
    return max(fitting)[1] if fitting else None


def _git(place: Place, state: State) -> Iterator[Answer]:
    if state.git_dir is None:
        yield Answer(
            "git", "is the ledger under git", False, f"git -C {state.root} init: history and undo need it"
        )
        return
    yield Answer("git", "is the ledger under git", True)
    version = _asked(state, "--version").removeprefix("git version ").split(" ")[0]
    enough = version[:1].isdigit() and tuple(int(part) for part in version.split(".")[:2]) >= (2, 34)
    yield Answer("git", f"is git 2.34 or newer ({version or 'not found'})", enough, "install git")
    reason = git.refuse_reason(state)
    yield Answer("git", "can git take a commit", reason is None, reason or "")
    shallow = (state.git_dir / "shallow").exists()
    yield Answer("git", "is the whole history here", not shallow, "git fetch --unshallow")
    name = _asked(state, "config", "user.name")
    yield Answer("git", "does git know your name", bool(name), "git config --global user.name 'Your Name'")
    newest = _asked(state, "log", "-1", "--format=%ct")
    late = newest.isdigit() and int(newest) > place.now + 600
    yield Answer(
        "git", "is the clock right", not late, "the newest change lies in the future: check the clock"
    )


def _epoch(state: State) -> Iterator[Answer]:
    """Nothing of this is asked of a ledger in which nobody was ever forgotten."""
    from bookctl.ledger.epoch import stale
    from bookctl.ledger.epoch_ask import behind, present

    old = stale(state, sure=False)
    if old is not None:
        yield Answer("git", "is this the ledger's own history", False, f"{old}: {'; '.join(old.steps)}")
        return
    left = present(state)
    if left is None:
        return
    yield Answer("git", "is this the ledger's own history", True)
    yield Answer("git", "is nothing left of what was forgotten", not left, "bookctl forget --clean")
    late = behind(state)
    yield Answer("git", "do the remotes have it too", not late, f"{', '.join(late)}: bookctl forget --push")


def _asked(state: State, *words: str) -> str:
    """What git says; nothing where it cannot."""
    try:
        return git.run(state.root, *words).decode().strip()
    except (git.GitFailed, OSError):
        return ""
