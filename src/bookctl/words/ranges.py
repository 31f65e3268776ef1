"""Whole days from one to another: named, counted, or typed with both ends."""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match
from typing import NamedTuple

from bookctl.words.calendar import (
    Context,
    Frame,
    add_days,
    add_months,
    calendar_day,
    frame_of,
    inside,
    spoken,
    week_of,
)
from bookctl.words.days import moved, one_day
from bookctl.words.source import (
    MONTH,
    NUMBER,
    WordError,
    fullmatch,
    match,
    month_number,
    number,
    quoted,
    typed,
)

_SHIFT = {
    "": 0, "this": 0, "next": 1, "last": -1,
    "本": 0, "这": 0, "下": 1, "下下": 2, "上": -1, "上上": -2, "今": 0, "明": 1, "后": 2, "去": -1,
}  # fmt: skip
_UNITS = {
    "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter", "周末": "weekend", "年": "year",
}  # fmt: skip
_BETWEEN = (r"(.+?) ?\.\. ?(.+)", r"(.+?) (?:to|until|till|through|-|~) (.+)", r"(.+?) ?[到至~] ?(.+)")
_NO_END = r".* (?:to|until|till|through|-|~)|.*(?:\.\.|[到至])|(?:\.\.|to |[到至]).*"


class Range(NamedTuple):
    """Local days, half-open: `end` is the first day after, and always later than `start`."""

    start: date
    end: date


_Rule = Callable[[Match[str], Frame], Range]


def parse_range(text: str, ctx: Context) -> Range:
    phrase = typed(text, "a range of days")
    frame = frame_of(ctx)
    whole = _named(phrase, frame)
    if whole:
        return whole
    bare = match(r"(?:from |从)(?=.)", phrase)
    inner = phrase[bare.end() :] if bare else phrase
    ends = next((found for pattern in _BETWEEN if (found := fullmatch(pattern, inner))), None)
    if ends:
        return _between(ends.group(1), ends.group(2), phrase, frame)
    if bare or fullmatch(_NO_END, phrase):
        raise WordError(f"{quoted(phrase)} has only one end: write both, as in 24 nov..26 nov", phrase)
    return _single(phrase, frame)


def _between(first: str, last: str, phrase: str, frame: Frame) -> Range:
    """Both ends included; a bare weekday or day number as the last is the soonest from the first on."""
    left = _end(first, frame)
    right = _end(last, frame._replace(floor=left.start))
    if right.end <= left.start:
        shown = f"{spoken(left.start)} to {spoken(right.end - timedelta(days=1))}"
        raise WordError(
            f"{quoted(phrase)} runs backwards, from {shown}: turn it round or write the years", phrase
        )
    if not match(r".*\d{4}", phrase) and _wraps(left.start, right.end - timedelta(days=1)):
        raise WordError(f"{quoted(phrase)} runs backwards or over most of a year: write the years", phrase)
    return Range(left.start, right.end)


def _wraps(first: date, last: date) -> bool:
    """Whether days typed without a year are likelier turned round than most of a year apart."""
    return (last - first).days > 183 and (last.month, last.day) < (first.month, first.day)


def _end(phrase: str, frame: Frame) -> Range:
    return _named(phrase, frame) or _single(phrase, frame)


def _single(phrase: str, frame: Frame) -> Range:
    day = one_day(phrase, frame)
    return Range(day, day + timedelta(days=1))


def _named(phrase: str, frame: Frame) -> Range | None:
    for pattern, rule in _ENGLISH if phrase.isascii() else (*_HAN, *_ENGLISH):
        found = fullmatch(pattern, phrase)
        if found:
            return rule(found, frame)
    return None


def _unit(found: Match[str], frame: Frame) -> Range:
    """The current, next or last week, weekend, month, quarter or year; bare is this one."""
    which, name = (found.group(1) or "").lower(), found.group(2).lower()
    return _span(_UNITS.get(name, name), _SHIFT[which], frame, found.group())


def _span(unit: str, shift: int, frame: Frame, text: str) -> Range:
    today = frame.today
    if unit == "week":
        first = add_days(week_of(today, frame.week_start), 7 * shift, text)
        return Range(first, first + timedelta(days=7))
    if unit == "weekend":  # the one that holds today, else the coming one
        saturday = add_days(today, (5 - today.weekday() if today.weekday() < 6 else -1) + 7 * shift, text)
        return Range(saturday, saturday + timedelta(days=2))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return _months(add_months(first, shift * months, text), months)


def _months(first: date, count: int) -> Range:
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return Range(first, date(year, month + 1, 1))


def _iso_week(found: Match[str], _: Frame) -> Range:
    """ISO 8601 weeks start on Monday whatever the ledger's week does."""
    year, week, text = int(found.group(1)), int(found.group(2)), found.group()
    calendar_day(year, 1, 1, text)
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise WordError(f"{quoted(text)} is not a week: {year} has no week {week}", text) from None
    return Range(first, first + timedelta(days=7))


def _month_of_year(found: Match[str], _: Frame) -> Range:
    return _months(calendar_day(int(found.group(1)), number(found.group(2)), 1, found.group()), 1)


def _named_month(found: Match[str], frame: Frame) -> Range:
    which, name, year = (found.group(1) or "").lower(), found.group(2), found.group(3)
    month = month_number(name) if name.isascii() and name.isalpha() else number(name)
    return _period(which, (month, 1), year, frame, found.group())


def _quarter(found: Match[str], frame: Frame) -> Range:
    which, number_, year = (found.group(1) or "").lower(), found.group(2), found.group(3)
    return _period(which, (int(number_) * 3 - 2, 3), year, frame, found.group())


def _year_quarter(found: Match[str], _: Frame) -> Range:
    return _months(calendar_day(int(found.group(1)), int(found.group(2)) * 3 - 2, 1, found.group()), 3)


def _period(which: str, months: tuple[int, int], year: str | None, frame: Frame, text: str) -> Range:
    """(first month, how many): the soonest not over yet, the next one not begun, or the last one over."""
    month, count = months
    if year:
        return _months(calendar_day(int(year), month, 1, text), count)
    first = calendar_day(frame.today.year, month, 1, text)
    spans = [_months(first.replace(year=first.year + away), count) for away in (-1, 0, 1)]
    if which == "last":
        span = max(span for span in spans if span.end <= frame.today)
    elif which == "next":
        span = min(span for span in spans if span.start > frame.today)
    else:
        span = min(span for span in spans if span.end > frame.today)
    inside(span.start, text)
    return span


def _year(found: Match[str], _: Frame) -> Range:
    return _months(calendar_day(int(found.group(1)), 1, 1, found.group()), 12)


def _counted(found: Match[str], frame: Frame) -> Range:
    """So many days, weeks or months: from today on, or up to and including today."""
    which, count, unit = (found.group(1) or "").lower(), number(found.group(2)), found.group(3).lower()
    if not count:
        raise WordError(f"{quoted(found.group())} holds no day", found.group())
    if which in {"last", "past", "过去", "最近"}:
        end = frame.today + timedelta(days=1)
        return Range(moved(end, -count, unit, found.group()), end)
    return Range(frame.today, moved(frame.today, count, unit, found.group()))


def _days_of_month(found: Match[str], frame: Frame) -> Range:
    """26-28 nov: both days of one month, the soonest whose last day is not over."""
    first, last, name, year = found.groups()
    text = found.group()
    if int(first) > int(last):
        raise WordError(f"{quoted(text)} runs backwards", text)
    end = one_day(f"{last} {name} {year or ''}".strip(), frame)
    start = calendar_day(end.year, end.month, int(first), text)
    return Range(start, end + timedelta(days=1))


_COUNT_UNIT = r"(days?|d|weeks?|wks?|w|months?|mo|years?|y)"
_OF_YEAR = r"(?: ?(\d{4}))?"
_ENGLISH: tuple[tuple[str, _Rule], ...] = (
    (r"(?:(this|next|last) )?(week|weekend|month|quarter|year)", _unit),
    (r"(\d{4})-?w(\d\d)", _iso_week),
    (r"(\d{4})[-/](\d{1,2})", _month_of_year),
    (rf"(?:(this|next|last) )?{MONTH}{_OF_YEAR}", _named_month),
    (rf"(?:(this|next|last) )?q([1-4]){_OF_YEAR}", _quarter),
    (r"(\d{4})[- ]?q([1-4])", _year_quarter),
    (r"(\d{4})", _year),
    (rf"(?:the )?(?:(next|last|past) )?(\d{{1,4}}) ?{_COUNT_UNIT}", _counted),
    (rf"(\d{{1,2}}) ?- ?(\d{{1,2}}) {MONTH}(?: (\d{{4}}))?", _days_of_month),
)
_HAN: tuple[tuple[str, _Rule], ...] = (
    (r"(下下|下|上上|上|本|这)个?(周末|周|星期|礼拜|月|季度)", _unit),
    (r"()(周末)", _unit),
    (r"(今|明|后|去)(年)", _unit),
    (rf"(\d{{4}})年 ?{NUMBER}月", _month_of_year),
    (rf"(){NUMBER}月份?()", _named_month),
    (r"(\d{4})年", _year),
    (rf"(未来|接下来|今后|过去|最近)? ?{NUMBER} ?(天|周|个?星期|个?礼拜|个月|年)", _counted),
)
