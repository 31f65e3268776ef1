"""Times of day and stretches of them. A bare hour is on the 24-hour clock, and refused where it could be two."""

from typing import NamedTuple, NoReturn

from bookctl.words.source import HAN, NUMBER, WordError, match, number, quoted, typed, unread

_PARTS = "凌晨|清晨|早上|早晨|早|上午|中午|正午|下午|傍晚|晚上|晚"
_ENGLISH = r"(\d{1,2})(?::(\d\d))?(?![\d:])(?: ?([ap])\.?m\b\.?)?(?: ?o'clock\b)?(?![\w./]| ?[年月日号天周个分小星礼刻半])"
_NAMED = r"(noon|midnight)\b"
_HAN_CLOCK = (
    rf"({_PARTS})? ?{NUMBER}(?:点|时)(?:钟|整)?"
    rf"(?:(半)(?![个小天])|([一三])刻(?!钟)|{NUMBER}分(?!钟)|{NUMBER}(?![\d{HAN}小个分天周刻]))?"
)
_HAN_DIGITAL = rf"({_PARTS}) ?(\d{{1,2}}):(\d\d)(?![\d:])"
_HAN_NOON = r"(中午|正午)"
_TO = r" ?(?:-|~|to\b|until\b|till\b|到|至) ?"

# The hours that may be named with a part of the day, each with its hour on the 24-hour clock.
_MORNING = {hour: hour for hour in range(1, 12)}
_LATE = {hour: hour + 12 for hour in range(1, 12)}
_NOON = {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}
_EVENING = {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))}
_HOURS: dict[str, dict[int, int]] = {
    "a": {12: 0, **_MORNING},
    "p": {12: 12, **_LATE},
    "凌晨": {12: 0, **{hour: hour for hour in range(7)}},
    "中午": _NOON,
    "正午": _NOON,
    "下午": {**_LATE, **{hour: hour for hour in range(12, 20)}},
    **dict.fromkeys(("傍晚", "晚上", "晚"), _EVENING),
}


class Clock(NamedTuple):
    """A time as typed. `part` is what fixes the half of the day: a, p or a Chinese part, else empty."""

    hour: int
    minute: int | None
    part: str
    text: str
    end: int

    @property
    def minutes(self) -> int:
        return self.hour * 60 + (self.minute or 0)

    @property
    def open(self) -> bool:
        """Whether the other half of the day could be meant beside an end that says which."""
        return not self.part and 1 <= self.hour <= 12 and not self.text.startswith("0")


class Times(NamedTuple):
    """Minutes after midnight; `stop` is None for a lone time and over 1440 on the next day."""

    start: int
    stop: int | None
    text: str
    end: int


def parse_time(text: str) -> int:
    """Minutes after midnight, 0 to 1440."""
    phrase = typed(text, "a time")
    clock = read_clock(phrase, 0)
    if clock is None:
        raise unread(phrase, 0)
    if clock.end < len(phrase):
        raise unread(phrase, len(phrase) - len(phrase[clock.end :].lstrip(" ")))
    return resolved(clock)


def read_times(phrase: str, pos: int) -> Times | None:
    """A time, or two with - or `to` between them, at the position; None where there is none."""
    first = read_clock(phrase, pos)
    if first is None:
        return None
    between = match(_TO, phrase, first.end)
    second = read_clock(phrase, between.end()) if between else None
    if second is None:
        return Times(resolved(first), None, first.text, first.end)
    start, stop = _both(first, second)
    text = phrase[pos : second.end]
    if start == stop or start >= 1440:
        raise WordError(f"{quoted(text)} is no stretch of time", text)
    return Times(start, stop if stop > start else stop + 1440, text, second.end)


def _both(first: Clock, second: Clock) -> tuple[int, int]:
    """Each time, the one without a part of the day taking it from the other: 2-3pm, 下午2点到4点."""
    if second.part and first.open:
        stop = resolved(second)
        halves = (first.hour % 12 * 60 + (first.minute or 0) + half for half in (0, 720))
        return max((at for at in halves if at < stop), default=first.minutes), stop
    start = resolved(first)
    if first.part and second.open:
        halves = (second.hour % 12 * 60 + (second.minute or 0) + half for half in (0, 720))
        later = min((at for at in halves if at > start), default=None)
        return start, resolved(second) if later is None else later
    return start, resolved(second)


def read_clock(phrase: str, pos: int) -> Clock | None:
    if not phrase.isascii():
        clock = _read_han(phrase, pos)
        if clock:
            return clock
    found = match(_ENGLISH, phrase, pos)
    if found:
        hour, minute, half = found.groups()
        return Clock(
            int(hour), int(minute) if minute else None, (half or "").lower(), found.group(), found.end()
        )
    found = match(_NAMED, phrase, pos)
    if found and found.group().lower() == "midnight":
        raise WordError(
            f"{quoted(found.group())} could be the start of the day or its end: write 00:00 or 24:00",
            found.group(),
        )
    return Clock(12, 0, "p", found.group(), found.end()) if found else None


def _read_han(phrase: str, pos: int) -> Clock | None:
    found = match(_HAN_CLOCK, phrase, pos)
    if found:
        part, hour, half, quarter, full, loose = found.groups()
        count = full or loose
        minute = 30 if half else number(quarter) * 15 if quarter else number(count) if count else None
        return Clock(number(hour), minute, part or "", found.group(), found.end())
    found = match(_HAN_DIGITAL, phrase, pos)
    if found:
        part, hour, digits = found.groups()
        return Clock(int(hour), int(digits), part, found.group(), found.end())
    found = match(_HAN_NOON, phrase, pos)
    return Clock(12, 0, "中午", found.group(), found.end()) if found else None


def resolved(clock: Clock) -> int:
    """Minutes after midnight; WordError where the time does not exist or could be two."""
    if clock.minute is not None and clock.minute > 59:
        raise WordError(f"{quoted(clock.text)} is not a time: minutes go up to 59", clock.text)
    hour = _hour_of_part(clock) if clock.part else _plain_hour(clock)
    return hour * 60 + (clock.minute or 0)


def _plain_hour(clock: Clock) -> int:
    if clock.minutes > 1440:
        raise WordError(f"{quoted(clock.text)} is not a time: the last is 24:00", clock.text)
    han = not clock.text.isascii()
    if clock.open and (clock.hour <= 7 if han else clock.hour <= 6 and clock.minute is None):
        _ambiguous(clock)
    return clock.hour


def _ambiguous(clock: Clock) -> NoReturn:
    minute = clock.minute or 0
    early, late = f"{clock.hour:02d}:{minute:02d}", f"{clock.hour + 12}:{minute:02d}"
    if clock.text.isascii():
        ways = f"{clock.hour}am or {clock.hour}pm"
    else:
        morning, evening = ("凌晨", "下午") if clock.hour < 6 else ("早上", "晚上")
        ways = f"{morning}{clock.text} or {evening}{clock.text}"
    raise WordError(f"{quoted(clock.text)} could be {early} or {late}: write {ways}", clock.text)


def _hour_of_part(clock: Clock) -> int:
    hour = _HOURS.get(clock.part, _MORNING).get(clock.hour)
    if hour is None:
        remedy = "write it on the 24-hour clock, as 00:00 or 15:30"
        raise WordError(f"{quoted(clock.text)} is not a time: {remedy}", clock.text)
    return hour
