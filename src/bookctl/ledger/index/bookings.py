"""Bookings and sessions from the index: by time, id, customer, session and request."""

from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import Any

from bookctl.ledger.index.packed import unpack
from bookctl.ledger.index.quiet import no_collector
from bookctl.ledger.index.rows import KINDS, Row
from bookctl.ledger.index.store import Store

# Pages that overlap [start, end): they begin at most as long before `start` as the longest page reaches.
_OVERLAPPING = """
SELECT first, last, rows FROM page
WHERE first < ?2 AND last > ?1 AND first >= ?1 - (SELECT coalesce(max(reach), 0) FROM page) ORDER BY day
"""
_OF_CUSTOMER = """
SELECT page.day FROM by_customer CROSS JOIN page ON page.day = by_customer.day
WHERE customer = ?1 AND first < ?3 AND last > ?2 ORDER BY page.day
"""
_ORDER = itemgetter(3, 0)  # start, then id


def between(store: Store, start: int, end: int, kinds: Collection[str] = KINDS) -> list[Row]:
    """All that overlaps [start, end), by start and id."""
    found: list[Any] = []
    with no_collector():
        for first, last, data in store.run(_OVERLAPPING, start, end):
            rows = unpack(data)
            inside = first >= start and last <= end
            found += rows if inside else [row for row in rows if row[3] < end and row[4] > start]
        if set(kinds) < set(KINDS):
            found = [row for row in found if row[1] in kinds]
        found.sort(key=_ORDER)
        return [Row._make(row) for row in found]


def touched(store: Store, since: int) -> list[Row]:
    """All on the pages on which something was changed at that instant or later, by their histories."""
    pages = store.rows("SELECT rows FROM page WHERE touched >= ? ORDER BY day", since)
    return [Row._make(row) for (data,) in pages for row in unpack(data)]


def everything(store: Store) -> Iterator[list[Row]]:
    """The whole book, page by page."""
    for (data,) in store.run("SELECT rows FROM page ORDER BY day"):
        yield [Row._make(row) for row in unpack(data)]


def by_prefix(store: Store, prefix: str, limit: int) -> list[Row]:
    """Those whose id begins so, in order of id."""
    sql = "SELECT id, day FROM by_id WHERE id >= ?1 AND id < ?2 ORDER BY id, day LIMIT ?3"
    return [
        row
        for id_, day in store.rows(sql, prefix, prefix + "\U0010ffff", limit)
        for row in _on(store, day, 0, id_)
    ]


def by_id(store: Store, id_: str) -> Row | None:
    """The first of them, should several pages have the id."""
    days = store.rows("SELECT day FROM by_id WHERE id = ? ORDER BY day LIMIT 1", id_)
    return next((row for (day,) in days for row in _on(store, day, 0, id_)), None)


def of_customer(store: Store, customer: str, span: tuple[int, int] | None = None) -> list[Row]:
    """All, or those that overlap the span."""
    if span is None:
        days = store.rows("SELECT day FROM by_customer WHERE customer = ? ORDER BY day", customer)
        return sorted((row for (day,) in days for row in _on(store, day, 7, customer)), key=_ORDER)
    start, end = span
    rows = (
        row
        for (day,) in store.rows(_OF_CUSTOMER, customer, start, end)
        for row in _on(store, day, 7, customer)
    )
    return sorted((row for row in rows if row.start < end and row.end > start), key=_ORDER)


def of_session(store: Store, session: str) -> list[Row]:
    """The seats taken in a session, whatever their status."""
    days = store.rows("SELECT day FROM by_session WHERE session = ? ORDER BY day", session)
    return sorted((row for (day,) in days for row in _on(store, day, 8, session)), key=_ORDER)


def of_request(store: Store, request: str) -> Row | None:
    found = store.one("SELECT day, id FROM by_request WHERE request = ? ORDER BY day, id", request)
    return None if found is None else next(iter(_on(store, found[0], 0, found[1])), None)


def ids(store: Store) -> frozenset[str]:
    return frozenset(id_ for (id_,) in store.run("SELECT id FROM by_id UNION ALL SELECT id FROM person"))


def requests(store: Store) -> frozenset[str]:
    return frozenset(request for (request,) in store.run("SELECT request FROM by_request"))


def _on(store: Store, day: int, place: int, value: str) -> list[Row]:
    """The rows of a page that have the value in that place."""
    return [Row._make(row) for row in store.page(day) if row[place] == value]
