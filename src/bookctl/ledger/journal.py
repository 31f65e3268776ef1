"""The redo journal: one file that holds a whole change. Its rename is the instant at which the change happens.

Layout: a line `bookctl-journal 1 <sha256 of the rest>`, one line of JSON, then the new contents one after another.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.disk import sync, sync_path, write_all
from bookctl.ledger.state import State

VERSION = 1
_MAGIC = b"bookctl-journal "


class NothingChanged(OSError):
    """The change was given up before anything was touched; the reason is a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return self.reason


class File(NamedTuple):
    """`old` is the sha256 of the file the change was decided on, `new` its new bytes; None is an absent file."""

    path: str
    old: str | None
    new: bytes | None


class Record(NamedTuple):
    """A change as it is redone. `head` is the commit it was decided on; `now` an instant, `offset` seconds east of UTC."""

    tx: str
    op: str
    message: str
    trailers: tuple[tuple[str, str], ...]
    now: int
    offset: int
    head: str | None
    files: tuple[File, ...]


class TornJournal(Exception):
    """The journal's bytes are not those that were written."""


def digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def journal_path(state: State) -> Path:
    return state.dir / "journal"


def pending(state: State) -> bool:
    return os.path.lexists(journal_path(state))


def prepare_journal(state: State, record: Record) -> Path:
    """Writes the journal beside its place and syncs it; nothing has happened yet."""
    temporary = state.dir / "journal.tmp"
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
    )
    try:
        for piece in _pieces(record):
            write_all(descriptor, piece)
        sync(descriptor)
    finally:
        os.close(descriptor)
    return temporary


def drop_journal(state: State) -> None:
    journal_path(state).unlink(missing_ok=True)
    sync_path(state.dir)


def read_journal(state: State) -> Record:
    """TornJournal where the checksum is wrong, NothingChanged where a newer bookctl wrote it."""
    first, _, rest = journal_path(state).read_bytes().partition(b"\n")
    words = first.removeprefix(_MAGIC).split()
    if not first.startswith(_MAGIC) or len(words) != 2:
        raise TornJournal
    if words[0] != str(VERSION).encode():
        raise NothingChanged("a newer bookctl left an unfinished change here; finish it with that version")
    if hashlib.sha256(rest).hexdigest().encode() != words[1]:
        raise TornJournal
    return _unpacked(rest)


def _pieces(record: Record) -> list[bytes]:
    """The journal's bytes, not put together: a batch writes many megabytes."""
    files = [
        {"path": f.path, "old": f.old, "new": None if f.new is None else len(f.new)} for f in record.files
    ]
    head = json.dumps({**record._asdict(), "files": files}, separators=(",", ":")).encode()
    rest = [head, b"\n", *(file.new for file in record.files if file.new)]
    checksum = hashlib.sha256()
    for piece in rest:
        checksum.update(piece)
    return [b"%s%d %s\n" % (_MAGIC, VERSION, checksum.hexdigest().encode()), *rest]


def _unpacked(rest: bytes) -> Record:
    head, _, contents = rest.partition(b"\n")
    fields = json.loads(head)
    files, at = [], 0
    for row in fields["files"]:
        size = row["new"]
        files.append(File(row["path"], row["old"], None if size is None else contents[at : at + size]))
        at += size or 0
    trailers = tuple((str(key), str(value)) for key, value in fields["trailers"])
    return Record(**{**fields, "files": tuple(files), "trailers": trailers})
