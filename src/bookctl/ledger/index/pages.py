"""From a page's records to what the database keeps of them, and back."""

from collections import defaultdict
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.json import encode

from bookctl.ledger.index.extra import extra_of
from bookctl.ledger.index.packed import pack, unpack
from bookctl.ledger.index.store import Store
from bookctl.ledger.survey import Sheet
from bookctl.model.booking import Booking, Session, Use, sequence
from bookctl.model.status import EXPIRING, OCCUPYING

if TYPE_CHECKING:
    from bookctl.ledger.finding import Finding

Uses = tuple[tuple[str, int, int, int], ...]
_NOTES = 8  # the place of a finding's notes
_INSERT = "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# Table, and the place in a row of what stands in its first column.
_LISTS = (("by_id", 0), ("by_customer", 7), ("by_session", 8))
# One statement for a page is quicker than one for each of its bookings.
_LISTED = "INSERT INTO {table} SELECT DISTINCT value, ?1 FROM json_each(?2)"
_INDEX = "CREATE INDEX IF NOT EXISTS {table}_day ON {table} ({column}, day)"


class Stored(NamedTuple):
    """A page on its way into the database: the fields of `Row`, and (request, id) of the bookings that have one.

    `touched` is the newest instant in their histories.
    """

    day: int
    rows: list[tuple[Any, ...]]
    requests: list[tuple[str, str]]
    touched: int | None


def stored(sheet: Sheet) -> Stored:
    count = len(sheet.sessions)
    rows = [
        _session(one, sheet.file, span) for one, span in zip(sheet.sessions, sheet.spans[:count], strict=True)
    ]
    rows += [
        _booking(one, sheet.file, span) for one, span in zip(sheet.bookings, sheet.spans[count:], strict=True)
    ]
    requests = [(one.request, one.id) for one in sheet.bookings if one.request is not None]
    newest = max((one.history[-1].at for one in sheet.records if one.history), default=None)
    touched = None if newest is None else int(newest.timestamp())
    return Stored(sheet.day.toordinal(), sorted(rows, key=itemgetter(3, 0)), requests, touched)


def _booking(one: Booking, path: str, span: tuple[int, int]) -> tuple[Any, ...]:
    return (
        one.id, "booking", path, *span, intern(one.status), intern(one.service), one.customer, one.session,
        one.seats, one.price, one.zone, None if one.until is None else int(one.until.timestamp()),
        _uses(one, *span), None if one.source is None else intern(one.source), _created(one),
        one.minutes, _changed(one), sequence(one), extra_of(one),
    )  # fmt: skip


def _session(one: Session, path: str, span: tuple[int, int]) -> tuple[Any, ...]:
    return (
        one.id, "session", path, *span, intern(one.status), intern(one.service), None, None,
        one.seats, None, one.zone, None, _uses(one, *span), None, _created(one), None,
        _changed(one), sequence(one), extra_of(one),
    )  # fmt: skip


def _created(one: Booking | Session) -> int | None:
    return int(one.history[0].at.timestamp()) if one.history else None


def _changed(one: Booking | Session) -> int | None:
    return int(one.history[-1].at.timestamp()) if one.history else None


def _uses(one: Booking | Session, start: int, end: int) -> Uses:
    """As `model.booking.held_by`, for a record whose instants are known."""
    return tuple(
        [_use(use, start, end) if isinstance(use, Use) else (intern(use), start, end, 1) for use in one.uses]
    )


def _use(use: Use, start: int, end: int) -> tuple[str, int, int, int]:
    last = end if use.end is None else start + use.end * 60
    return intern(use.resource), start + use.start * 60, last, use.units


def put(store: Store, pages: list[Stored]) -> None:
    """Adds pages the database does not have."""
    store.many(_INSERT, [_columns(page) for page in pages if page.rows])
    for table, place in _LISTS:
        lists = [(page.day, [row[place] for row in page.rows if row[place] is not None]) for page in pages]
        store.many(_LISTED.format(table=table), [(day, _json(values)) for day, values in lists if values])
    requests = {(request, id_, page.day) for page in pages for request, id_ in page.requests}
    store.many("INSERT INTO by_request VALUES (?, ?, ?)", sorted(requests))


def finish(store: Store) -> None:
    """To be called after `put`: sorting a whole list at once is quicker than keeping it in order."""
    for table, _ in _LISTS:
        store.run(_INDEX.format(table=table, column=table.removeprefix("by_")))


def _json(values: list[str]) -> str:
    return encode(values).decode()


def _columns(page: Stored) -> tuple[Any, ...]:
    first, last = page.rows[0][3], max(row[4] for row in page.rows)
    uses = _occupying(page.rows)
    every = [use for found in uses.values() for use in found]
    from_, to = (min(use[0] for use in every), max(use[1] for use in every)) if every else (None, None)
    reach = to - from_ if from_ is not None and to is not None else None
    packed = pack(page.rows), pack(uses)
    return page.day, first, last, last - first, from_, to, reach, page.touched, *packed


def _occupying(rows: list[tuple[Any, ...]]) -> dict[str, list[tuple[int, int, int, str, int | None]]]:
    """By resource: start, end, units, owner, and when the hold ends that it belongs to."""
    found = defaultdict(list)
    for row in rows:
        if row[5] in OCCUPYING:
            until = row[12] if row[5] in EXPIRING else None
            for resource, start, end, units in row[13]:
                found[resource].append((start, end, units, row[0], until))
    return dict(found)


def drop(store: Store, day: int) -> None:
    """Forgets a page, if it is known."""
    found = store.one("SELECT rows FROM page WHERE day = ?", day)
    if found is None:
        return
    rows = unpack(found[0])
    for table, place in _LISTS:
        column = table.removeprefix("by_")
        gone = {(row[place], day) for row in rows if row[place] is not None}
        store.many(f"DELETE FROM {table} WHERE {column} = ? AND day = ?", gone)  # noqa: S608 - names from above
    store.run("DELETE FROM by_request WHERE day = ?", day)
    store.run("DELETE FROM page WHERE day = ?", day)


def findings_out(findings: "list[Finding]") -> bytes | None:
    """The errors, as they are kept; None where there are none."""
    wrong = [one for one in findings if one.severity == "error"]
    flat = [(*one[:_NOTES], tuple(tuple(note) for note in one.notes), *one[_NOTES + 1 :]) for one in wrong]
    return pack(flat) if flat else None


def findings_in(data: bytes) -> "list[Finding]":
    from bookctl.ledger.finding import Finding, Note

    found = [Finding._make(one) for one in unpack(data)]
    return [one._replace(notes=tuple(Note._make(note) for note in one.notes)) for one in found]
