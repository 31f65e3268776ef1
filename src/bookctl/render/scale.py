"""From instants to the cells of a board."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from bookctl.model.time import MINUTE, day_span, instant_near, wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from bookctl.render.views import Lane

MINUTES_PER_CELL = (10, 15, 20, 30, 60)
_USUAL = (8, 18)


class Scale(NamedTuple):
    """`cells` cells of `cell` seconds of elapsed time each, from the instant `first` on."""

    first: int
    cell: int
    cells: int

    @property
    def last(self) -> int:
        return self.first + self.cell * self.cells

    def at(self, instant: int) -> int:
        """The cell boundary nearest to an instant, within the board."""
        return max(0, min(self.cells, (2 * (instant - self.first) + self.cell) // (2 * self.cell)))


def hours_shown(days: "Iterable[tuple[date, Sequence[Lane]]]", zone: "ZoneInfo") -> tuple[int, int]:
    """Wall-clock hours that hold all opening hours and all that is booked.

    What is open around the clock says nothing about when people work; without any hours it is 8 to 18.
    """
    opened: list[tuple[int, int]] = []
    booked: list[tuple[int, int]] = []
    for day, lanes in days:
        for lane in lanes:
            opened += [_hours(start, end, day, zone) for start, end in lane.open]
            booked += [_hours(block.start, block.end, day, zone) for block in lane.blocks]
    found = [hours for hours in opened if hours[0] < hours[1] and hours != (0, 24)] or [_USUAL]
    found += [hours for hours in booked if hours[0] < hours[1]]
    return min(low for low, _ in found), max(high for _, high in found)


def _hours(start: int, end: int, day: date, zone: "ZoneInfo") -> tuple[int, int]:
    """The stretch in whole hours of the day, 0 to 24; nothing of it may lie there."""
    first, last = day_span(day, zone)
    low = 0 if start <= first else wall(start, zone).hour
    high = 24 if end >= last else -(-_minute_of_day(end, zone) // 60)
    return (low, high) if start < last and end > first else (0, 0)


def _minute_of_day(at: int, zone: "ZoneInfo") -> int:
    local = wall(at, zone)
    return local.hour * 60 + local.minute + (local.second > 0)


def seconds_shown(day: date, hours: tuple[int, int], zone: "ZoneInfo") -> tuple[int, int]:
    """The instants of those hours on that day."""
    first, last = day_span(day, zone)
    return (
        max(first, instant_near(datetime.combine(day, time(hours[0])), zone)),
        last if hours[1] == 24 else instant_near(datetime.combine(day, time(hours[1])), zone),
    )


def cell_seconds(span: int, cells: int) -> int | None:
    """The finest cell with which that many seconds fit; None where none does."""
    fitting = (size * MINUTE for size in MINUTES_PER_CELL if -(-span // (size * MINUTE)) <= cells)
    return next(fitting, None)


def scale_of(span: tuple[int, int], cell: int) -> Scale:
    return Scale(span[0], cell, -(-(span[1] - span[0]) // cell))


def ruler(scale: Scale, zone: "ZoneInfo") -> str:
    """The hours by wall clock, each over the cell it begins in; only every n-th where they would touch."""
    per_hour = max(1, 3600 // scale.cell)
    every = next(n for n in (1, 2, 3, 4, 6) if n * per_hour >= 4)
    line = ""
    for cell in range(scale.cells):
        local = wall(scale.first + cell * scale.cell, zone)
        if local.minute * MINUTE < scale.cell and local.hour % every == 0 and (not line or len(line) < cell):
            line = line.ljust(cell) + str(local.hour)
    return line
