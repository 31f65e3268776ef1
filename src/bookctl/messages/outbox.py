"""What this machine is sending: one small file a message in the ledger's private state, never in git.

    (none) -> claimed -> sending -> sent, failed, retry or unknown -> recorded in messages/, the file removed

A file is a log: its first line is the claim, each further one what came next, the last whole line counts. Every
line is synced before what it announces is done, so a claim that died before `sending` reached nobody, and one that died
in it may have. Only the holder of the sender's lock writes here.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from bookctl.ledger.disk import sync, sync_path, write_all
from bookctl.ledger.state import State as Private
from bookctl.ledger.state import make_state

State = Literal["claimed", "sending", "sent", "failed", "retry", "unknown", "missed", "done"]
FOLDER = "outbox"
_KEY = re.compile(r"[0-9a-f]{16}\Z", re.ASCII)


class Item(NamedTuple):
    """One message on its way. Instants are seconds; `tries` counts beginnings.

    `next` is when another try may be made; 0 once there will be none. `redo`: a person asked for it again.
    """

    key: str
    rule: str
    about: str
    due: int
    deadline: int
    at: int
    state: State = "claimed"
    channel: str | None = None
    to: str | None = None
    tries: int = 0
    next: int = 0
    hash: str | None = None
    reason: str = ""
    redo: bool = False

    @property
    def settled(self) -> bool:
        """Whether this is how it ended, and only has to be recorded."""
        return self.state in {"sent", "failed", "missed", "done"} or (
            self.state == "unknown" and not self.next
        )


class Outbox:
    def __init__(self, private: Private) -> None:
        self._private = private
        self.folder = private.dir / FOLDER

    def names(self) -> list[str]:
        """The keys that are in it, in order; none where it was never made."""
        try:
            return sorted(name for name in os.listdir(self.folder) if _KEY.match(name))  # noqa: PTH208 - names alone
        except FileNotFoundError:
            return []

    def items(self) -> Iterator[Item]:
        """Every claim that reached the disk; what died while it was being claimed never was."""
        for key in self.names():
            item = self.item(key)
            if item is not None:
                yield item

    def item(self, key: str) -> Item | None:
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        told: dict[str, object] = {}
        for line in data.split(b"\n")[:-1]:  # a line without its end was never synced
            try:
                told |= json.loads(line)
            except ValueError:  # torn, and ended by the next line's writer
                continue
        return Item(**told) if {"key", "rule", "about", "due", "deadline", "at"} <= told.keys() else None  # type: ignore[arg-type]  # written below

    def claim(self, item: Item) -> None:
        """FileExistsError where the key is claimed already."""
        self._made()
        if self.item(item.key) is None:
            self._path(item.key).unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self._path(item.key), flags, 0o600)
        try:
            write_all(descriptor, _line(item._asdict()))
            sync(descriptor)
        finally:
            os.close(descriptor)
        sync_path(self.folder)

    def note(self, key: str, state: State, at: int, **more: str | int | None) -> None:
        """What came next, on the disk when this returns."""
        descriptor = os.open(self._path(key), os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            torn = not _ends_whole(descriptor)
            write_all(descriptor, b"\n" * torn + _line({"state": state, "at": at, **more}))
            sync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, keys: list[str]) -> None:
        for key in keys:
            self._path(key).unlink(missing_ok=True)
        if keys:
            sync_path(self.folder)

    def _made(self) -> None:
        make_state(self._private)
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            sync_path(self._private.dir)

    def _path(self, key: str) -> Path:
        if not _KEY.match(key):
            raise ValueError(f"{key!r} is no key")
        return self.folder / key


def _line(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=True).encode() + b"\n"


def _ends_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
