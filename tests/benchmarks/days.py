"""One invented day: who does what when and where, without a conflict."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from benchmarks.shape import Shape, open_windows

# Minutes, whether it takes a room, whether a device, price; how often follows from how often it is listed.
OFFERS = {
    "heat-60": (60, True, True, 700),
    "rest-60": (60, True, False, 520),
    "back-45": (45, True, False, 400),
    "quick-20": (20, True, False, 180),
    "call-30": (30, False, False, 150),
    "facial-75": (75, True, False, 880),
    "class-60": (60, True, False, 90),
}
_DRAWN = (
    "heat-60",
    "rest-60",
    "rest-60",
    "back-45",
    "back-45",
    "quick-20",
    "quick-20",
    "call-30",
    "call-30",
    "facial-75",
)
CLEANING = 10


class Visit(NamedTuple):
    """Minutes of the day, half-open; indexes count from 0, -1 is none. `seats` are a class's guests."""

    start: int
    end: int
    service: str
    person: int
    room: int = -1
    device: int = -1
    seats: int = 0


def visits(shape: Shape, rng: Random, day: date, wanted: int) -> list[Visit]:
    """In order of start; they make up at most `wanted` bookings, each guest of a class being one.

    After today the first hour of everybody is left free, for what a benchmark books itself.
    """
    earliest = 600 if day > shape.now.date() else 0
    every = sorted(visit for person in range(shape.staff) for visit in _shift(rng, person, day, earliest))
    placed = list(_placed(shape, every))
    total = sum(visit.seats or 1 for visit in placed)
    return placed if total <= wanted else _thinned(rng, placed, wanted)


def _shift(rng: Random, person: int, day: date, earliest: int) -> Iterator[Visit]:
    """A person's day, back to back with small gaps; at noon, in turn, somebody gives a class."""
    teaches = day.toordinal() % 4 == person and day.weekday() < 5
    for begin, close in open_windows(person, day):
        at, end = max(begin, earliest), close
        if teaches and close == 780:
            end = 720
            yield Visit(720, 780, "class-60", person, seats=3 + day.toordinal() % 5)
        while True:
            service = _DRAWN[int(rng.random() * len(_DRAWN))]
            minutes = OFFERS[service][0]
            if at + minutes > end:
                break
            yield Visit(at, at + minutes, service, person)
            at += minutes + (0, 0, 0, 15)[int(rng.random() * 4)]
            at += -at % 15


def _placed(shape: Shape, every: list[Visit]) -> Iterator[Visit]:
    """Gives rooms and devices in order of start; who finds none stays away."""
    rooms, devices = [0] * shape.rooms, [0] * shape.devices
    for visit in every:
        _, needs_room, needs_device, _ = OFFERS[visit.service]
        room = _free(rooms, visit.start) if needs_room else -1
        device = _free(devices, visit.start) if needs_device else -1
        if (needs_room and room < 0) or (needs_device and device < 0):
            continue
        if needs_room:
            rooms[room] = visit.end + CLEANING
        if needs_device:
            devices[device] = visit.end
        yield visit._replace(room=room, device=device)


def _free(until: list[int], at: int) -> int:
    """The one that has been free longest, or -1."""
    earliest = min(until)
    return until.index(earliest) if earliest <= at else -1


def _thinned(rng: Random, placed: list[Visit], wanted: int) -> list[Visit]:
    """As many as are wanted; a class whose guests would be too many loses some."""
    order = list(range(len(placed)))
    rng.shuffle(order)
    kept: list[Visit] = []
    for index in order:
        visit = placed[index]
        if wanted <= 0:
            break
        if visit.seats:
            visit = visit._replace(seats=min(visit.seats, wanted))
        wanted -= visit.seats or 1
        kept.append(visit)
    return sorted(kept)
