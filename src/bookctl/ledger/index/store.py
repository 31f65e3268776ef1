"""The database itself: made, opened, thrown away when it is damaged."""

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookctl import __version__
from bookctl.ledger.index.packed import Damaged, pack, unpack
from bookctl.ledger.index.place import SCHEMA, cache_file

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor

_ROOM = 50_000  # rows kept decoded: some 40 MB
PATIENCE = 10.0  # seconds to wait for another process that is writing the index
# A page is known by the ordinal of its day; `rows` and `uses` are packed, see pages.py.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE folder (path TEXT PRIMARY KEY, signs BLOB NOT NULL, read_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, oid TEXT NOT NULL, findings BLOB) WITHOUT ROWID;
CREATE INDEX broken ON file (path) WHERE findings IS NOT NULL;
CREATE TABLE head (path TEXT PRIMARY KEY, oid TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE page (
    day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, reach INTEGER NOT NULL,
    use_first INTEGER, use_last INTEGER, use_reach INTEGER, touched INTEGER, rows BLOB NOT NULL, uses BLOB NOT NULL
);
CREATE INDEX page_span ON page (first, last);
CREATE INDEX page_reach ON page (reach);
CREATE INDEX page_use_span ON page (use_first, use_last);
CREATE INDEX page_touched ON page (touched);
CREATE INDEX page_use_reach ON page (use_reach);
CREATE TABLE paid (
    id TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, amount REAL NOT NULL,
    method TEXT NOT NULL, booking TEXT, customer TEXT NOT NULL
);
CREATE INDEX paid_day ON paid (day);
CREATE INDEX paid_at ON paid (at);
CREATE INDEX paid_booking ON paid (booking) WHERE booking IS NOT NULL;
CREATE INDEX paid_customer ON paid (customer);
CREATE TABLE bought (
    id TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, customer TEXT NOT NULL, plan TEXT NOT NULL,
    name TEXT, sessions INTEGER, expires TEXT, price REAL, kind TEXT NOT NULL, value REAL, services TEXT NOT NULL,
    freeze INTEGER NOT NULL, tier TEXT, method TEXT, by TEXT, voided INTEGER, refunded REAL, page TEXT NOT NULL
);
CREATE TABLE frozen (purchase TEXT NOT NULL, day INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX frozen_day ON frozen (day);
CREATE TABLE waiting (
    id TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, customer TEXT NOT NULL, service TEXT NOT NULL, session TEXT,
    first TEXT NOT NULL, last TEXT NOT NULL, hours TEXT NOT NULL, asked TEXT NOT NULL, seats INTEGER NOT NULL,
    dropped INTEGER, page TEXT NOT NULL
);
CREATE INDEX waiting_day ON waiting (day);
CREATE INDEX waiting_last ON waiting (last) WHERE dropped IS NULL;
CREATE INDEX bought_day ON bought (day);
CREATE INDEX bought_customer ON bought (customer);
CREATE TABLE by_id (id TEXT NOT NULL, day INTEGER NOT NULL);
CREATE TABLE by_customer (customer TEXT NOT NULL, day INTEGER NOT NULL);
CREATE TABLE by_session (session TEXT NOT NULL, day INTEGER NOT NULL);
CREATE TABLE by_request (request TEXT, id TEXT, day INTEGER, PRIMARY KEY (request, id, day)) WITHOUT ROWID;
CREATE INDEX request_day ON by_request (day);
CREATE TABLE person (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT, email TEXT, tags TEXT NOT NULL, language TEXT,
    prefers TEXT NOT NULL, retired TEXT, birthday TEXT, alerts TEXT NOT NULL, folded TEXT NOT NULL, digits TEXT NOT NULL, mail TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX person_birthday ON person (birthday) WHERE birthday IS NOT NULL;
CREATE TABLE record (path TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
"""


class Store:
    """An open database. `path` is None where it lives in memory only."""

    def __init__(self, db: "Connection", path: Path | None, made: str) -> None:
        self.db, self.path, self._made = db, path, made
        self._pages: dict[int, list[Any]] = {}
        self._room = _ROOM

    def rows(self, sql: str, *values: Any) -> list[Any]:
        return self.db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or None."""
        return self.db.execute(sql, values).fetchone()

    def run(self, sql: str, *values: Any) -> "Cursor":
        return self.db.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self.db.executemany(sql, rows)

    def meta(self, key: str) -> Any:
        found = self.one("SELECT value FROM meta WHERE key = ?", key)
        return None if found is None else unpack(found[0])

    def set_meta(self, key: str, value: Any) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, pack(value))

    def page(self, day: int) -> list[Any]:
        """The rows of a page as they were packed. Many questions about the same days decode each page once."""
        found = self._pages.get(day)
        if found is None:
            packed = self.one("SELECT rows FROM page WHERE day = ?", day)
            if packed is None:
                raise Damaged("the index names a page that it does not have")
            found = unpack(packed[0])
            self._room -= len(found)
            if self._room < 0:
                self._forget()
            self._pages[day] = found
        return found

    def _forget(self) -> None:
        self._pages, self._room = {}, _ROOM

    def look(self) -> None:
        """From now on every answer is of one state, whatever other processes write."""
        self.end()
        self.run("BEGIN")
        self.one("SELECT count(*) FROM meta")

    def write(self) -> None:
        """Alone, on the newest state, until `commit`."""
        self.end()
        self.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.run("COMMIT")

    def end(self) -> None:
        self._forget()
        if self.db.in_transaction:
            self.run("ROLLBACK")

    def clear(self) -> None:
        """Forgets everything, inside the transaction."""
        for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            self.run(f'DROP TABLE "{name}"')
        for statement in _TABLES.split(";\n"):
            self.run(statement)
        self.set_meta("made", self._made)

    def restart(self) -> None:
        """Forgets everything."""
        self.write()
        self.clear()
        self.commit()

    def ready(self) -> "Store":
        """Empty unless this very program made it for this very ledger."""
        if self._stamp() != self._made:
            self.write()
            if self._stamp() != self._made:
                self.clear()
            self.commit()
        return self

    def _stamp(self) -> Any:
        if self.one("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
            return None
        return self.meta("made")

    def close(self) -> None:
        import sqlite3

        with suppress(sqlite3.Error):
            self.end()
        self.db.close()


def open_store(root: Path) -> Store:
    """The ledger's database, empty where it was missing, damaged or another program's; in memory where none can be kept."""
    path = cache_file(root)
    for _ in range(2):
        if path is None:
            break
        try:
            return _on_disk(path, _made(root))
        except OSError:
            break
        except damages() as fault:
            if passing(fault):
                break
            remove(path)
    return in_memory(root)


def in_memory(root: Path) -> Store:
    return Store(_connect(":memory:"), None, _made(root)).ready()


def _made(root: Path) -> str:
    return f"{SCHEMA} {__version__} {os.path.realpath(root)}"


def damages() -> tuple[type[Exception], ...]:
    """What a question raises where the database cannot be used as it is."""
    import sqlite3

    return Damaged, sqlite3.Error, UnicodeDecodeError


def passing(fault: Exception) -> bool:
    """Whether the disk or another process is in the way, and the database itself may be sound."""
    import sqlite3

    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    return code in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }


def remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _on_disk(path: Path, made: str) -> Store:
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    _mine(path.parent, stat.S_ISDIR)
    with suppress(FileExistsError):
        # Never open and close one that exists: that would drop another connection's POSIX locks.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    _mine(path, stat.S_ISREG)
    store = Store(_connect(path), path, made)
    try:
        return store.ready()
    except BaseException:
        store.close()
        raise


def _mine(path: Path, kind: Any) -> None:
    """PermissionError unless nobody else could have put something there."""
    found = path.lstat()
    if not kind(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise PermissionError(str(path))


def _connect(path: Path | str) -> "Connection":
    import sqlite3

    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    if path != ":memory:":
        db.execute("PRAGMA journal_mode = WAL")
    # NORMAL survives a power cut in WAL mode: at worst the last transactions are missing, which the files' stat tells.
    db.execute("PRAGMA synchronous = NORMAL")
    return db
