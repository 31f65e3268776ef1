"""Bookings and sessions of the example ledger, and the text of the page they stand in."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zlib import crc32

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Use:
    """Minutes after the booking's start; `end` None is its end."""

    resource: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Event:
    at: datetime
    status: str | None
    by: str
    moved: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Record:
    """A `[[booking]]`, or with `capacity` (seats, least seats) a `[[session]]`."""

    id: str
    service: str
    start: datetime
    end: datetime
    status: str
    history: tuple[Event, ...]
    customer: str = ""
    uses: tuple[Use, ...] = ()
    asked: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()
    session: str | None = None
    seats: int = 1
    capacity: tuple[int, int] | None = None
    until: datetime | None = None
    price: float | None = None
    minutes: int | None = None
    source: str | None = None
    request: str | None = None
    comment: str | None = None


def page(records: Iterable[Record]) -> str:
    """One day's page, in order of start and id."""
    return "\n".join(_block(record) for record in sorted(records, key=lambda r: (r.start, r.id)))


def _block(record: Record) -> str:
    remark = f"# {record.comment}\n" if record.comment else ""
    array = "session" if record.capacity else "booking"
    lines = (f"{key} = {value}\n" for key, value in _pairs(record) if value is not None)
    return f"{remark}[[{array}]]\n" + "".join(lines)


def _pairs(record: Record) -> Iterator[tuple[str, str | None]]:
    yield "id", _text(record.id)
    yield "service", _text(record.service)
    yield "customer", _text(record.customer or None)
    yield "start", record.start.isoformat()
    yield "end", record.end.isoformat()
    yield "uses", _list(map(_use, record.uses))
    yield "asked", _list(map(json.dumps, record.asked))
    yield "addons", _list(map(json.dumps, record.addons))
    yield "session", _text(record.session)
    yield from _seats(record)
    yield "status", _text(record.status)
    yield "until", record.until.isoformat() if record.until else None
    yield "price", None if record.price is None else f"{record.price:.2f}"
    yield "minutes", None if record.minutes is None else str(record.minutes)
    yield from _ratings(record)
    yield "source", _text(record.source)
    yield "request", _text(record.request)
    yield "history", "[\n" + "".join(f"  {_event(event)},\n" for event in record.history) + "]"


def _ratings(record: Record) -> Iterator[tuple[str, str | None]]:
    """Two of five who were here say how it was; the same ones every time."""
    drawn = crc32(record.id.encode())
    if record.status != "completed" or record.capacity or drawn % 5 > 1:
        return
    yield "rating", str((5, 5, 4, 5, 4, 5, 3, 5, 4, 2)[drawn // 5 % 10])
    if drawn % 2:
        yield "recommend", str((10, 9, 8, 10, 9, 7, 6, 10, 9, 4)[drawn // 50 % 10])


def _seats(record: Record) -> Iterator[tuple[str, str | None]]:
    if record.capacity:
        yield "seats", str(record.capacity[0])
        yield "min_seats", str(record.capacity[1])
    elif record.seats > 1:
        yield "seats", str(record.seats)


def _event(event: Event) -> str:
    parts = (
        ("at", event.at.isoformat()),
        ("status", _text(event.status)),
        ("by", _text(event.by)),
        ("from", event.moved.isoformat() if event.moved else None),
        ("reason", _text(event.reason)),
    )
    return "{ " + ", ".join(f"{key} = {value}" for key, value in parts if value is not None) + " }"


def _use(use: Use) -> str:
    if use.start == 0 and use.end is None:
        return json.dumps(use.resource)
    start = f", from = {use.start}" if use.start else ""
    end = "" if use.end is None else f", to = {use.end}"
    return f'{{ resource = "{use.resource}"{start}{end} }}'


def _list(items: Iterable[str]) -> str | None:
    return f"[{', '.join(found)}]" if (found := list(items)) else None


def _text(value: str | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
