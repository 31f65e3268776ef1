"""Weekly hours as people type them; the windows are those of the file form, see `bookctl.model.hours`."""

from bookctl.model.hours import Window, day_run, ordered, window
from bookctl.words.clock import read_times
from bookctl.words.source import WEEKDAY, WordError, day_number, match, quoted, typed, unread

_HAN_DAY = "(?:周|星期|礼拜)([一二三四五六日天])"
_DAY = rf"(?:{WEEKDAY}|{_HAN_DAY})"
_RUN = rf" ?(?:-|~|to\b|到|至) ?(?:{WEEKDAY}|(?:周|星期|礼拜)?([一二三四五六日天])(?![点时]))"
_GROUPS = {
    r"(?:daily|every ?day|每天|每日)": range(7),
    r"(?:weekdays?\b|工作日)": range(5),
    r"(?:weekends?\b|周末)": range(5, 7),
}
_LIST = r" ?(?:,|&|and\b|和) ?| (?=[a-z周星礼])|(?=[周星礼])"
_PAUSE = r"[ ,;&]*(?:(?:and\b|和) ?)?"


def parse_hours(text: str) -> tuple[Window, ...]:
    """Like the file form, with looser times (9-18, 9am-6pm, 上午9点到下午6点) and Chinese days."""
    phrase = typed(text, "a line of weekly hours")
    windows: list[Window] = []
    pos = 0
    try:
        while pos < len(phrase):
            days, pos = _days(phrase, pos)
            times, pos = _times(phrase, pos)
            windows += [window(day, start, stop) for day in days for start, stop in times]
        return ordered(windows)
    except WordError:
        raise
    except ValueError as fault:
        raise WordError(str(fault), phrase) from fault


def _days(phrase: str, pos: int) -> tuple[list[int], int]:
    """The weekdays named at the position, and where they end."""
    begin, days = pos, list[int]()
    while found := some_days(phrase, pos):
        days, pos = [*days, *found[0]], found[1]
        more = match(_LIST, phrase, pos)
        if not more or not some_days(phrase, more.end()):
            break
        pos = more.end()
    if not days:
        raise _no_day(phrase, pos)
    if len(set(days)) < len(days):
        raise WordError(f"{quoted(phrase[begin:pos])} names a day twice", phrase[begin:pos])
    return days, pos


def _no_day(phrase: str, pos: int) -> WordError:
    times = match(r"\d[^ ;,]*", phrase, pos)
    if times:
        return WordError(
            f"{quoted(times.group())} has no day before it: write it like mon-fri 9-18", times.group()
        )
    return unread(phrase, pos)


def some_days(phrase: str, pos: int) -> tuple[list[int], int] | None:
    for pattern, days in _GROUPS.items():
        if found := match(pattern, phrase, pos):
            return list(days), found.end()
    first = match(_DAY, phrase, pos)
    if not first:
        return None
    start = day_number(first.group(1) or first.group(2))
    if last := match(_RUN, phrase, first.end()):
        return day_run(start, day_number(last.group(1) or last.group(2))), last.end()
    return [start], first.end()


def _times(phrase: str, pos: int) -> tuple[list[tuple[int, int]], int]:
    """(start, stop) of each stretch at the position, stop at most 1440, and where the last one ends."""
    found: list[tuple[int, int]] = []
    begin, pos = pos, _pause(phrase, pos)
    while pos < len(phrase) and not (found and some_days(phrase, pos)):
        times = read_times(phrase, pos)
        if times is None:
            raise unread(phrase, pos)
        if times.stop is None:
            raise WordError(f"{quoted(times.text)} has no end: write a stretch, as in 9:00-18:00", times.text)
        found.append((times.start, times.stop - 1440 if times.stop > 1440 else times.stop))
        pos = _pause(phrase, times.end)
    if not found:
        raise WordError(f"{quoted(phrase[:begin])} has no hours: add them, as in 9:00-18:00", phrase)
    return found, pos


def _pause(phrase: str, pos: int) -> int:
    found = match(_PAUSE, phrase, pos)
    return found.end() if found else pos
