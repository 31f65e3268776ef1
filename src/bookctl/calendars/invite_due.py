"""Which bookings call for an invitation now: worked out from the book and from what was told before, never from a queue.

Every message about a booking has a higher SEQUENCE than the one before, also where a change was undone and the book's
own count went back. A CANCEL follows only what was told, so it can neither overtake a REQUEST nor come alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple

from bookctl.calendars.entry import sequence
from bookctl.model.booking import Booking, Event
from bookctl.model.time import DAY

Method = Literal["REQUEST", "CANCEL"]
METHODS: tuple[Method, Method] = ("REQUEST", "CANCEL")
RULE = "invitation"
REACH = 64
"""How many messages beyond the book's own count undone changes may have cost."""
WINDOW = DAY
"""A first invitation goes out within so many seconds of the change that calls for it, or not at all."""


class Step(NamedTuple):
    """The next message about a booking. `due` is the instant of the change; `again` where it follows another."""

    method: Method
    sequence: int
    due: int
    again: bool
    key: str


class _Told(NamedTuple):
    sequence: int
    method: Method
    due: int


def key_of(booking: str, number: int, method: Method) -> str:
    """Of booking, SEQUENCE and method: what is never sent twice."""
    return sha256(f"{RULE}|{booking}|{number}|{method}".encode()).hexdigest()[:16]


def pending(record: Booking, done: Mapping[str, int]) -> Step | None:
    """What is still to be told. `done` is key to `due` of each message that was sent, or may have been."""
    method = _method(record)
    if method is None:
        return None
    last = _last(record, done)
    if last is None:
        return _step(record, method, None) if method == "REQUEST" else None
    if method == "CANCEL":
        return _step(record, method, last) if last.method == "REQUEST" else None
    same = last.method == "REQUEST" and last.due == visible(record)
    return None if same else _step(record, method, last)


def current(record: Booking) -> Step | None:
    """What would be told now, had nothing been told yet; of a cancelled booking its CANCEL."""
    method = _method(record)
    if method is None:
        return None
    return _step(record, method, None)


def invitations_due(
    records: Iterable[Booking], done: Mapping[str, int], now: int
) -> Iterator[tuple[Booking, Step]]:
    """Bookings that have not begun and what is to be told of them, those changed first coming first.

    Of `records` only those count that were changed within WINDOW, or were told of before.
    """
    found = []
    for record in records:
        step = pending(record, done) if record.start.timestamp() > now else None
        if (
            step is not None
            and step.due <= now
            and (step.again or (now - step.due <= WINDOW and not _imported(record)))
        ):
            found.append((record, step))
    yield from sorted(found, key=lambda pair: (pair[1].due, pair[0].id))


def visible(record: Booking) -> int:
    """The instant of the last change of time, place or status."""
    changes = [event for event in record.history if _counts(event)]
    return int((changes[-1].at if changes else record.start).timestamp())


def _counts(event: Event) -> bool:
    return event.status is not None or event.moved is not None


def _imported(record: Booking) -> bool:
    """Taken over from another program as it is: that one told the customer."""
    return sequence(record) == 0 and bool(record.history) and record.history[0].by == "import"


def _method(record: Booking) -> Method | None:
    if record.status == "confirmed":
        return "REQUEST"
    return "CANCEL" if record.status in {"cancelled", "declined"} else None


def _step(record: Booking, method: Method, last: _Told | None) -> Step:
    number = max(sequence(record), last.sequence + 1 if last else 0)
    return Step(method, number, visible(record), last is not None, key_of(record.id, number, method))


def _last(record: Booking, done: Mapping[str, int]) -> _Told | None:
    """The newest of what was told."""
    if not done:
        return None
    found = None
    for number in range(sequence(record) + REACH):
        for method in METHODS:
            if (due := done.get(key_of(record.id, number, method))) is not None:
                found = _Told(number, method, due)
    return found
