"""Which machine sends, and that only one process on it does."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.disk import sync_path
from bookctl.ledger.state import State, make_state

FOLDER = "remind"
_PATHS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


class Place(NamedTuple):
    """What tells this copy of the ledger from another: the machine, and the folder by name and by number."""

    machine: str
    path: str
    number: str

    def same(self, other: "Place") -> bool:
        """A folder that was moved keeps its number, one that was restored in place its name; a copy has neither."""
        return self.machine == other.machine and (self.path == other.path or self.number == other.number)


def folder(state: State) -> Path:
    return state.dir / FOLDER


def made(state: State) -> Path:
    """The folder for the clockwork's own notes, made where it is missing."""
    place = folder(state)
    if not place.is_dir():
        make_state(state)
        place.mkdir(mode=0o700, exist_ok=True)
        sync_path(state.dir)
    return place


@contextmanager
def only_one(state: State) -> Iterator[bool]:
    """Whether this process is the one that may send now; the lock ends with the process."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(made(state) / "lock", flags, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def machine_id(state: State) -> str | None:
    """The id of this copy; None where it has none yet, or has one that was copied from elsewhere."""
    try:
        known, *place = (
            (folder(state) / "machine").read_bytes().decode("utf-8", "surrogateescape").split("\0")
        )
    except FileNotFoundError:
        return None
    return known if len(place) == len(Place._fields) and Place(*place).same(_here(state)) else None


def new_machine_id(state: State) -> str:
    """An id of this copy, readable enough to recognise the machine."""
    known = machine_id(state)
    if known is not None:
        return known
    import re
    import secrets
    import socket

    name = (
        re.sub(r"[^a-z0-9]+", "-", socket.gethostname().partition(".")[0].lower()).strip("-")[:30]
        or "machine"
    )
    made_id = f"{name}-{secrets.token_hex(3)}"
    path = made(state) / "machine"
    part = path.with_name("machine.part")
    part.write_bytes("\0".join((made_id, *_here(state))).encode("utf-8", "surrogateescape"))
    sync_path(part)
    part.replace(path)
    sync_path(path.parent)
    return made_id


def _here(state: State) -> Place:
    return Place(_machine(), str(state.root), str(state.dir.stat().st_ino) if state.dir.exists() else "")


def _machine() -> str:
    """The system's own id, hashed: it is nobody else's business."""
    import hashlib
    import socket

    for path in _PATHS:
        try:
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
        except OSError:
            continue
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:16]
