"""What lies in the ledger's folders, and the bytes of one file together with the proof that they belong to it."""

import os
import stat
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bookctl.ledger.folders import Folders, UnsafeFile, why
from bookctl.ledger.layout import (
    BUSY,
    FOLDERS,
    JOURNALS,
    PAGE_LIMIT,
    PAGES,
    RECORD_LIMIT,
    SETTINGS,
    busy_of,
    journal_of,
    page_day,
    record_of,
)
from bookctl.model.ids import is_slug

Sign = tuple[int, int, int, int]
"""Size, mtime_ns, ctime_ns, inode."""
MARGIN = 2_000_000_000  # the coarsest clock of a file system in use (FAT) ticks every two seconds
CUSTOMERS = FOLDERS["customer"]
INDEXED = (JOURNALS["payment"], JOURNALS["wait"])
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_TRIES = 3
_PAGED = tuple(f"{folder}/" for folder in (PAGES, *INDEXED))


class Reading(NamedTuple):
    """`data` is None where the file is not fit to be read, `fault` says why; `sign` is None where nothing is sure."""

    data: bytes | None
    sign: Sign | None
    fault: str | None = None


def is_ledger_file(path: str) -> bool:
    """What the index keeps. Messages it does not: only the program writes them, and it reads them itself."""
    journal = journal_of(path)
    if journal is not None:
        return JOURNALS[journal[0]] in INDEXED
    return record_of(path) is not None or page_day(path) is not None or busy_of(path) is not None


def limit_of(path: str) -> int:
    return PAGE_LIMIT if path.startswith(_PAGED) else RECORD_LIMIT


def settled(sign: Sign, read_ns: int) -> bool:
    """Whether a file read at `read_ns` would show any later change in its stat: no change since is as old as this."""
    return max(sign[1], sign[2]) < read_ns - MARGIN


def folders(opened: Folders) -> Iterator[str]:
    """The folders that hold ledger files; those that are missing are not told."""
    yield ""
    yield from FOLDERS.values()
    for paged in (PAGES, *INDEXED):
        yield from _inner(opened, paged, lambda name: len(name) == 4 and name.isdecimal())
    yield from _inner(opened, BUSY, is_slug)


def _inner(opened: Folders, folder: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The folders in a folder, by name; itself where it is not fit to be entered."""
    try:
        names = os.listdir(opened.at(folder))  # noqa: PTH208 - a folder that is already open
    except FileNotFoundError:
        return
    except UnsafeFile:
        yield folder
        return
    yield from sorted(f"{folder}/{name}" for name in names if fits(name))


def signs(opened: Folders, folder: str) -> dict[str, Sign]:
    """Each file of the folder that could be the ledger's, by name; UnsafeFile where the folder is none."""
    if not folder:
        names = [SETTINGS]
    else:
        try:
            names = os.listdir(opened.at(folder))  # noqa: PTH208 - as above
        except FileNotFoundError:
            return {}
    found, descriptor, look = {}, opened.at(folder), os.stat
    suffix = ".ics" if folder.startswith(f"{BUSY}/") else ".toml"
    for name in names:
        if name.endswith(suffix) and name[0] != ".":
            try:
                seen = look(name, dir_fd=descriptor, follow_symlinks=False)
            except FileNotFoundError:
                continue
            found[name] = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    return found


def sign_of(opened: Folders, path: str) -> Sign | None:
    """The stat of one file, None where there is none."""
    folder, _, name = path.rpartition("/")
    try:
        return _sign(os.stat(name, dir_fd=opened.at(folder), follow_symlinks=False))
    except FileNotFoundError:
        return None


def read(opened: Folders, path: str) -> Reading | None:
    """The file's bytes and the stat they belong to; None where there is no such file."""
    folder, _, name = path.rpartition("/")
    for _ in range(_TRIES):
        try:
            descriptor = os.open(name, _FLAGS, dir_fd=opened.at(folder))
        except FileNotFoundError:
            return None
        except UnsafeFile as fault:
            return Reading(None, None, fault.reason)
        except OSError as fault:
            return Reading(None, None, why(fault))
        try:
            found = _steady(descriptor, limit_of(path))
        finally:
            os.close(descriptor)
        if found.sign is not None or found.fault is not None:
            return found
    return found


def _steady(descriptor: int, limit: int) -> Reading:
    """Signed only where nothing was written while it was read."""
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        return Reading(None, None, "is not a regular file")
    try:
        data = _drain(descriptor, min(limit, before.st_size) + 1)
    except OSError as fault:
        return Reading(None, None, why(fault))
    if len(data) > limit or before.st_size > limit:
        return Reading(None, None, f"is larger than {limit >> 10} KiB")
    sign = _sign(before)
    return Reading(data, sign if sign == _sign(os.fstat(descriptor)) and len(data) == sign[0] else None)


def _drain(descriptor: int, most: int) -> bytes:
    pieces = []
    while most > 0 and (piece := os.read(descriptor, most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _sign(found: os.stat_result) -> Sign:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
