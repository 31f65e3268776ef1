"""The disk itself: whole writes, syncs, and many of them at once."""

import errno
import fcntl
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

MANY = 16
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)

Item = TypeVar("Item")


def write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync(descriptor: int) -> None:
    """fsync, past the drive's own cache where the system has a separate call for that (macOS)."""
    if _FULL_SYNC is not None:
        try:
            fcntl.fcntl(descriptor, _FULL_SYNC)
        except OSError as fault:  # not every file system has it; a failing disk is no reason to try again
            if fault.errno not in {errno.ENOTSUP, errno.ENOTTY, errno.EINVAL}:
                raise
        else:
            return
    os.fsync(descriptor)


def sync_path(path: Path) -> None:
    """Makes a file's bytes, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def spread(work: Callable[[Item], None], items: Sequence[Item]) -> None:
    """Does the work for each item; many at once where waiting for the disk would add up."""
    if len(items) < MANY:
        for item in items:
            work(item)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, items))
