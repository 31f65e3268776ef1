"""What was rendered before: events by what they say, and each feed's file as it was written. Losing it costs time only."""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from bookctl.ledger.index.place import cache_file

if TYPE_CHECKING:
    from sqlite3 import Connection

Sign = tuple[int, int, int, int]
"""Size, mtime_ns, ctime_ns, inode of a written file."""
_TABLES = """
CREATE TABLE IF NOT EXISTS feed (path TEXT PRIMARY KEY, mark BLOB, expires INTEGER, events INTEGER, digest BLOB,
    size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (key BLOB PRIMARY KEY, zone TEXT, text BLOB NOT NULL) WITHOUT ROWID;
"""


class Kept(NamedTuple):
    """A feed's file: `mark` is of all it was made from, `expires` the instant from which it is another all the same."""

    mark: bytes
    expires: int | None
    events: int
    digest: bytes
    sign: Sign


class Cache:
    """In memory where none can be kept. Whatever goes wrong with it, feeds are made anew."""

    def __init__(self, root: Path, environ: Mapping[str, str] = os.environ) -> None:
        base = cache_file(root, environ)
        self._path = base.with_name(f"{base.stem}-feeds.sqlite") if base else None
        self._db = self._open()

    def _open(self) -> "Connection":
        import sqlite3

        for _ in range(2):
            if self._path is None:
                break
            try:
                self._path.parent.mkdir(0o700, parents=True, exist_ok=True)
                return _ready(sqlite3.connect(self._path, timeout=5, isolation_level=None))
            except (OSError, sqlite3.Error):
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
        return _ready(sqlite3.connect(":memory:", isolation_level=None))

    def kept(self, path: str) -> Kept | None:
        row = self._one(
            "SELECT mark, expires, events, digest, size, mtime, ctime, inode FROM feed WHERE path = ?", path
        )
        return None if row is None else Kept(row[0], row[1], row[2], row[3], (row[4], row[5], row[6], row[7]))

    def keep(self, path: str, kept: Kept) -> None:
        self._run(
            "INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", path, *kept[:4], *kept.sign
        )

    def event(self, key: bytes) -> tuple[str | None, bytes] | None:
        """The zone an event uses, and its text."""
        row = self._one("SELECT zone, text FROM event WHERE key = ?", key)
        return None if row is None or not _whole(row[1]) else (row[0], row[1])

    def add(self, made: list[tuple[bytes, str | None, bytes]]) -> None:
        import sqlite3

        with suppress(sqlite3.Error):
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO event VALUES (?, ?, ?)", made)
            self._db.execute("COMMIT")

    def prune(self, most: int = 100_000) -> None:
        """Forgets all events once there are far more than any feed has."""
        found = self._one("SELECT count(*) FROM event")
        if found and found[0] > most:
            self._run("DELETE FROM event")

    def _one(self, sql: str, *values: object) -> Any:
        import sqlite3

        try:
            return self._db.execute(sql, values).fetchone()
        except sqlite3.Error:
            return None

    def _run(self, sql: str, *values: object) -> None:
        import sqlite3

        with suppress(sqlite3.Error):
            self._db.execute(sql, values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()


def _ready(db: "Connection") -> "Connection":
    db.executescript(_TABLES)
    db.execute("PRAGMA synchronous = OFF")
    return db


def _whole(text: object) -> bool:
    return (
        isinstance(text, bytes) and text.startswith(b"BEGIN:VEVENT\r\n") and text.endswith(b"END:VEVENT\r\n")
    )


def digest(*parts: bytes | str) -> bytes:
    """Of the parts in order; each one's length counts, so that no two sequences are alike."""
    made = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.digest()
