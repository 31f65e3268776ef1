"""From a feed's settings to what is in it: which rows, as which events."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.calendars.entry import Calendar, Entry
from bookctl.calendars.shown import Scene, entry_of
from bookctl.calendars.window import instants
from bookctl.ledger.index import Index, Row
from bookctl.model.feed import Feed, Show
from bookctl.model.persons import PEOPLE
from bookctl.model.settings import Settings
from bookctl.model.status import EXPIRING, OCCUPYING
from bookctl.model.time import local_day

EVER = 1 << 62
_NAMES_CUSTOMER = re.compile(r"(?:^|\s)customer[:：]", re.IGNORECASE)


class Chosen(NamedTuple):
    """Between the instants [since, until) no hold runs out, so that the rows and their seats stay the same."""

    rows: list[Row]
    since: int
    until: int


def path_of(name: str, feed: Feed) -> str:
    """Below `public/`."""
    return feed.path or f"{name}.ics"


def choose(index: Index, feed: Feed, now: int, zone: ZoneInfo) -> Chosen:
    """What starts within the feed's days, matches its query and takes place; QueryError where the query does not read.

    A class is one event with its seats counted; its seats are events only where the query asks for customers.
    """
    start, end = instants(feed, local_day(now, zone), zone)
    rows = [row for row in index.rows(start, end) if row.start >= start]
    ends = [row.until for row in rows if row.status in EXPIRING and row.until is not None]
    since = max((at for at in ends if at <= now), default=-EVER)
    until = min((at for at in ends if at > now), default=EVER)
    if feed.query.strip():
        wanted = {row.id for row in index.query(feed.query, now, zone)}
        rows = [row for row in rows if row.id in wanted]
    return Chosen(_live(rows, now, seats=_asks_for_customers(feed.query)), since, until)


def chosen_by(index: Index, query: str, now: int, zone: ZoneInfo) -> list[Row]:
    """All that matches a query, whenever it is, and takes place."""
    return _live(index.query(query, now, zone), now, seats=_asks_for_customers(query))


def _asks_for_customers(query: str) -> bool:
    return _NAMES_CUSTOMER.search(query) is not None


def _live(rows: Iterable[Row], now: int, *, seats: bool) -> list[Row]:
    kept = [row for row in rows if _takes_place(row, now) and (seats or row.session is None)]
    return sorted(kept, key=lambda row: (row.start, row.id))


def _takes_place(row: Row, now: int) -> bool:
    return row.status in OCCUPYING and not row.lapsed(now)


def entries(index: Index, settings: Settings, rows: Sequence[Row], show: Show, now: int) -> list[Entry]:
    """In the order of the rows."""
    seats = {row.id: index.session_rows(row.id) for row in rows if row.kind == "session"}
    taken = {
        id_: sum(seat.seats for seat in found if _takes_place(seat, now)) for id_, found in seats.items()
    }
    scene = _scene(index, settings, rows, show)._replace(taken=taken)
    return [entry_of(row, show, scene, _newest(seats.get(row.id, ()), now)) for row in rows]


def _newest(seats: Iterable[Row], now: int) -> int | None:
    """When the seats last changed: by somebody, or since a hold ran out."""
    found = [seat.changed for seat in seats if seat.changed is not None]
    found += [seat.until for seat in seats if seat.until is not None and seat.lapsed(now)]
    return max(found, default=None)


def _scene(index: Index, settings: Settings, rows: Sequence[Row], show: Show) -> Scene:
    people = index.customers({row.customer for row in rows if row.customer}) if show != "busy" else {}
    rooms = {one.id: one.name for one in index.resource_lights() if one.kind not in PEOPLE}
    return Scene(
        settings.domain, settings.timezone, settings.locale, settings.currency, settings.address,
        index.names("service"), rooms, people, {},
    )  # fmt: skip


def heading(name: str, feed: Feed, settings: Settings) -> Calendar:
    return Calendar(name=feed.title or f"{settings.name}, {name}", zone=None)
