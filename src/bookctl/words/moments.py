"""An instant as people type it: a day and a time in either order, or a distance from now."""

from datetime import UTC, date, datetime, time, timedelta
from re import Match
from typing import NamedTuple

from bookctl.model.time import LocalTimeError, instant, instant_near
from bookctl.words.calendar import Context, calendar_day, frame_of
from bookctl.words.clock import Times, read_times
from bookctl.words.days import Day, agreed, read_day
from bookctl.words.lengths import LONGEST_MINUTES, read_duration
from bookctl.words.source import HAN, WordError, match, quoted, skip, typed, unread

_ZONE = r"(?:z|[+-]\d\d:?\d\d)"
# With a T any offset may follow. After a blank, 10:00-11:00 is a stretch of time: there - needs seconds before it.
_STAMP = (
    r"(\d{4})-(\d\d)-(\d\d)"
    rf"(?:t(\d\d:\d\d(?::\d\d)?)({_ZONE})?| (\d\d:\d\d:\d\d)({_ZONE})?| (\d\d:\d\d)(z|\+\d\d:?\d\d))(?![\w:])"
)
_AFTER = r" ?(?:from now|later)\b|之后|以后|后"
_BEFORE = r" ?ago\b|之前|以前|前"
_DISTANT = f"0123456789i+aoh半{HAN}"  # what a distance from now can start with
_NIGHT = 720  # a stretch that ends on the next day is at most this many minutes
_FARTHEST_OFFSET = 14 * 3600


class Moment(NamedTuple):
    """`at` is epoch seconds; `minutes` how long it lasts, None where nothing was said."""

    at: int
    minutes: int | None


class _Parts(NamedTuple):
    days: tuple[Day, ...] = ()
    times: tuple[Times, ...] = ()
    points: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()


def parse_moment(text: str, ctx: Context, default_time: int | None = None) -> Moment:
    """`default_time` is minutes after midnight for a day without a time; without it a time must be typed."""
    phrase = typed(text, "a date and time")
    parts = _parts(phrase, ctx)
    if max(map(len, parts[1:])) > 1 or (parts.points and (parts.days or parts.times)):
        raise WordError(f"{quoted(phrase)} says the time twice", phrase)
    try:
        return _moment(phrase, parts, ctx, default_time)
    except LocalTimeError as fault:
        raise WordError(str(fault), phrase) from fault


def _parts(phrase: str, ctx: Context) -> _Parts:
    parts, pos = _Parts(), skip(phrase, 0)
    while pos < len(phrase):
        parts, end = _next(phrase, pos, parts, ctx)
        pos = skip(phrase, end)
    return parts


def _next(phrase: str, pos: int, parts: _Parts, ctx: Context) -> tuple[_Parts, int]:
    """The parts with the one at the position added, and where it ends."""
    if point := _read_point(phrase, pos, ctx):
        return parts._replace(points=(*parts.points, point[0])), point[1]
    if day := read_day(phrase, pos, frame_of(ctx)):
        return parts._replace(days=(*parts.days, day)), day.end
    if length := _read_length(phrase, pos, after_time=bool(parts.times)):
        return parts._replace(lengths=(*parts.lengths, length[0])), length[1]
    if times := read_times(phrase, pos):
        return parts._replace(times=(*parts.times, times)), times.end
    raise unread(phrase, pos)


def _read_length(phrase: str, pos: int, *, after_time: bool) -> tuple[int, int] | None:
    """`for 90m`; a bare length only behind a time."""
    given = match("for ", phrase, pos)
    if not given and not after_time:
        return None
    found = read_duration(phrase, given.end() if given else pos)
    bare = match(r"for (\d{1,5})(?![\w:.])", phrase, pos) if given and not found else None
    if bare:
        found = int(bare.group(1)), bare.end()
    if given and not found:
        raise unread(phrase, given.end())
    if found and not 0 < found[0] <= LONGEST_MINUTES:
        raise WordError(f"{quoted(phrase[pos : found[1]])} is out of bounds: 1 minute to 30 days", phrase)
    return found


def _read_point(phrase: str, pos: int, ctx: Context) -> tuple[int, int] | None:
    """An instant that needs no day beside it: now, a distance from now, or a full ISO time."""
    minute = ctx.now - ctx.now % 60
    first = phrase[pos].lower()
    if first in "rn现" and (found := match(r"(?:right )?now\b|现在", phrase, pos)):
        return minute, found.end()
    if first.isdigit() and (found := match(_STAMP, phrase, pos)):
        return _stamp(found, ctx), found.end()
    return _read_distance(phrase, pos, minute) if first in _DISTANT else None


def _read_distance(phrase: str, pos: int, minute: int) -> tuple[int, int] | None:
    """Away from now, in 2 hours, +90m, 2 hours ago, 两小时后; days and longer are the calendar's, see `read_day`."""
    sign = match(r"in |\+ ?", phrase, pos)
    found = read_duration(phrase, sign.end() if sign else pos)
    if not found or found[0] > LONGEST_MINUTES:
        return None
    typed_length = phrase[pos : found[1]]
    if not match(r".*(?:m|min|mins|minutes?|h|hrs?|hours?|\d|half|小时|钟头|分钟|分|刻钟)$", typed_length):
        return None
    if sign:
        return minute + found[0] * 60, found[1]
    if after := match(_AFTER, phrase, found[1]):
        return minute + found[0] * 60, after.end()
    before = match(_BEFORE, phrase, found[1])
    return (minute - found[0] * 60, before.end()) if before else None


def _stamp(found: Match[str], ctx: Context) -> int:
    """RFC 3339 with its offset; without one the time is read in the zone of the context."""
    year, month, day, *rest = found.groups()
    clock = next(part for part in rest[::2] if part)
    offset = next((part for part in rest[1::2] if part), None)
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        raise WordError(f"{quoted(found.group())} is not a time: {_remedy(hour, second)}", found.group())
    local = datetime.combine(
        calendar_day(int(year), int(month), int(day), found.group()), time(hour, minute, second)
    )
    try:
        return _at_offset(local, offset, found.group()) if offset else instant(local, ctx.zone)
    except LocalTimeError as fault:
        raise WordError(str(fault), found.group()) from fault


def _remedy(hour: int, second: int) -> str:
    if hour == 24:
        return "24:00 ends a day and cannot start anything, write 00:00 of the next day"
    return "leap seconds are not kept, write :59" if second == 60 else "the last is 23:59:59"


def _at_offset(local: datetime, offset: str, text: str) -> int:
    digits = offset[1:].replace(":", "")
    east = 0 if not digits else int(digits[:2]) * 3600 + int(digits[2:]) * 60
    if east > _FARTHEST_OFFSET or digits[2:] > "59":
        raise WordError(
            f"{quoted(text)} has no such offset: for a stretch of time write a blank, not T", text
        )
    return int(local.replace(tzinfo=UTC).timestamp()) - (-east if offset[0] == "-" else east)


def _moment(phrase: str, parts: _Parts, ctx: Context, default_time: int | None) -> Moment:
    length = parts.lengths[0] if parts.lengths else None
    if parts.points:
        return Moment(parts.points[0], length)
    day = agreed(list(parts.days), phrase) if parts.days else ctx.today
    if parts.times:
        return _timed(day, parts, ctx, length)
    if not parts.days:
        raise WordError(f"{quoted(phrase)} names no time", phrase)
    if default_time is None:
        raise WordError(f"{quoted(phrase)} has no time: add one, as in {phrase[:40]} 10:00", phrase)
    return Moment(instant_near(_wall(day, default_time), ctx.zone), length)


def _timed(day: date, parts: _Parts, ctx: Context, length: int | None) -> Moment:
    times = parts.times[0]
    if times.start >= 1440:
        remedy = "24:00 ends a day and cannot start anything: write 00:00 of the next day"
        raise WordError(remedy, times.text)
    at = instant(_wall(day, times.start), ctx.zone)
    if times.stop is None:
        return Moment(at, length)
    _believable(times, length, dated=bool(parts.days))
    minutes = (instant(_wall(day, times.stop), ctx.zone) - at) // 60
    if minutes <= 0:
        raise WordError(f"{quoted(times.text)} is over before it starts, as the clocks change", times.text)
    return Moment(at, minutes)


def _believable(times: Times, length: int | None, *, dated: bool) -> None:
    """Refuses a stretch that ends before it starts, has two lengths, or may have been meant as a date."""
    text = times.text
    if length is not None:
        raise WordError(f"{quoted(text)} already says how long it lasts", text)
    if times.stop is not None and times.stop > 1440 and times.stop - times.start > _NIGHT:
        raise WordError(f"{quoted(text)} ends before it starts", text)
    if not dated and match(r"(?:0?[1-9]|1[0-2])-\d\d?$", text):
        raise WordError(f"{quoted(text)} could be a date or a stretch of time: write today {text}", text)


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
