"""One day as people type it, in English and Chinese."""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match
from typing import NamedTuple

from bookctl.words.calendar import (
    DAYS_FULL,
    MONTHS_FULL,
    Context,
    Frame,
    add_days,
    add_months,
    calendar_day,
    frame_of,
    soonest,
    soonest_day,
    spoken,
    week_of,
)
from bookctl.words.source import (
    HAN,
    MONTH,
    NUMBER,
    WEEKDAY,
    WordError,
    day_number,
    match,
    month_number,
    number,
    quoted,
    skip,
    typed,
    unread,
)

_Rule = Callable[[Match[str], Frame], date]
_YEAR = r"(?:[ ,-]{1,2}(\d{4})(?![\d:]))?"
_NEAR_DAYS = {
    "day after tomorrow": 2, "day before yesterday": -2, "today": 0, "tomorrow": 1, "yesterday": -1,
    "大后天": 3, "后天": 2, "明": 1, "今": 0, "昨": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_YEARS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1}
_WEEKS = {"next": 1, "this": 0, "last": -1, "下下": 2, "下": 1, "本": 0, "这": 0, "上": -1, "上上": -2}
_MONTHS_AWAY = {"下": 1, "上": -1, "本": 0, "这": 0}


_PERIOD = rf"(?:(?:this|next|last) )?(?:(?:week|weekend|month|quarter|year)\b|{MONTH})|[本这下上]?个?(?:周末|周|星期|月)$"


class Day(NamedTuple):
    """A day read up to `end`; `weekday` where only its bare weekday was typed, which may stand beside a date."""

    value: date
    end: int
    weekday: int | None


def parse_date(text: str, ctx: Context) -> date:
    return one_day(typed(text, "a date"), frame_of(ctx))


def one_day(phrase: str, frame: Frame) -> date:
    """The day that a whole phrase names."""
    days: list[Day] = []
    pos = skip(phrase, 0)
    while pos < len(phrase):
        day = read_day(phrase, pos, frame)
        if day is None:
            raise _no_day(phrase, pos)
        days.append(day)
        pos = skip(phrase, day.end)
    if not days:
        raise WordError(f"{quoted(phrase)} names no day", phrase)
    return agreed(days, phrase)


def _no_day(phrase: str, pos: int) -> WordError:
    period = match(_PERIOD, phrase, pos)
    if period:
        return WordError(f"{quoted(period.group())} is more than one day: name one", period.group())
    return unread(phrase, pos)


def agreed(days: list[Day], phrase: str) -> date:
    """The one day meant; a bare weekday may stand beside a date and must be its own."""
    dates = [day for day in days if day.weekday is None]
    weekdays = {day.weekday for day in days if day.weekday is not None}
    if len(dates) > 1 or len(weekdays) > 1 or len(days) > 2 or (len(days) == 2 and not dates):
        raise WordError(f"{quoted(phrase)} names more than one day", phrase)
    value = (dates or days)[0].value
    if weekdays and value.weekday() not in weekdays:
        right, wrong = DAYS_FULL[value.weekday()], DAYS_FULL[weekdays.pop()]
        raise WordError(f"{spoken(value)} is a {right}, not a {wrong}", phrase)
    return value


def read_day(phrase: str, pos: int, frame: Frame) -> Day | None:
    """The day at the position; None where no rule knows it; WordError where it is no day or two."""
    first = phrase[pos].lower()
    for firsts, pattern, rule in _ENGLISH if phrase.isascii() else (*_HAN, *_ENGLISH):
        if first in firsts and (found := match(pattern, phrase, pos)):
            value = rule(found, frame)
            return Day(
                value, found.end(), value.weekday() if rule is _weekday and not found.group(2) else None
            )
    return None


def _iso(found: Match[str], _: Frame) -> date:
    year, _sep, month, day = found.groups()
    return calendar_day(int(year), int(month), int(day), found.group())


def _dated(found: Match[str], frame: Frame, day: str, month: int, year: str | None) -> date:
    if year:
        return calendar_day(int(year), month, int(day), found.group())
    return soonest(month, int(day), frame.today, found.group())


def _dotted(found: Match[str], frame: Frame) -> date:
    return _dated(found, frame, found.group(1), int(found.group(2)), found.group(3))


def _day_month(found: Match[str], frame: Frame) -> date:
    return _dated(found, frame, found.group(1), month_number(found.group(2)), found.group(3))


def _month_day(found: Match[str], frame: Frame) -> date:
    return _dated(found, frame, found.group(2), month_number(found.group(1)), found.group(3))


def _slashed(found: Match[str], frame: Frame) -> date:
    """Day and month with a stroke between: refused unless only one order makes a date."""
    first, second, year = int(found.group(1)), int(found.group(2)), found.group(3)
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        ways = [
            _dated(found, frame, str(day), month, year) for day, month in ((first, second), (second, first))
        ]
        named = " or ".join(f"{way.day} {MONTHS_FULL[way.month - 1]}" for way in ways)
        raise WordError(f"{found.group()} could be {named}: write {ways[0]} or {ways[1]}", found.group())
    day, month = (second, first) if second > 12 else (first, second)
    return _dated(found, frame, str(day), month, year)


def _day_only(found: Match[str], frame: Frame) -> date:
    return soonest_day(number(found.group(1)), frame.floor, found.group())


def _near(found: Match[str], frame: Frame) -> date:
    word = found.group(1).lower()
    return add_days(frame.today, _NEAR_DAYS[word if word in _NEAR_DAYS else word[0]], word)


def _weekday(found: Match[str], frame: Frame) -> date:
    name, week = found.groups()
    return _of_week(week, name, frame) if week else _on(day_number(name), frame.floor)


def _on(weekday: int, floor: date) -> date:
    """The soonest such weekday from floor on."""
    return floor + timedelta(days=(weekday - floor.weekday()) % 7)


def _qualified(found: Match[str], frame: Frame) -> date:
    """As typed: this fri is as fri; next fri strictly after today, last fri strictly before."""
    which, weekday = found.group(1).lower(), day_number(found.group(2))
    if which == "last":
        return _on(weekday, frame.today - timedelta(days=7))
    return _on(weekday, frame.today + timedelta(days=which == "next"))


def _in_week(found: Match[str], frame: Frame) -> date:
    return _of_week(found.group(1), found.group(2), frame)


def _of_week(which: str, weekday: str, frame: Frame) -> date:
    first = week_of(frame.today, frame.week_start)
    return _on(day_number(weekday), first + timedelta(weeks=_WEEKS[which.lower()]))


def _away(found: Match[str], frame: Frame) -> date:
    """Away from today, in 3 days, +2w, 2 mo ago, 三天后: calendar days and months from today."""
    amount, unit, way = found.group(1).lower(), found.group(2).lower(), found.groups()[2:]
    count = 1 if amount in {"a", "an", "one"} else number(amount)
    back = bool(way) and way[0].lower().endswith(("ago", "前"))
    return moved(frame.today, -count if back else count, unit, found.group())


def moved(day: date, count: int, unit: str, text: str) -> date:
    """The day so many units away; months and years keep the day of the month, clamped."""
    if unit.startswith(("mo", "个月")):
        return add_months(day, count, text)
    if unit[0] in "y年":
        return add_months(day, count * 12, text)
    return add_days(day, count * (1 if unit[0] in "d天" else 7), text)


def _han_date(found: Match[str], frame: Frame) -> date:
    year, which, month, day = found.groups()
    if which:
        year = str(frame.today.year + _YEARS[which])
    if year:
        return calendar_day(int(year), number(month), number(day), found.group())
    return soonest(number(month), number(day), frame.today, found.group())


def _han_month_day(found: Match[str], frame: Frame) -> date:
    first = add_months(frame.today.replace(day=1), _MONTHS_AWAY[found.group(1)], found.group())
    return calendar_day(first.year, first.month, number(found.group(2)), found.group())


_COUNT = r"(\d{1,5}|an?|one) ?"
_UNIT = r"(days?|d|weeks?|wks?|w|months?|mo|years?|y)\b"
_DIGITS = "0123456789"
_NUMBERS = _DIGITS + HAN
# Each rule stands behind the characters it can start with: what cannot match is never compiled.
_ENGLISH: tuple[tuple[str, str, _Rule], ...] = (
    (_DIGITS, r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d:])", _iso),
    (_DIGITS, r"(\d{1,2})\.(\d{1,2})\.(\d{4})?(?![\d:])", _dotted),
    (_DIGITS, r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/:])", _slashed),
    (_DIGITS + "t", rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?{MONTH}{_YEAR}", _day_month),
    ("jfmasond", rf"{MONTH} ?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}", _month_day),
    (_DIGITS + "t", r"(?:the )?(\d{1,2})(?:st|nd|rd|th)\b", _day_only),
    ("tdy", r"(?:the )?(day after tomorrow|day before yesterday|today|tomorrow|yesterday)\b", _near),
    ("tnl", rf"(this|next|last) week,? (?:on )?{WEEKDAY}", _in_week),
    ("mtwfs", rf"{WEEKDAY}(?:,? (this|next|last) week\b)?", _weekday),
    ("tnl", rf"(this|next|last) {WEEKDAY}", _qualified),
    ("i+", rf"(?:in |\+ ?){_COUNT}{_UNIT}", _away),
    (_DIGITS + "ao", rf"{_COUNT}{_UNIT[:-2]} (from now|later|ago)\b", _away),
)
_HAN_WEEKDAY = "(?:周|星期|礼拜)([一二三四五六日天])"
_HAN: tuple[tuple[str, str, _Rule], ...] = (
    (_NUMBERS, rf"{NUMBER} ?(天|周|个?星期|个?礼拜|个月|年)(之后|以后|后|之前|以前|前)", _away),
    (
        _NUMBERS + "今明后去",
        rf"(?:(\d{{4}})年 ?|(今年|明年|后年|去年) ?)?{NUMBER}月 ?{NUMBER}[日号]",
        _han_date,
    ),
    ("下上本这", rf"(下|上|本|这)个?月 ?{NUMBER}[日号]", _han_month_day),
    (_NUMBERS, rf"{NUMBER}[日号]", _day_only),
    ("大后前今明昨", r"(大后天|后天|大前天|前天|[今明昨](?:[天日]|(?=[早晚])))", _near),
    ("下上本这", rf"(下下|下|上上|上|本|这)个?{_HAN_WEEKDAY}", _in_week),
    ("周星礼", rf"{_HAN_WEEKDAY}()", _weekday),
)
