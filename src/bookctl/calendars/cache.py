"""What was rendered before: events by what they say, and each feed's file as it was written. Losing it costs time only."""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from bookctl.calendars.place import Sign
from bookctl.ledger.index.place import cache_file

if TYPE_CHECKING:
    from sqlite3 import Connection

_TABLES = """
CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, mark BLOB, since INTEGER, until INTEGER, events INTEGER,
    size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (key BLOB PRIMARY KEY, zone TEXT, text BLOB, sum BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plan (settings TEXT, place INTEGER, name TEXT, path TEXT, past INTEGER, future INTEGER,
    people INTEGER, PRIMARY KEY (settings, place)) WITHOUT ROWID;
"""


class Plan(NamedTuple):
    """What a feed is made from, as its settings say; `people`: customers may change it."""

    name: str
    path: str
    past: int
    future: int
    people: bool


class Kept(NamedTuple):
    """A feed's file: `mark` is of all it was made from; it holds at the instants [since, until)."""

    mark: bytes
    since: int
    until: int
    events: int
    sign: Sign


class Cache:
    """In memory where none can be kept. Whatever goes wrong with it, feeds are made anew."""

    def __init__(self, root: Path, environ: Mapping[str, str] = os.environ) -> None:
        base = cache_file(root, environ)
        self._path = base.with_name(f"{base.stem}-feeds-2.sqlite") if base else None
        self._db = self._open()

    def _open(self) -> "Connection":
        import sqlite3

        for _ in range(2):
            if self._path is None:
                break
            try:
                self._path.parent.mkdir(0o700, parents=True, exist_ok=True)
                self._path.touch(0o600)  # it holds names
                return _ready(sqlite3.connect(self._path, timeout=5, isolation_level=None))
            except (OSError, sqlite3.Error):
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
        return _ready(sqlite3.connect(":memory:", isolation_level=None))

    def plans(self, settings: str) -> dict[str, Plan]:
        """The feeds of the settings with that blob id, in their order; none where they are not known."""
        sql = "SELECT name, path, past, future, people FROM plan WHERE settings = ? ORDER BY place"
        return {
            row[0]: Plan(row[0], row[1], row[2], row[3], bool(row[4])) for row in self._all(sql, settings)
        }

    def plan(self, settings: str, plans: list[Plan]) -> None:
        self._run("DELETE FROM plan")
        for place, one in enumerate(plans):
            self._run("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?, ?)", settings, place, *one)

    def kept(self, path: str) -> Kept | None:
        columns = "mark, since, until, events, size, mtime, ctime, inode"
        row = self._one(f"SELECT {columns} FROM written WHERE path = ?", path)  # noqa: S608 - no value in it
        return None if row is None else Kept(row[0], row[1], row[2], row[3], (row[4], row[5], row[6], row[7]))

    def keep(self, path: str, kept: Kept) -> None:
        self._run(
            "INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", path, *kept[:4], *kept.sign
        )

    def event(self, key: bytes) -> tuple[str | None, bytes] | None:
        """The zone an event uses, and its text."""
        row = self._one("SELECT zone, text, sum FROM event WHERE key = ?", key)
        whole = row is not None and isinstance(row[1], bytes) and row[2] == digest(row[0] or "", row[1])
        return (row[0], row[1]) if row is not None and whole else None

    def add(self, made: list[tuple[bytes, str | None, bytes]]) -> None:
        import sqlite3

        with suppress(sqlite3.Error):
            self._db.execute("BEGIN")
            rows = [(*one, digest(one[1] or "", one[2])) for one in made]
            self._db.executemany("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?)", rows)
            self._db.execute("COMMIT")

    def prune(self, most: int = 100_000) -> None:
        """Forgets all events once there are far more than any feed has."""
        found = self._one("SELECT count(*) FROM event")
        if found and found[0] > most:
            self._run("DELETE FROM event")

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._all(sql, *values)), None)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        import sqlite3

        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.OperationalError:  # busy, or of another make
            return []
        except sqlite3.Error:
            self._forget()
            return []

    def _run(self, sql: str, *values: object) -> None:
        self._all(sql, *values)

    def _forget(self) -> None:
        """In place of a damaged database none, so that the next run begins anew."""
        import sqlite3

        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._db.close()
        self._db = _ready(sqlite3.connect(":memory:", isolation_level=None))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()


def _ready(db: "Connection") -> "Connection":
    db.executescript(_TABLES)
    db.execute("PRAGMA synchronous = OFF")
    return db


def digest(*parts: bytes | str) -> bytes:
    """Of the parts in order; each one's length counts, so that no two sequences are alike."""
    made = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.digest()
