"""Feeds as files: made anew only where the book changed what they show, and written whole or not at all."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bookctl import __version__
from bookctl.actions.problems import Faulty
from bookctl.calendars import place
from bookctl.calendars.build_known import Built, Moment, known, mark_of, target_of, zones_mark
from bookctl.calendars.cache import Cache, Kept, Plan, digest
from bookctl.calendars.entry import Calendar
from bookctl.calendars.event import event_bytes, zone_used
from bookctl.calendars.feed import Chosen, choose, entries, heading, path_of
from bookctl.calendars.freebusy import freebusy_bytes
from bookctl.calendars.window import instants
from bookctl.calendars.write import calendar_bytes
from bookctl.ledger.index import Index, Row
from bookctl.model.feed import Show
from bookctl.model.settings import Settings
from bookctl.model.time import local_day

MANY, LARGE = 1000, 1_000_000  # where calendar apps give up: events, bytes


@dataclass(frozen=True, slots=True)
class Book:
    """An open ledger at an instant."""

    root: Path
    index: Index
    settings: Settings
    zone: ZoneInfo
    now: int


def build(book: Book, names: list[str], folder: Path | None = None) -> list[Built]:
    """Writes the feeds into `public/` of the ledger or the folder. OSError where that cannot be done; as `feed_bytes`."""
    _whole(book)
    oids = book.index.oids()
    with Cache(book.root) as cache:
        plans = _plans(book.settings)
        cache.plan(oids.get("bookctl.toml", ""), plans)
        made = [_build(book, plan, folder, cache, oids) for plan in plans if plan.name in names]
        cache.prune()
    return made


def _plans(settings: Settings) -> list[Plan]:
    return [
        Plan(name, path_of(name, feed), feed.past, feed.future, feed.show != "busy" or bool(feed.query))
        for name, feed in settings.feed.items()
    ]


def feed_bytes(book: Book, name: str) -> bytes:
    """A feed as the book is now, whatever lies in `public/`. Faulty where the book does not read, QueryError."""
    _whole(book)
    with Cache(book.root) as cache:
        return _content(book, name, cache)[0]


def _whole(book: Book) -> None:
    """A page that does not read must not look like a day on which everybody cancelled."""
    if broken := [one for one in book.index.broken() if one.severity == "error"]:
        raise Faulty("the book has files that do not read; the feeds stay as they were", broken)


def _build(book: Book, plan: Plan, folder: Path | None, cache: Cache, oids: dict[str, str]) -> Built:
    moment = Moment(book.now, local_day(book.now, book.zone))
    target = target_of(book.root, folder)
    found = known(cache, plan, target, oids, moment)
    if found is not None:
        return found
    data, chosen = _content(book, plan.name, cache)
    file = target / plan.path
    changed = place.content(file) != data
    if changed:
        place.write(file, data, target, own=folder is None)
    if (sign := place.sign_of(file)) is not None:
        mark, count = mark_of(plan, oids, moment.today), len(chosen.rows)
        cache.keep(str(file), Kept(mark, chosen.since, chosen.until, count, sign))
    return Built(
        plan.name, plan.path, len(chosen.rows), len(data), changed, _notes(len(chosen.rows), len(data))
    )


def _content(book: Book, name: str, cache: Cache) -> tuple[bytes, Chosen]:
    feed = book.settings.feed[name]
    chosen = choose(book.index, feed, book.now, book.zone)
    if path_of(name, feed).endswith(".ifb"):
        window = instants(feed, local_day(book.now, book.zone), book.zone)
        return free_busy(book, name, chosen.rows, window), chosen
    return calendar(book, chosen.rows, feed.show, heading(name, feed, book.settings), cache), chosen


def calendar(book: Book, rows: list[Row], show: Show, head: Calendar, cache: Cache) -> bytes:
    """The rows as a whole calendar; an event that was rendered before is not rendered again."""
    texts: list[bytes] = []
    zones: set[str] = set()
    fresh: list[tuple[bytes, str | None, bytes]] = []
    version = f"{__version__} {zones_mark()}"
    for entry in entries(book.index, book.settings, rows, show, book.now):
        key = digest(version, repr(entry))
        rendered = cache.event(key)
        if rendered is None:
            rendered = zone_used(entry), event_bytes(entry)
            fresh.append((key, *rendered))
        zones |= {rendered[0]} if rendered[0] else set()
        texts.append(rendered[1])
    cache.add(fresh)
    return calendar_bytes(head, texts, zones)


def free_busy(book: Book, name: str, rows: list[Row], window: tuple[int, int]) -> bytes:
    """Only when time is taken (RFC 5545, section 3.6.4); its stamp is the newest change it shows."""
    stamp = max((row.changed or row.start for row in rows), default=window[0])
    spans = [(row.start, row.end) for row in rows]
    uid = f"{name}@{book.settings.domain}"
    return freebusy_bytes(spans, window, uid=uid, stamp=stamp, organizer=book.settings.email)


def _notes(events: int, size: int) -> tuple[str, ...]:
    notes = []
    if events > MANY:
        notes.append(f"{events} events: Google and others stop at about {MANY}; make its window smaller")
    if size > LARGE:
        notes.append(f"{size:,} bytes: Google and others stop at about 1 MB; make its window smaller")
    return tuple(notes)
