"""Weekly hours as files hold them: `mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00`."""

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bookctl.model.text import shown
from bookctl.model.time import WEEKDAYS

DAY_MINUTES = 1440
_SHAPE = "write hours like `mon-fri 09:00-12:00 13:00-18:00; sat 10:00-14:00`"


class Window(NamedTuple):
    """Open on one weekday (0 = Monday), half-open, wall-clock minutes from that day's midnight.

    `start` is 0..1439, `end` at most 2880: hours that cross midnight belong to the day they start on.
    """

    day: int
    start: int
    end: int


@lru_cache(maxsize=512)
def parse_hours(text: str) -> tuple[Window, ...]:
    """The windows in order of day and start; none for empty text; ValueError with a sentence when wrong."""
    groups = [group.split() for group in text.split(";")]
    return ordered(window for words in groups if words for window in _group(words))


def _group(words: list[str]) -> list[Window]:
    if len(words) == 1:
        raise ValueError(f"{_clipped(words[0])} has no hours: {_SHAPE}")
    times = [_times(word) for word in words[1:]]
    return [window(day, start, end) for day in _days(words[0]) for start, end in times]


def _days(text: str) -> list[int]:
    if text == "daily":
        return list(range(7))
    days = [day for part in text.split(",") for day in _run(part)]
    if len(set(days)) < len(days):
        raise ValueError(f"{_clipped(text)} names a day twice")
    return days


def _run(text: str) -> list[int]:
    names = text.split("-")
    if not set(names) <= set(WEEKDAYS) or len(names) > 2:
        raise ValueError(f"{_clipped(text)} is not a day or a run of days: {_SHAPE}")
    return day_run(WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1]))


def day_run(first: int, last: int) -> list[int]:
    """The weekdays from first to last, both included, passing Sunday where it must: fri-mon is four days."""
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _times(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", text, re.ASCII)
    if not found:
        raise ValueError(f"{_clipped(text)} is not a stretch of hours: {_SHAPE}")
    hours, minutes, to_hours, to_minutes = map(int, found.groups())
    return hours * 60 + minutes, to_hours * 60 + to_minutes


def window(day: int, start: int, end: int) -> Window:
    """A window from two times of day; one that ends before it starts ends on the next day."""
    if start >= DAY_MINUTES:
        raise ValueError(f"hours cannot start at {_clock(start)}: write 00:00 of the next day")
    if end > DAY_MINUTES:
        raise ValueError(f"{_clock(end)} is not a time of day: the last is 24:00")
    if start == end:
        raise ValueError(f"{_clock(start)}-{_clock(end)} is empty: for the whole day write 00:00-24:00")
    return Window(day, start, end if end > start else end + DAY_MINUTES)


def ordered(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Sorted; ValueError where two overlap, also around the end of the week. Touching is fine."""
    found = tuple(sorted(windows))
    again = (*found, *(Window(one.day + 7, one.start, one.end) for one in found[:1]))
    for one, other in itertools.pairwise(again):
        if one.day * DAY_MINUTES + one.end > other.day * DAY_MINUTES + other.start and len(found) > 1:
            raise ValueError(f"{_shown(one)} and {_shown(other)} overlap: write each hour once")
    return found


def format_hours(windows: Iterable[Window]) -> str:
    """The file form, days of equal hours together; `parse_hours` reads back the same windows."""
    times: dict[int, str] = {}
    for one in sorted(windows):
        times[one.day] = f"{times.get(one.day, '')} {_stretch(one)}"
    alike: dict[str, list[int]] = {}
    for day, text in times.items():
        alike.setdefault(text, []).append(day)
    return "; ".join(_format_days(days) + text for text, days in alike.items())


def _format_days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_format_run(run) for run in runs)


def _format_run(run: Sequence[int]) -> str:
    names = [WEEKDAYS[day] for day in run]
    return f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names)


def _shown(one: Window) -> str:
    return f"{WEEKDAYS[one.day % 7]} {_stretch(one)}"


def _stretch(one: Window) -> str:
    return f"{_clock(one.start)}-{_clock(one.end - DAY_MINUTES if one.end > DAY_MINUTES else one.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _clipped(text: str) -> str:
    return shown(f"{text[:60]}…" if len(text) > 60 else text)
