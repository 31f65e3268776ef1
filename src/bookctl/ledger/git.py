"""Asking git, in a way that no hook, prompt, locale or stray environment variable can change the answer."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.state import State

SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=committed,reference,index",
    "core.filesRefLockTimeout=2000",
    "core.autocrlf=false",
    "core.quotePath=false",
    "commit.gpgSign=false",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
_FLAGS = tuple(word for setting in SETTINGS for word in ("-c", setting))
_KEPT = re.compile(r"GIT_(SSH|SSL|PROXY|ASKPASS|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$)")
_FIXED = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_BUSY = {
    "MERGE_HEAD": "a merge is not finished: git merge --continue or --abort",
    "rebase-merge": "a rebase is not finished: git rebase --continue or --abort",
    "rebase-apply": "a rebase is not finished: git rebase --continue or --abort",
    "CHERRY_PICK_HEAD": "a cherry-pick is not finished: git cherry-pick --continue or --abort",
    "REVERT_HEAD": "a revert is not finished: git revert --continue or --abort",
    "BISECT_LOG": "a bisect is not finished: git bisect reset",
}


class GitFailed(Exception):
    """git ended with an error; the sentence holds the first line it said."""

    def __init__(self, command: str, code: int, said: str) -> None:
        self.command, self.code, self.said = command, code, said
        lines = [line for line in said.splitlines() if line.strip()] or [f"exit status {code}"]
        first = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0])
        super().__init__(f"git {command}: {first[:600]}")


class Object(NamedTuple):
    oid: str
    kind: str
    data: bytes


def environment(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The person's environment without what redirects git; a broken `.git` must not lead git to a folder above."""
    kept = {key: value for key, value in environ.items() if not key.startswith("GIT_") or _KEPT.match(key)}
    return {**kept, **_FIXED, "GIT_CEILING_DIRECTORIES": str(root.absolute().parent)}


def run(root: Path, *args: str, input: bytes | None = None, timeout: float | None = None) -> bytes:  # noqa: A002 - as subprocess calls it
    """Standard output; GitFailed where it ends with an error, is missing, or takes more than `timeout` seconds."""
    import subprocess

    command = args[0] if args else ""
    try:
        done = subprocess.run(
            ["git", *_FLAGS, *args],
            cwd=root,
            env=environment(root, os.environ),
            input=b"" if input is None else input,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except FileNotFoundError:
        raise GitFailed(command, 127, "git is not installed, or the ledger's folder is gone") from None
    except subprocess.TimeoutExpired:
        raise GitFailed(command, 124, f"no answer within {timeout:g} s") from None
    if done.returncode != 0:
        raise GitFailed(command, done.returncode, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def installed() -> bool:
    return any(os.access(Path(folder) / "git", os.X_OK) for folder in os.get_exec_path())


def git_dir(state: State) -> Path:
    if state.git_dir is None:
        raise GitFailed("", 128, "the ledger is not under git")
    return state.git_dir


def common_dir(state: State) -> Path:
    """Where objects and branches are: for a linked work tree that is the main one's `.git`."""
    place = git_dir(state)
    pointer = place / "commondir"
    return place / pointer.read_text("utf-8").strip() if pointer.exists() else place


def branch(state: State) -> str | None:
    """The full name of the current branch (refs/heads/main); None where HEAD is detached or unreadable."""
    try:
        text = (git_dir(state) / "HEAD").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if text.strip() == "ref: refs/heads/.invalid":  # a reftable repository keeps HEAD elsewhere
        return run(state.root, "symbolic-ref", "-q", "HEAD").decode().strip()
    return text.removeprefix("ref:").strip() if text.startswith("ref:") else None


def head(state: State) -> str | None:
    """The newest commit, without starting git in the ordinary case; None before the first one or without git."""
    if state.git_dir is None:
        return None
    name = branch(state)
    common = common_dir(state)
    if name is None or (common / "reftable").exists():
        return _head_by_git(state)
    loose = common / name
    if loose.is_file():
        oid = loose.read_text("ascii", "replace").strip()
        return oid if re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", oid) else _head_by_git(state)
    return _packed(common / "packed-refs", name)


def _head_by_git(state: State) -> str | None:
    try:
        return run(state.root, "rev-parse", "-q", "--verify", "HEAD^{commit}").decode().strip()
    except GitFailed as fault:
        if fault.code == 1:
            return None
        raise


def _packed(path: Path, name: str) -> str | None:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return None
    return next(
        (line[: -len(name) - 1] for line in lines if line.endswith(f" {name}") and line[0] not in "#^"), None
    )


def refuse_reason(state: State) -> str | None:
    """Why nothing can be committed now, as a sentence; None where it can, and without git."""
    if state.git_dir is None:
        return None
    for name, sentence in _BUSY.items():
        if (state.git_dir / name).exists():
            return sentence
    if branch(state) is None:
        return "HEAD is detached: git switch to the branch the ledger lives on"
    return None


def object_format(state: State) -> str:
    """sha1 or sha256, from the repository's own configuration."""
    try:
        text = (common_dir(state) / "config").read_text("utf-8", "replace")
    except FileNotFoundError:
        return "sha1"
    return "sha256" if re.search(r"(?im)^\s*objectformat\s*=\s*\"?sha256\b", text) else "sha1"


def object_id(kind: str, data: bytes, algorithm: str = "sha1") -> str:
    made = hashlib.new(algorithm, b"%s %d\0" % (kind.encode(), len(data)), usedforsecurity=False)
    made.update(data)
    return made.hexdigest()


def blob_oid(data: bytes, algorithm: str = "sha1") -> str:
    """The id under which git keeps these bytes; `algorithm` is `object_format(state)`."""
    return object_id("blob", data, algorithm)


def objects(state: State, names: Sequence[str]) -> list[Object | None]:
    """Several objects from one process, in the order asked; None for what does not exist. Names hold no newline."""
    if not names:
        return []
    out = run(state.root, "cat-file", "--batch", input="".join(f"{name}\n" for name in names).encode("utf-8"))
    found: list[Object | None] = []
    at = 0
    for _ in names:
        line, at = out[at : out.index(b"\n", at)], out.index(b"\n", at) + 1
        words = line.rsplit(b" ", 2)
        if words[-1] in {b"missing", b"ambiguous"}:
            found.append(None)
            continue
        size = int(words[-1])
        found.append(Object(words[0].decode(), words[1].decode(), out[at : at + size]))
        at += size + 1
    return found


def show(state: State, commit: str, path: str) -> bytes | None:
    """The file as it is in a commit; None where the commit has no such file."""
    (found,) = objects(state, (f"{commit}:{path}",))
    return found.data if found is not None and found.kind == "blob" else None


def tree(state: State, commit: str, under: Iterable[str] = ()) -> dict[str, str]:
    """Path to blob id of every file in a commit, or of those under the given folders; symlinks and modules left out."""
    out = run(state.root, "ls-tree", "-r", "-z", commit, "--", *under)
    rows = (row.split(b"\t", 1) for row in out.split(b"\0") if row)
    return {
        path.decode("utf-8", "surrogateescape"): meta.split()[2].decode()
        for meta, path in rows
        if meta.startswith(b"100")
    }


def merge_file(state: State, *, ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """A line-based three-way merge; None where both changed the same place."""
    del state
    import tempfile

    with tempfile.TemporaryDirectory(prefix="bookctl-") as folder:
        for name, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            (Path(folder) / name).write_bytes(data)
        try:
            return run(Path(folder), "merge-file", "-p", "-q", "ours", "base", "theirs")
        except GitFailed as fault:
            if 0 < fault.code < 128:
                return None
            raise
