"""New objects as one pack, which git itself then takes in, proves and syncs. The format is git's pack format 2."""

import hashlib
import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from bookctl.ledger import git
from bookctl.ledger.disk import sync_path
from bookctl.ledger.state import State

if TYPE_CHECKING:
    from io import BufferedWriter

_KINDS = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
_DELTA = 7
DEEPEST = 40
"""Objects of which each is told by the one before; then one stands whole again."""
_HEAD = struct.Struct(">4sII")


class Pack:
    """Collects objects in a file; `finish` puts them into the repository, where nothing refers to them yet."""

    def __init__(self, state: State, *, dry: bool = False) -> None:
        self._state, self._dry = state, dry
        self._algorithm = git.object_format(state)
        self._known: set[str] = set()
        self._last: dict[str, tuple[str, bytes, int]] = {}
        # `git prune` knows the beginning of this name, should bookctl never come back to clear it.
        self._path = git.common_dir(state) / "objects" / "pack" / "tmp_pack_bookctl"
        self._file = Path(os.devnull).open("wb") if dry else self._begun()  # noqa: SIM115 - closed by `drop`

    def _begun(self) -> "BufferedWriter":
        self._path.parent.mkdir(exist_ok=True)
        self._path.unlink(missing_ok=True)
        file = self._path.open("xb")
        file.write(_HEAD.pack(b"PACK", 2, 0))
        return file

    def add(self, kind: str, data: bytes, like: str | None = None) -> str:
        """The object's id. Of objects that are `like` each other only what differs is written."""
        oid = git.object_id(kind, data, self._algorithm)
        if oid not in self._known:
            self._known.add(oid)
            if not self._dry:
                self._file.write(self._entry(kind, data, like, oid))
        return oid

    def _entry(self, kind: str, data: bytes, like: str | None, oid: str) -> bytes:
        import zlib

        base = self._last.get(like) if like is not None else None
        if like is not None:
            self._last[like] = (oid, data, base[2] + 1 if base and base[2] < DEEPEST else 0)
        if base is None or base[2] >= DEEPEST:
            return _size(_KINDS[kind], len(data)) + zlib.compress(data, 1)
        changes = delta(base[1], data)
        return _size(_DELTA, len(changes)) + bytes.fromhex(base[0]) + zlib.compress(changes, 1)

    def finish(self) -> None:
        if self._known and not self._dry:
            self._file.seek(0)
            self._file.write(_HEAD.pack(b"PACK", 2, len(self._known)))
            self._file.close()
            _sealed(self._path, self._algorithm)
            _taken_in(self._state, self._path)
        self.drop()

    def drop(self) -> None:
        """Gives up what was not taken in."""
        self._file.close()
        if not self._dry:
            self._path.unlink(missing_ok=True)


def delta(old: bytes, new: bytes) -> bytes:
    """One object as another with a stretch in the middle replaced: git's delta, of copies and insertions."""
    first = _same(old, new, min(len(old), len(new)), from_end=False)
    rest = _same(old, new, min(len(old), len(new)) - first, from_end=True)
    middle = new[first : len(new) - rest]
    made = bytearray(_varint(len(old)) + _varint(len(new)))
    made += _copies(0, first)
    for at in range(0, len(middle), 127):
        piece = middle[at : at + 127]
        made += bytes([len(piece)]) + piece
    return bytes(made + _copies(len(old) - rest, rest))


def _same(old: bytes, new: bytes, most: int, *, from_end: bool) -> int:
    """How many bytes both begin, or end, with; at most so many."""
    low, high = 0, most
    while low < high:
        half = (low + high + 1) // 2
        same = old[len(old) - half :] == new[len(new) - half :] if from_end else old[:half] == new[:half]
        low, high = (half, high) if same else (low, half - 1)
    return low


def _copies(at: int, size: int) -> bytes:
    """Copies of a stretch of the old object, at most 64 KiB each."""
    made = bytearray()
    while size:
        piece = min(size, 0xFFFF)
        made += b"\xbf" + at.to_bytes(4, "little") + piece.to_bytes(2, "little")
        at, size = at + piece, size - piece
    return bytes(made)


def _varint(number: int) -> bytes:
    """Seven bits at a time, the lowest first."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def _size(kind: int, size: int) -> bytes:
    """Kind and length: four bits of it, then seven at a time, the lowest first."""
    byte, size = kind << 4 | size & 15, size >> 4
    out = bytearray()
    while size:
        out.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    return bytes([*out, byte])


def _sealed(path: Path, algorithm: str) -> None:
    """Writes the checksum of all that stands in the file behind it."""
    made = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("r+b") as file:
        while piece := file.read(1 << 20):
            made.update(piece)
        file.write(made.digest())


def _taken_in(state: State, path: Path) -> None:
    import subprocess

    flags = [word for setting in git.SETTINGS for word in ("-c", setting)]
    with path.open("rb") as file:
        done = subprocess.run(
            ["git", *flags, "index-pack", "--stdin"],
            cwd=state.root,
            env=git.environment(state.root, os.environ),
            stdin=file,
            capture_output=True,
            check=False,
        )
    if done.returncode != 0:
        raise git.GitFailed("index-pack", done.returncode, done.stderr.decode("utf-8", "replace"))
    sync_path(path.parent)
