"""The person's own git index: after a commit it must know the committed files, and lose nothing that was staged.

If it cannot be written now, because somebody sits in `git commit`, the next command does it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from bookctl.ledger import git
from bookctl.ledger.disk import sync_path
from bookctl.ledger.files import UnsafeFile, read_file, write_file
from bookctl.ledger.state import State

LATER = "refresh"
LIMIT = 64 << 20


def refresh(state: State, files: Mapping[str, bytes | None]) -> bool:
    """Enters just these files as HEAD has them. False where that had to be left for later."""
    folder = git.git_dir(state)
    done = not (folder / "index.lock").exists() and (_entered(state, files) or _mended(state, files))
    if done:
        sync_path(folder / "index")
        sync_path(folder)
    else:
        remember(state, files)
    return done


def settle(state: State, files: Mapping[str, bytes | None], commit: str | None) -> None:
    """Brings the index up to a commit just made, or to what the person has committed on top of it since."""
    if git.head(state) == commit:
        refresh(state, files)
    else:
        remember(state, files)
        catch_up(state)


def remember(state: State, paths: Iterable[str]) -> None:
    """Notes durably that these files still have to be entered."""
    write_file(state.dir, LATER, "\0".join(sorted({*paths, *_noted(state)})).encode())


def catch_up(state: State) -> None:
    """Does what an earlier command had to leave."""
    paths = _noted(state)
    if state.git_dir is None or not paths:
        return
    head = git.head(state)
    found = git.objects(state, [f"{head}:{path}" for path in paths]) if head else [None] * len(paths)
    now = {path: item.data if item else None for path, item in zip(paths, found, strict=True)}
    if refresh(state, now):
        (state.dir / LATER).unlink()
        sync_path(state.dir)


def _noted(state: State) -> list[str]:
    try:
        return (state.dir / LATER).read_text("utf-8").split("\0")
    except FileNotFoundError:
        return []


def _entered(state: State, files: Mapping[str, bytes | None]) -> bool:
    same = [path for path in files if _on_disk(state, path) == files[path]]
    other = [path for path in files if path not in set(same)]
    try:
        if not (git.git_dir(state) / "index").exists():
            git.run(state.root, "read-tree", "HEAD")
        if same:
            paths = "".join(f"{path}\0" for path in same).encode()
            git.run(
                state.root, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", input=paths
            )
        if other:
            rows = "".join(_row(state, path, files[path]) for path in other).encode()
            git.run(state.root, "update-index", "--add", "--replace", "-z", "--index-info", input=rows)
    except git.GitFailed:
        return False
    return True


def _row(state: State, path: str, data: bytes | None) -> str:
    """One line of `update-index --index-info`; mode 0 removes."""
    algorithm = git.object_format(state)
    oid = git.blob_oid(data or b"", algorithm)
    return f"{'0' if data is None else '100644'} {oid}\t{path}\0"


def _on_disk(state: State, path: str) -> bytes | None:
    try:
        return read_file(state.root, path, LIMIT)
    except UnsafeFile:
        return b"\0"


def _mended(state: State, files: Mapping[str, bytes | None]) -> bool:
    """An index that a power cut tore is built anew from HEAD; any other trouble is left for later."""
    index = git.git_dir(state) / "index"
    if (index.parent / "index.lock").exists() or not torn(index, git.object_format(state)):
        return False
    index.unlink(missing_ok=True)
    try:
        git.run(state.root, "read-tree", "HEAD")
        git.run(state.root, "update-index", "-q", "--refresh")
    except git.GitFailed as fault:
        if fault.command != "update-index":  # which fails too where files differ from the index
            return False
    return _entered(state, files)


def torn(index: Path, algorithm: str) -> bool:
    """Whether the index's bytes do not match the checksum at their end (all zeros where git was told to skip it)."""
    try:
        data = index.read_bytes()
    except FileNotFoundError:
        return False
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    body, end = data[:-size], data[-size:]
    if not data.startswith(b"DIRC") or len(data) < 12 + size:
        return True
    return end != bytes(size) and hashlib.new(algorithm, body, usedforsecurity=False).digest() != end
