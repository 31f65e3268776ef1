"""Reading and replacing single files of a ledger that may have come from somebody else.

Every path is opened component by component without following links, so that no name in a ledger
leads out of it. A replaced file is the old one or the new one, also after a power cut.
"""

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bookctl.ledger.disk import spread, sync, write_all
from bookctl.ledger.folders import Folders, UnsafeFile, why

__all__ = ["Content", "UnsafeFile", "clear_temporaries", "put_files", "read_file", "safe_rel", "write_file"]

LIMIT = 1 << 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Content(NamedTuple):
    """What a file shall contain; None removes it. `mode` is for new files, old ones keep theirs."""

    rel: str
    data: bytes | None
    mode: int = 0o600


def safe_rel(rel: str) -> tuple[str, ...]:
    """The parts of a path inside a ledger; UnsafeFile where it leads outside or into private state."""
    parts = tuple(rel.split("/"))
    if not rel or any(part in {"", ".", ".."} for part in parts):
        raise UnsafeFile(rel, "is no path inside a ledger")
    if any(ord(letter) < 32 or letter == "\x7f" for letter in rel):
        raise UnsafeFile(repr(rel), "has control characters in its name")
    if parts[0].lower() in {".git", ".bookctl"}:
        raise UnsafeFile(rel, "belongs to the private state")
    return parts


def read_file(root: Path, rel: str, limit: int = LIMIT) -> bytes | None:
    """The file's bytes, None where there is none; UnsafeFile for anything but a regular file of at most `limit` bytes."""
    *folders, name = safe_rel(rel)
    with Folders(root) as opened:
        try:
            descriptor = os.open(name, _READ, dir_fd=opened.at("/".join(folders)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            raise UnsafeFile(rel, why(fault)) from None
    with ExitStack() as stack:
        stack.callback(os.close, descriptor)
        return _contents(descriptor, rel, limit)


def _contents(descriptor: int, rel: str, limit: int) -> bytes:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeFile(rel, "is not a regular file")
    if found.st_size > limit:
        raise UnsafeFile(rel, f"is larger than {limit >> 10} KiB")
    pieces, left = [], limit + 1
    try:
        while left and (piece := os.read(descriptor, min(left, found.st_size + 1))):
            pieces.append(piece)
            left -= len(piece)
    except OSError as fault:
        raise UnsafeFile(rel, why(fault)) from None
    if not left:
        raise UnsafeFile(rel, f"is larger than {limit >> 10} KiB")
    return b"".join(pieces)


def write_file(root: Path, rel: str, data: bytes, mode: int = 0o600) -> None:
    """Replaces the file durably; returns when it would survive a power cut."""
    put_files(root, (Content(rel, data, mode),))


def put_files(root: Path, contents: Sequence[Content]) -> None:
    """Replaces or removes files: all new bytes are on the disk before the first name changes."""
    with Folders(root) as folders:
        places = [(folders.at(_folder(item.rel), make=item.data is not None), item) for item in contents]
        fresh = [(folder, item) for folder, item in places if item.data is not None]
        spread(lambda place: _stage(*place), fresh)
        for folder, item in places:
            _publish(folder, item)
        folders.sync()


def clear_temporaries(root: Path, rels: Iterable[str]) -> None:
    """Removes what a killed `put_files` left beside the files."""
    with Folders(root) as folders:
        for rel in rels:
            try:
                os.unlink(_temporary(rel), dir_fd=folders.at(_folder(rel)))
            except FileNotFoundError:
                continue


def _stage(folder: int, item: Content) -> None:
    temporary, name = _temporary(item.rel), PurePosixPath(item.rel).name
    try:
        descriptor = os.open(temporary, _FRESH, 0o600, dir_fd=folder)
    except FileExistsError:
        os.unlink(temporary, dir_fd=folder)
        descriptor = os.open(temporary, _FRESH, 0o600, dir_fd=folder)
    try:
        os.fchmod(descriptor, _mode(name, folder, item.mode))
        write_all(descriptor, item.data or b"")
        sync(descriptor)
    finally:
        os.close(descriptor)


def _publish(folder: int, item: Content) -> None:
    name = PurePosixPath(item.rel).name
    if item.data is None:
        _unlink(name, folder)
    else:
        os.rename(_temporary(item.rel), name, src_dir_fd=folder, dst_dir_fd=folder)


def _mode(name: str, folder: int, default: int) -> int:
    try:
        return stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return default


def _unlink(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return


def _folder(rel: str) -> str:
    return "/".join(safe_rel(rel)[:-1])


def _temporary(rel: str) -> str:
    """Always the same name for a file, so that the next writer clears what a killed one left."""
    return f".{PurePosixPath(rel).name}.bookctl-tmp"
