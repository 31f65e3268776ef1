"""Thousands of files read one after the other: each folder is opened once, not once for each file."""

import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from bookctl.ledger.files import UnsafeFile, read_file
from bookctl.ledger.folders import Folders

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Bulk:
    """Reads as `read_file` does, and leaves to it whatever is not a small regular file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders = Folders(root)

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file that a walk has found; None where it is gone; UnsafeFile as `read_file`."""
        folder, _, name = path.rpartition("/")
        try:
            descriptor = os.open(name, _FLAGS, dir_fd=self._folders.at(folder))
        except (OSError, UnsafeFile):
            return read_file(self._root, path, limit)
        try:
            found = os.fstat(descriptor)
            if stat.S_ISREG(found.st_mode) and found.st_size <= limit:
                data = os.read(descriptor, found.st_size + 1)
                if len(data) == found.st_size:
                    return data
        finally:
            os.close(descriptor)
        return read_file(self._root, path, limit)

    def __enter__(self) -> Self:
        self._folders.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folders.__exit__(kind, fault, trace)
