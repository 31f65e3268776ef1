"""The one lock of a ledger: a kernel lock, so it dies with its process and nobody ever has to remove it.

flock rather than fcntl locks: those are lost as soon as the process closes any descriptor of the file.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bookctl.ledger.state import State, make_state

POLL = 0.01
PATIENCE = 0.5


class Busy(Exception):
    """Somebody else holds the ledger; the sentence names who."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"the ledger is busy: {holder}")


@contextmanager
def exclusive(
    state: State, who: str, wait: float = 10.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """One writer. Waits `wait` seconds, then Busy; NothingChanged where the private state cannot be written."""
    try:
        make_state(state)
        descriptor = _acquire(state, fcntl.LOCK_EX, os.O_RDWR | os.O_CREAT, _Patience(wait, on_wait))
    except OSError as fault:
        from bookctl.ledger.journal import NothingChanged

        raise NothingChanged(f"the ledger cannot be locked: {fault.strerror}") from None
    try:
        _sign(descriptor, who)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def shared(
    state: State, who: str, wait: float = 10.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Many readers, no writer. On a read-only file system nobody writes, so there is nothing to wait for."""
    del who
    descriptor = None
    with suppress(OSError):
        make_state(state)
        descriptor = _acquire(state, fcntl.LOCK_SH, os.O_RDWR | os.O_CREAT, _Patience(wait, on_wait))
    if descriptor is None:
        with suppress(OSError):
            descriptor = _acquire(state, fcntl.LOCK_SH, os.O_RDONLY, _Patience(wait, on_wait))
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


class _Patience:
    def __init__(self, wait: float, on_wait: Callable[[str], None] | None) -> None:
        self._begun = time.monotonic()
        self._wait, self._on_wait = wait, on_wait

    def sleep(self, path: Path) -> None:
        """One poll; says once who is in the way; Busy when the time is up."""
        waited = time.monotonic() - self._begun
        if waited >= self._wait:
            raise Busy(_holder(path))
        if self._on_wait is not None and waited >= PATIENCE:
            self._on_wait(f"waiting for {_holder(path)}")
            self._on_wait = None
        time.sleep(POLL)


def _acquire(state: State, kind: int, flags: int, patience: _Patience) -> int:
    path = state.dir / "lock"
    while True:
        descriptor = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            if _locked(descriptor, kind) and _same(descriptor, path):
                return descriptor
            os.close(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        patience.sleep(path)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same(descriptor: int, path: Path) -> bool:
    """A lock on a file that was replaced meanwhile locks nothing."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _sign(descriptor: int, who: str) -> None:
    """Writes the holder's name for those who wait; a full disk must not stop the holder."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"pid {os.getpid()}, {who}".encode(), 0)


def _holder(path: Path) -> str:
    """Who signed last and when, by the file's own time: the zone of the machine, as the person's watch shows it."""
    try:
        name = path.read_text("utf-8", "replace").strip()
        since = datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the clock on the wall
    except OSError:
        name = ""
    return f"{name}, since {since:%H:%M:%S}" if name else "another bookctl"
