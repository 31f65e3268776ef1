"""Feeds as files: made anew only where the book changed what they show, and written whole or not at all."""

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl import __version__
from bookctl.calendars.cache import Cache, Kept, Sign, digest
from bookctl.calendars.feed import choose, days, path_of
from bookctl.ledger.index import Index, Row
from bookctl.model.feed import Feed, Show
from bookctl.model.settings import Settings
from bookctl.model.time import day_start, local_day

MANY, LARGE = 1000, 1_000_000  # where calendar apps give up: events, bytes
_PAGE = re.compile(r"bookings/\d{4}/(\d{4}-\d\d-\d\d)\.toml")
_SLOW = ("bookctl.toml", "services/", "resources/")


class Built(NamedTuple):
    """`changed`: the file was written; `notes` are for the person."""

    name: str
    path: str
    events: int
    size: int
    changed: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """An open ledger at an instant."""

    root: Path
    index: Index
    settings: Settings
    zone: ZoneInfo
    now: int


def build(book: Book, names: list[str], folder: Path | None = None) -> list[Built]:
    """Writes the feeds into `public/` of the ledger or the folder. OSError where that cannot be done."""
    target = folder or book.root / "public"
    oids = book.index.oids()
    with Cache(book.root) as cache:
        made = [_build(book, name, target, cache, oids) for name in names]
        cache.prune()
    return made


def feed_bytes(book: Book, name: str) -> bytes:
    """A feed as the book is now, whatever lies in `public/`."""
    with Cache(book.root) as cache:
        return _content(book, name, cache)[0]


def _build(book: Book, name: str, target: Path, cache: Cache, oids: dict[str, str]) -> Built:
    feed = book.settings.feed[name]
    file = target / path_of(name, feed)
    mark = _mark(book, name, feed, oids)
    kept = cache.kept(str(file))
    if (
        kept
        and kept.mark == mark
        and (kept.expires is None or book.now < kept.expires)
        and _sign(file) == kept.sign
    ):
        return Built(name, path_of(name, feed), kept.events, kept.sign[0], changed=False)
    data, events, expires = _content(book, name, cache)
    changed = _read(file) != data
    if changed:
        _write(file, data, target)
    sign = _sign(file)
    if sign is not None:
        cache.keep(str(file), Kept(mark, expires, events, digest(data), sign))
    return Built(name, path_of(name, feed), events, len(data), changed, _notes(events, len(data)))


def _mark(book: Book, name: str, feed: Feed, oids: dict[str, str]) -> bytes:
    """Of all that the feed is made from: its pages, the catalogue, the people it names, today, the program itself."""
    today = local_day(book.now, book.zone)
    first, last = (day.isoformat() for day in days(feed, today))
    people = feed.show != "busy" or bool(feed.query)
    parts = [__version__, name, repr(feed), today.isoformat()]
    for path, oid in sorted(oids.items()):
        page = _PAGE.fullmatch(path)
        if (
            (page and first <= page[1] <= last)
            or path.startswith(_SLOW)
            or (people and path.startswith("customers/"))
        ):
            parts += (path, oid)
    return digest(*parts)


def _content(book: Book, name: str, cache: Cache) -> tuple[bytes, int, int | None]:
    feed = book.settings.feed[name]
    rows, expires = choose(book.index, feed, book.now, book.zone)
    if path_of(name, feed).endswith(".ifb"):
        return _free_busy(book, name, rows), len(rows), expires
    from bookctl.calendars.feed import heading

    return calendar(book, rows, feed.show, heading(name, feed, book.settings), cache), len(rows), expires


def calendar(book: Book, rows: list[Row], show: Show, head: object, cache: Cache) -> bytes:
    """The rows as a whole calendar; an event that was rendered before is not rendered again."""
    from bookctl.calendars.feed import entries
    from bookctl.calendars.write import calendar_bytes

    texts: list[bytes] = []
    zones: set[str] = set()
    fresh: list[tuple[bytes, str | None, bytes]] = []
    for entry in entries(book.index, book.settings, rows, show, book.now):
        key = digest(__version__, repr(entry))
        known = cache.event(key)
        if known is None:
            from bookctl.calendars.event import event_bytes, zone_used

            known = zone_used(entry), event_bytes(entry)
            fresh.append((key, *known))
        zones |= {known[0]} if known[0] else set()
        texts.append(known[1])
    cache.add(fresh)
    return calendar_bytes(head, texts, zones)  # type: ignore[arg-type]  # a Calendar, named where it is light


def _free_busy(book: Book, name: str, rows: list[Row]) -> bytes:
    first, last = days(book.settings.feed[name], local_day(book.now, book.zone))
    window = day_start(first, book.zone), day_start(last + timedelta(days=1), book.zone)
    return free_busy(book, name, rows, window)


def free_busy(book: Book, name: str, rows: list[Row], window: tuple[int, int]) -> bytes:
    """Only when time is taken (RFC 5545, section 3.6.4); its stamp is the newest change it shows."""
    from bookctl.calendars.freebusy import freebusy_bytes

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


def _sign(file: Path) -> Sign | None:
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _read(file: Path) -> bytes | None:
    """What lies there; a link is no file of ours and is replaced."""
    return file.read_bytes() if file.is_file() and not file.is_symlink() else None


def _write(file: Path, data: bytes, target: Path) -> None:
    """Whole or not at all, readable by a web server; folders are made, links on the way are refused."""
    from bookctl.ledger.disk import sync, sync_path, write_all

    target.mkdir(0o755, parents=True, exist_ok=True)
    for folder in reversed([one for one in file.parents if target in one.parents]):
        folder.mkdir(0o755, exist_ok=True)
        if folder.is_symlink():
            raise NotADirectoryError(20, "is a link, and links are not followed", str(folder))
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        write_all(descriptor, data)
        sync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(file)
    sync_path(file.parent)
