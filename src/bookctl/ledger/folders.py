"""The folders of a ledger that may have come from somebody else, entered without following a link."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from bookctl.ledger.disk import spread, sync

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class UnsafeFile(Exception):
    """A file that the ledger must not contain: a link, a device, something huge or unreadable."""

    def __init__(self, rel: str, reason: str) -> None:
        self.rel, self.reason = rel, reason
        super().__init__(f"{rel}: {reason}")


class Folders:
    """Open folders of a ledger by relative path, reached without following a link; closed together."""

    def __init__(self, root: Path) -> None:
        self._open = {"": os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)}

    def at(self, rel: str, *, make: bool = False) -> int:
        """FileNotFoundError where it is missing and not to be made; UnsafeFile behind a link."""
        if rel not in self._open:
            parent, _, name = rel.rpartition("/")
            above = self.at(parent, make=make)
            try:
                self._open[rel] = self._reach(above, name, make=make)
            except FileNotFoundError:
                raise
            except OSError as fault:
                raise UnsafeFile(rel, why(fault)) from None
        return self._open[rel]

    def _reach(self, above: int, name: str, *, make: bool) -> int:
        try:
            return os.open(name, _FOLDER, dir_fd=above)
        except FileNotFoundError:
            if not make:
                raise
        os.mkdir(name, 0o700, dir_fd=above)
        return os.open(name, _FOLDER, dir_fd=above)

    def sync(self) -> None:
        """Also those above: a killed command may have made a folder without syncing its name."""
        spread(sync, list(self._open.values()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)


def why(fault: OSError) -> str:
    import errno

    if fault.errno in {errno.ELOOP, errno.EMLINK}:
        return "is a symbolic link; links are not followed"
    if fault.errno == errno.ENOTDIR:
        return "is a link or a file where a folder belongs"
    return f"cannot be read: {fault.strerror}"
