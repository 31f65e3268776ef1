"""What this machine remembers of its runs: when the last one ended and which keys it is done with.

The book's own pages say what was sent; this is a second lock on the same door. An undo, a branch that was checked out or
a page that was lost takes nothing out of it.
"""

import os
import re
from typing import NamedTuple

from bookctl.ledger.disk import sync, sync_path, write_all
from bookctl.ledger.state import State
from bookctl.messages.sender import folder, made

_LINE = re.compile(rb"(?m)^([0-9a-f]{16}) ([0-9]{10,12})$")
KEEP = 400 * 86_400
"""Seconds for which a key is remembered after it was due."""
MOST = 1 << 20
"""Bytes after which those that are over are looked for."""


class Last(NamedTuple):
    """The last run that came to its end: the clock's instant, and how many tries it made of which how many failed."""

    at: int
    sent: int = 0
    failed: int = 0


def last_run(state: State) -> Last | None:
    try:
        words = (folder(state) / "last").read_text("ascii").split()
        return Last(*map(int, words))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def ended(state: State, last: Last) -> None:
    """Remembers a run. Losing that in a power cut costs nothing, so nothing is synced."""
    path = made(state) / "last"
    part = path.with_name("last.part")
    part.write_text(" ".join(map(str, last)), "ascii")
    part.replace(path)


def done_keys(state: State) -> set[str]:
    try:
        data = (folder(state) / "done").read_bytes()
    except FileNotFoundError:
        return set()
    return {key.decode() for key, _ in _LINE.findall(data)}


def remember(state: State, keys: dict[str, int], now: int) -> None:
    """Adds keys with the instant they were due, on the disk when this returns; forgets those that are long over."""
    path = made(state) / "done"
    data = b"".join(f"{key} {due}\n".encode() for key, due in keys.items())
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        whole = size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
        write_all(descriptor, data if whole else b"\n" + data)
        sync(descriptor)
    finally:
        os.close(descriptor)
    sync_path(path.parent)
    if size + len(data) > MOST:
        _prune(state, now)


def _prune(state: State, now: int) -> None:
    path = folder(state) / "done"
    kept = [(key, due) for key, due in _LINE.findall(path.read_bytes()) if int(due) > now - KEEP]
    part = path.with_name("done.part")
    part.write_bytes(b"".join(b"%s %s\n" % pair for pair in kept))
    sync_path(part)
    part.replace(path)
    sync_path(path.parent)
