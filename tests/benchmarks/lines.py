"""Requests for `bookctl apply` that all succeed: the person is asked for, rooms are the engine's choice."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.shape import AHEAD, OFFSET, Shape, customer_id, open_windows

CELL = 30  # minutes: quick-20 and the cleaning after it fill one exactly, so any order of requests fits
YEAR = 365


def write_lines(path: Path, shape: Shape, count: int) -> None:
    """ValueError where a year after the last page has too few free half hours."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines(shape, count))


def lines(shape: Shape, count: int) -> Iterator[dict[str, object]]:
    """In order of start, spread evenly over the year that begins at the turn after the last page."""
    cells = [(day, minute, person) for day in _year(shape) for minute, person in _cells(shape, day)]
    if count > len(cells):
        raise ValueError(f"a year has {len(cells)} free half hours, not {count}")
    chosen = sorted(Random(shape.seed).sample(range(len(cells)), count))
    for number, index in enumerate(chosen):
        day, minute, person = cells[index]
        yield {
            "action": "book",
            "customer": customer_id(number % shape.customers),
            "service": "call-30" if (minute // CELL + person) % 2 else "quick-20",
            "start": f"{day}T{minute // 60:02}:{minute % 60:02}:00{OFFSET}",
            "resources": [f"staff-{person + 1}"],
            "request": f"r{number + 1}",
        }


def _year(shape: Shape) -> Iterator[date]:
    first = shape.now.date() + timedelta(days=AHEAD + 1)
    return (first + timedelta(days=number) for number in range(YEAR))


def _cells(shape: Shape, day: date) -> Iterator[tuple[int, int]]:
    """The day's free half hours, in order of start."""
    shifts = ((window, person) for person in range(shape.staff) for window in open_windows(person, day))
    yield from sorted((at, person) for (begin, end), person in shifts for at in range(begin, end, CELL))


def free_first_hours(shape: Shape) -> Iterator[tuple[str, str]]:
    """Starts at which a person is free for `quick-20` in a page that is there: `2026-11-25 09:00`, `staff-1`."""
    for number in range(1, AHEAD + 1):
        day = shape.now.date() + timedelta(days=number)
        for person in range(0, shape.staff, 2):
            if open_windows(person, day):
                yield f"{day} 09:00", f"staff-{person + 1}"
