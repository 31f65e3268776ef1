r"""Writing git's loose objects: everything durable before anything refers to it.

git's own commands sync neither the folders of objects nor, by default, the objects, and start a process for
each. The format is part of git's documentation: zlib of `<kind> <size>\0<bytes>` at the path of its hash.
"""

import os
import shutil
import stat
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.disk import spread, sync, sync_path, write_all
from bookctl.ledger.git import common_dir, object_format, object_id
from bookctl.ledger.state import State

# `git prune` knows this prefix too, should bookctl never come back to clear it.
STAGING = "tmp_objdir-bookctl"


class Entry(NamedTuple):
    """One line of a tree: `mode` as git writes it (100644, 40000)."""

    mode: bytes
    oid: str


class Store:
    """Collects new objects; `flush` puts them into the repository, synced, names and all."""

    def __init__(self, state: State) -> None:
        self._folder = common_dir(state) / "objects"
        self._algorithm = object_format(state)
        self._new: dict[str, tuple[str, bytes]] = {}

    def add(self, kind: str, data: bytes) -> str:
        oid = object_id(kind, data, self._algorithm)
        self._new[oid] = (kind, data)
        return oid

    def flush(self) -> None:
        """Objects that exist already are written again: another program's may not be on the disk, or be torn."""
        staging = self._folder / STAGING
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        spread(lambda oid: self._stage(staging / oid, *self._new[oid]), list(self._new))
        folders = [self._folder / name for name in sorted({oid[:2] for oid in self._new})]
        for folder in folders:
            self._make(folder)
        for oid in self._new:
            (staging / oid).rename(self._folder / oid[:2] / oid[2:])
        spread(sync_path, folders)
        staging.rmdir()
        sync_path(self._folder)

    def _stage(self, path: Path, kind: str, data: bytes) -> None:
        import zlib

        readable = stat.S_IMODE(self._folder.stat().st_mode) & 0o444
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, readable)
        try:
            write_all(descriptor, zlib.compress(b"%s %d\0%s" % (kind.encode(), len(data), data), 1))
            sync(descriptor)
        finally:
            os.close(descriptor)

    def _make(self, folder: Path) -> None:
        """As open to others as the repository's own folder of objects (`core.sharedRepository`)."""
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(stat.S_IMODE(self._folder.stat().st_mode))


def clear_staging(state: State) -> None:
    """Removes objects that a killed command had not put in place yet."""
    if state.git_dir is None:
        return
    shutil.rmtree(common_dir(state) / "objects" / STAGING, ignore_errors=True)


def parse_tree(data: bytes, width: int) -> dict[bytes, Entry]:
    """The names in one tree object; `width` is the bytes of an id (20 or 32)."""
    found: dict[bytes, Entry] = {}
    at = 0
    while at < len(data):
        end = data.index(b"\0", at)
        mode, _, name = data[at:end].partition(b" ")
        found[name] = Entry(mode, data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width
    return found


def tree_bytes(entries: dict[bytes, Entry]) -> bytes:
    """Git orders names as if folders ended in a slash."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + b"/" * (item[1].mode == b"40000"))
    return b"".join(b"%s %s\0%s" % (entry.mode, name, bytes.fromhex(entry.oid)) for name, entry in ordered)
