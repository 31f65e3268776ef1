"""From a feed's settings to what is in it: which rows, as which events."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.calendars.entry import Calendar, Entry
from bookctl.calendars.shown import Scene, entry_of
from bookctl.ledger.index import Index, Row
from bookctl.model.feed import Feed, Show
from bookctl.model.settings import Settings
from bookctl.model.status import OCCUPYING
from bookctl.model.time import day_start, local_day

PEOPLE = frozenset({"staff", "person"})


class Chosen(NamedTuple):
    """`expires` is the instant at which the first hold among the rows runs out; None where there is none."""

    rows: list[Row]
    expires: int | None


def path_of(name: str, feed: Feed) -> str:
    """Below `public/`."""
    return feed.path or f"{name}.ics"


def days(feed: Feed, today: date) -> tuple[date, date]:
    """The first and the last local day, both included."""
    return today - timedelta(days=feed.past), today + timedelta(days=feed.future)


def choose(index: Index, feed: Feed, now: int, zone: ZoneInfo) -> Chosen:
    """What starts within the feed's days, matches its query and takes place; QueryError where the query does not read.

    A class is one event with its seats counted; its seats are events only where the query asks for customers.
    """
    first, last = days(feed, local_day(now, zone))
    start, end = day_start(first, zone), day_start(last + timedelta(days=1), zone)
    return _live(
        _matching(index, feed.query, (start, end), now, zone), start, now, seats="customer" in feed.query
    )


def chosen_by(index: Index, query: str, now: int, zone: ZoneInfo) -> list[Row]:
    """All that matches a query, whenever it is, and takes place."""
    return _live(index.query(query, now, zone), 0, now, seats="customer" in query).rows


def _matching(index: Index, query: str, span: tuple[int, int], now: int, zone: ZoneInfo) -> list[Row]:
    rows = index.rows(*span)
    if not query.strip():
        return rows
    wanted = {row.id for row in index.query(query, now, zone)}
    return [row for row in rows if row.id in wanted]


def _live(rows: Iterable[Row], start: int, now: int, *, seats: bool) -> Chosen:
    kept: list[Row] = []
    expires: int | None = None
    for row in rows:
        if row.status not in OCCUPYING or row.start < start or (row.session is not None and not seats):
            continue
        if row.status == "held" and row.until is not None:
            if row.until <= now:
                continue
            expires = row.until if expires is None else min(expires, row.until)
        kept.append(row)
    return Chosen(sorted(kept, key=lambda row: (row.start, row.id)), expires)


def entries(index: Index, settings: Settings, rows: Sequence[Row], show: Show, now: int) -> list[Entry]:
    """In order of start and UID."""
    seats = {
        row.id: [seat for seat in index.session_rows(row.id) if seat.changed is not None]
        for row in rows
        if row.kind == "session"
    }
    scene = _scene(index, settings, rows, show)._replace(
        taken={id_: sum(seat.seats for seat in found if _taken(seat, now)) for id_, found in seats.items()}
    )
    return [
        entry_of(row, show, scene, max((seat.changed or 0 for seat in seats.get(row.id, ())), default=None))
        for row in rows
    ]


def _taken(seat: Row, now: int) -> bool:
    expired = seat.status == "held" and seat.until is not None and seat.until <= now
    return seat.status in OCCUPYING and not expired


def _scene(index: Index, settings: Settings, rows: Sequence[Row], show: Show) -> Scene:
    people = index.customers({row.customer for row in rows if row.customer}) if show != "busy" else {}
    rooms = {one.id: one.name for one in index.resource_lights() if one.kind not in PEOPLE}
    return Scene(
        settings.domain, settings.timezone, settings.locale, settings.currency, settings.address,
        index.names("service"), rooms, people, {},
    )  # fmt: skip


def heading(name: str, feed: Feed, settings: Settings) -> Calendar:
    return Calendar(name=feed.title or f"{settings.name}, {name}", zone=None)
