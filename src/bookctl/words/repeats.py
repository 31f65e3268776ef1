"""What comes again and again, as people type it: `every tue 17:00 for 10 weeks`, `monthly on the 31st 10:00 x6`, 每周二17:00共10次.

It is read to the first date, wall-clock, and a rule of RFC 5545, section 3.3.10. An RRULE itself is read as well.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from re import Match
from typing import NamedTuple

from bookctl.words.calendar import Context, add_months, frame_of
from bookctl.words.clock import read_clock, resolved
from bookctl.words.days import read_day
from bookctl.words.source import (
    NUMBER,
    WEEKDAY,
    WordError,
    day_number,
    match,
    number,
    quoted,
    skip,
    typed,
    unread,
)
from bookctl.words.weekly import some_days

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "1st": 1, "2nd": 2, "3rd": 3,
             "4th": 4, "5th": 5}  # fmt: skip
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY", "天": "DAILY", "日": "DAILY",
          "周": "WEEKLY", "星期": "WEEKLY", "礼拜": "WEEKLY", "个月": "MONTHLY", "月": "MONTHLY", "年": "YEARLY"}  # fmt: skip
_WORDS = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}
_HAN_DAYS = r"(?:周|星期|礼拜)?([一二三四五六日天])"
_LINK = r" ?(?:,|and\b|&|、|和|及) ?"


class Repeat(NamedTuple):
    """The first date and its time, wall-clock, and the rule; what follows from the start is not written twice."""

    start: datetime
    rule: str


@dataclass
class _Found:
    """What a phrase has said so far."""

    freq: str | None = None
    interval: int = 1
    weekdays: list[int] = field(default_factory=list)
    nth: int | None = None
    day: int | None = None
    minutes: int | None = None
    begin: date | None = None
    count: int | None = None
    lasts: tuple[int, str] | None = None
    until: date | None = None


def parse_repeat(text: str, ctx: Context) -> Repeat:
    """The whole phrase, or a WordError that says which word does not fit. Without a first day it is the soonest from today on."""
    phrase = typed(text, "what comes again")
    if found := match(
        r"(?:rrule:)?((?:freq|interval|count|until|byday|bymonthday|bymonth|bysetpos|wkst)=\S+)", phrase
    ):
        return _given(phrase, found, ctx)
    said, pos = _Found(), 0
    while pos < len(phrase):
        end = _next(phrase, pos, said, ctx)
        if end is None:
            raise unread(phrase, pos)
        pos = end + len(match(r" ?,? ?", phrase, end).group())  # type: ignore[union-attr]  # it matches nothing at least
    return _repeat(said, phrase, ctx)


def _next(phrase: str, pos: int, said: _Found, ctx: Context) -> int | None:
    for rule in _RULES:
        end = rule(phrase, pos, said, ctx)
        if end is not None:
            return end
    return None


def _every(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    if found := match(r"(daily|weekly|monthly|yearly)\b", phrase, pos):
        said.freq = _WORDS[found.group(1).lower()]
        return found.end()
    if found := match(r"(?:every|each) (?:(other|second)|(\d{1,3})) (day|week|month|year)s?\b", phrase, pos):
        said.freq = _UNITS[found.group(3).lower()]
        said.interval = 2 if found.group(1) else int(found.group(2))
        return found.end()
    if found := match(r"(?:every|each) (day|week|month|year)\b", phrase, pos):
        said.freq = _UNITS[found.group(1).lower()]
        return found.end()
    if found := match(r"(?:every|each) (other |second )?(?=[a-z0-9])", phrase, pos):
        said.freq, said.interval = said.freq or "WEEKLY", 2 if found.group(1) else 1
        return found.end()
    return None


def _han_every(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    if found := match(rf"每隔?{NUMBER}?(个?)(天|日|周|星期|礼拜|月|年)", phrase, pos):
        count, _measure, unit = found.groups()
        said.freq, said.interval = _UNITS[unit], number(count) if count else 1
        days = match(r"([一二三四五六日天])", phrase, found.end()) if said.freq == "WEEKLY" else None
        return _day_list(phrase, found.end(), said) if days else found.end()
    return None


def _weekdays(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    pos = skip(phrase, pos)
    if found := match(r"(weekdays?|workdays?|工作日)(?![a-z])", phrase, pos):
        said.weekdays, said.freq = [0, 1, 2, 3, 4], said.freq or "WEEKLY"
        return found.end()
    return _day_list(phrase, pos, said)


def _day_list(phrase: str, pos: int, said: _Found) -> int | None:
    """tue, thu and sat; 周二、四."""
    days, end = list[int](), None
    while found := _days_at(phrase, pos):
        days, end = [*days, *found[0]], found[1]
        link = match(_LINK, phrase, end)
        pos = link.end() if link else end
    if days:
        said.weekdays, said.freq = days, said.freq or "WEEKLY"
    return end


def _days_at(phrase: str, pos: int) -> tuple[list[int], int] | None:
    """mon-fri, tuesdays, 周二; after 周 the bare numeral of another day."""
    if bare := match(rf"{_HAN_DAYS}(?![点个月年号次])", phrase, pos):
        return [day_number(bare.group(1))], bare.end()
    found = some_days(phrase, pos)
    plural = match(r"s\b", phrase, found[1]) if found else None
    return (found[0], plural.end()) if found and plural else found


def _of_month(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    """The 31st; the last friday [of every month]; 15号; 最后一个周五."""
    tail = r"(?: of (?:every|each|the) month)?"
    if found := match(
        rf"(?:on )?(?:the )?(first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th)) {WEEKDAY}{tail}",
        phrase,
        pos,
    ):
        said.nth, said.weekdays, said.freq = (
            _ORDINALS[found.group(1).lower()],
            [day_number(found.group(2))],
            "MONTHLY",
        )
        return found.end()
    if found := match(rf"(?:on )?(?:the )?(\d{{1,2}})(?:st|nd|rd|th)\b{tail}", phrase, pos):
        said.day, said.freq = int(found.group(1)), said.freq or "MONTHLY"
        return found.end()
    if found := match(rf"(?:的)?(最后一|第{NUMBER})个{_HAN_DAYS}", phrase, pos):
        said.nth = number(found.group(2)) if found.group(2) else -1
        said.weekdays, said.freq = [day_number(found.group(3))], "MONTHLY"
        return found.end()
    if found := match(rf"(?:的)?{NUMBER}(?:号|日)", phrase, pos):
        said.day, said.freq = number(found.group(1)), said.freq or "MONTHLY"
        return found.end()
    return None


def _how_long(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    if found := match(r"(?:for )?(\d{1,4}) times\b|x ?(\d{1,4})\b|×(\d{1,4})", phrase, pos):
        said.count = int(next(part for part in found.groups() if part))
        return found.end()
    if found := match(rf"共?{NUMBER}次", phrase, pos):
        said.count = number(found.group(1))
        return found.end()
    if found := match(r"for (\d{1,3}|an?|one) (day|week|month|year)s?\b", phrase, pos):
        count = int(found.group(1)) if found.group(1).isdigit() else 1
        said.lasts = count, _UNITS[found.group(2).lower()]
        return found.end()
    if found := match(rf"(?:持续|连续|共){NUMBER}(个月|周|星期|礼拜|天|年)", phrase, pos):
        said.lasts = number(found.group(1)), _UNITS[found.group(2)]
        return found.end()
    return None


def _until(phrase: str, pos: int, said: _Found, ctx: Context) -> int | None:
    found = match(r"(?:until|till|to|直到|到|至) ?", phrase, pos)
    day = read_day(phrase, found.end(), frame_of(ctx)) if found and found.end() < len(phrase) else None
    if day is None:
        return None
    said.until = day.value
    return day.end


def _from(phrase: str, pos: int, said: _Found, ctx: Context) -> int | None:
    found = match(r"(?:starting|beginning|from|on|从) ?(?:on )?", phrase, pos)
    begin = found.end() if found else pos
    day = read_day(phrase, begin, frame_of(ctx)) if begin < len(phrase) else None
    if day is None or (day.weekday is not None and not found):
        return None
    said.begin = day.value
    return (match(r" ?(?:开始|起)", phrase, day.end) or match("", phrase, day.end)).end()  # type: ignore[union-attr]


def _clock(phrase: str, pos: int, said: _Found, _: Context) -> int | None:
    pos = skip(phrase, pos)
    clock = read_clock(phrase, pos) if pos < len(phrase) else None
    if clock is None or said.minutes is not None:
        return None
    said.minutes = resolved(clock)
    return clock.end


_RULES: tuple[Callable[[str, int, _Found, Context], int | None], ...] = (
    _of_month, _every, _han_every, _how_long, _until, _weekdays, _from, _clock,
)  # fmt: skip


def _given(phrase: str, found: Match[str], ctx: Context) -> Repeat:
    """An RRULE with its first day and time beside it, in any order."""
    rest = (phrase[: found.start()] + phrase[found.end() :]).strip()
    said, pos = _Found(), 0
    while pos < len(rest):
        end = _from(rest, pos, said, ctx) or _clock(rest, pos, said, ctx)
        if end is None:
            raise unread(rest, pos)
        pos = end + len(match(r" ?,? ?", rest, end).group())  # type: ignore[union-attr]
    return Repeat(_at(said.begin or ctx.today, said, phrase), found.group(1).upper())


def _repeat(said: _Found, phrase: str, ctx: Context) -> Repeat:
    if said.freq is None:
        raise WordError(
            f"{quoted(phrase)} does not say how often: write it like every tue 17:00 for 10 weeks", phrase
        )
    if said.count is not None and (said.until or said.lasts):
        raise WordError(f"{quoted(phrase)} says twice when it ends", phrase)
    first = _first(said, phrase, ctx)
    parts = [f"FREQ={said.freq}"]
    parts += [f"INTERVAL={said.interval}"] if said.interval > 1 else []
    days = ",".join(f"{said.nth or ''}{DAYS[day]}" for day in sorted(set(said.weekdays)))
    parts += [f"BYDAY={days}"] if days else []
    parts += [f"BYMONTHDAY={said.day}"] if said.day is not None else []
    parts += [f"BYMONTH={first.month}"] if said.day is not None and said.freq == "YEARLY" else []
    last = _last(said, first, phrase)
    parts += (
        [f"UNTIL={last:%Y%m%d}T235959"] if last else [f"COUNT={said.count}"] if said.count is not None else []
    )
    return Repeat(_at(first, said, phrase), ";".join(parts))


def _first(said: _Found, phrase: str, ctx: Context) -> date:
    """The soonest day from the given one, or today, that the rule has."""
    day = said.begin or ctx.today
    if said.day is not None and not 1 <= said.day <= 31:
        raise WordError(f"{quoted(phrase)}: no month has a day {said.day}", phrase)
    begin = wall_of(ctx) if said.begin is None else None
    for _ in range(800):
        late = (
            begin is not None
            and day == begin.date()
            and (said.minutes or 0) <= begin.hour * 60 + begin.minute
        )
        if _fits(said, day) and not late:
            return day
        day += timedelta(days=1)
    raise WordError(f"{quoted(phrase)} never happens", phrase)


def wall_of(ctx: Context) -> datetime:
    """The wall clock of now."""
    from bookctl.model.time import wall

    return wall(ctx.now, ctx.zone)


def _fits(said: _Found, day: date) -> bool:
    if said.weekdays and day.weekday() not in said.weekdays:
        return False
    if said.nth is not None:
        behind = (day + timedelta(days=7)).month != day.month
        return behind if said.nth < 0 else (day.day - 1) // 7 + 1 == said.nth
    return said.day is None or day.day == said.day


def _last(said: _Found, first: date, phrase: str) -> date | None:
    """The last day, included, where an end or a length was said."""
    if said.lasts is None:
        return said.until
    count, unit = said.lasts
    if unit in {"DAILY", "WEEKLY"}:
        return first + timedelta(days=count * (7 if unit == "WEEKLY" else 1) - 1)
    return add_months(first, count * (12 if unit == "YEARLY" else 1), phrase) - timedelta(days=1)


def _at(day: date, said: _Found, phrase: str) -> datetime:
    if said.minutes is None:
        raise WordError(f"{quoted(phrase)} has no time: write it like every tue 17:00", phrase)
    if said.minutes >= 1440:
        raise WordError(f"{quoted(phrase)}: a day ends at 24:00, so nothing begins then", phrase)
    return datetime.combine(day, time(said.minutes // 60, said.minutes % 60))
