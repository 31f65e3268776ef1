"""Values for shell completion, from whatever the index holds. Asked at every TAB: it loads next to nothing.

Nothing is looked up in the ledger itself: what was typed just now may be missing until the next command.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookctl.ledger.index.packed import Damaged, unpack
from bookctl.ledger.index.place import cache_file

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST = 100
Pair = tuple[str, str]
_DAY = 86_400


def complete(root: Path, kind: str, prefix: str) -> list[Pair]:
    """(value, description) of bookings, sessions, customers, services or resources that begin with the prefix.

    Customers are found by id and by name. Nothing where there is no index yet, or none that reads.
    """
    path = cache_file(root)
    if path is None or not path.is_file():
        return []
    import sqlite3

    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)
        try:
            return _ASK[kind](db, prefix) if kind in _ASK else []
        finally:
            db.close()
    except (sqlite3.Error, Damaged, ValueError, KeyError, IndexError):
        return []


def _bookings(db: "Connection", prefix: str, kind: str) -> list[Pair]:
    rows = _by_prefix(db, prefix, kind) if prefix else _latest(db, kind)
    if not rows:
        return []
    from datetime import datetime
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(_meta(db, "settings")[1])
    names = {row[0]: row[1] for row in _meta(db, "services")}
    return [
        (
            row[0],
            f"{datetime.fromtimestamp(row[3], zone):%a %d %b %H:%M} {_who(db, row)} {names.get(row[6], row[6])}",
        )
        for row in rows
    ]


def _who(db: "Connection", row: tuple[Any, ...]) -> str:
    found = db.execute("SELECT name FROM person WHERE id = ?", (row[7],)).fetchone()
    return found[0] if found else row[7] or "session"


def _by_prefix(db: "Connection", prefix: str, kind: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    ids = db.execute(
        "SELECT by_id.id, rows FROM by_id JOIN page USING (day) WHERE by_id.id >= ? AND by_id.id < ? ORDER BY by_id.id",
        (prefix, prefix + "\U0010ffff"),
    )
    for id_, data in ids:
        found += (row for row in unpack(data) if row[0] == id_ and row[1] == kind)
        if len(found) >= MOST:
            break
    return found


def _latest(db: "Connection", kind: str) -> list[tuple[Any, ...]]:
    """Those around and after the time when the index was last brought up to date."""
    (seen,) = db.execute("SELECT max(read_ns) FROM folder").fetchone()
    found: list[tuple[Any, ...]] = []
    pages = db.execute("SELECT rows FROM page WHERE last > ? ORDER BY day", ((seen or 0) // 10**9 - _DAY,))
    for (data,) in pages:
        found += (row for row in unpack(data) if row[1] == kind)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _customers(db: "Connection", prefix: str, _: str) -> list[Pair]:
    beginning = prefix.casefold()
    rows = db.execute(
        "SELECT id, name, coalesce(phone, email, '') FROM person WHERE retired IS NULL"
        " AND (substr(id, 1, length(?1)) = ?1 OR substr(folded, 1, length(?1)) = ?1) ORDER BY folded, id LIMIT ?2",
        (beginning, MOST),
    ).fetchall()
    by_id = [(id_, f"{name} {reach}".strip()) for id_, name, reach in rows if id_.startswith(beginning)]
    by_name = [
        (name, f"{id_} {reach}".strip()) for id_, name, reach in rows if name.casefold().startswith(beginning)
    ]
    return (by_name + by_id)[: 2 * MOST]


def _records(db: "Connection", prefix: str, kind: str) -> list[Pair]:
    rows = _meta(db, f"{kind}s")
    return [(id_, name) for id_, name, _, retired in rows if retired is None and id_.startswith(prefix)]


def _meta(db: "Connection", key: str) -> Any:
    found = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return unpack(found[0]) if found else ()


_ASK: dict[str, Any] = {
    "booking": lambda db, prefix: _bookings(db, prefix, "booking"),
    "session": lambda db, prefix: _bookings(db, prefix, "session"),
    "customer": lambda db, prefix: _customers(db, prefix, ""),
    "service": lambda db, prefix: _records(db, prefix, "service"),
    "resource": lambda db, prefix: _records(db, prefix, "resource"),
}
