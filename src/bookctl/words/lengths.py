"""Lengths: minutes for how long something lasts, days for notice and horizons."""

from bookctl.words.source import HAN, NUMBER, WordError, fullmatch, match, number, quoted, typed, unread

LONGEST_MINUTES = 30 * 1440
LONGEST_DAYS = 3660
# Hours may be followed at once by bare minutes: 1h30.
_ENGLISH = (
    r"(\d{1,9})(?:\.(\d{1,3}))? ?(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)(?![a-z])"
    r"(?:(?<=h)([0-5]?\d)(?![\w:./]))?"
)
_SPELLED = r"(half(?: an?)?|an?|one) (minute|hour|day|week)\b( and a half\b)?"
_HAN = rf"(?:(\d{{1,9}}(?:\.\d{{1,3}})?)|([{HAN}]{{1,3}})|(半)) ?(个)?(半)? ?(小时|钟头|分钟|分|刻钟|天|星期|礼拜|周)"
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_HAN_UNITS = {
    "小时": 60,
    "钟头": 60,
    "分钟": 1,
    "分": 1,
    "刻钟": 15,
    "天": 1440,
    "星期": 10080,
    "礼拜": 10080,
    "周": 10080,
}


def parse_duration(text: str) -> int:
    """Minutes, 1 to 43,200 (30 days): `90`, `90m`, `1h30`, `1:30`, `1.5h`, 一个半小时."""
    phrase = typed(text, "a duration")
    _no_months(phrase)
    if phrase.startswith(("-", "+")):
        raise WordError(f"{quoted(phrase)} has a sign: a duration is more than nothing and has none", phrase)
    return _sensible(_plain(phrase) or _units(phrase), phrase)


def _no_months(phrase: str) -> None:
    if match(r".*?\d ?mo(?:nths?)?\b|.*?\bmonths?\b|.*?个月", phrase):
        raise WordError(
            f"{quoted(phrase)} is months, which have no fixed length: m is minutes, as in 90m", phrase
        )


def _plain(phrase: str) -> tuple[int, int] | None:
    """Bare minutes or hours:minutes."""
    found = fullmatch(r"(\d+)(?::([0-5]\d))?", phrase)
    if not found:
        return None
    first, second = found.groups()
    return (int(first) if second is None else int(first) * 60 + int(second)), found.end()


def _units(phrase: str) -> tuple[int, int]:
    found = read_duration(phrase, 0)
    if found is None:
        raise unread(phrase, 0)
    if found[1] < len(phrase):
        pos = len(phrase) - len(phrase[found[1] :].lstrip(" ,"))
        if read_duration(phrase, pos):
            raise WordError(
                f"{quoted(phrase)} is out of order: the larger unit comes first, as in 1h30m", phrase
            )
        raise unread(phrase, pos)
    return found


def _sensible(found: tuple[int, int], phrase: str) -> int:
    minutes = found[0]
    if minutes <= 0:
        raise WordError(f"{quoted(phrase)} is no time at all: a duration is at least 1 minute", phrase)
    if minutes > LONGEST_MINUTES:
        raise WordError(f"{quoted(phrase)} is longer than 30 days", phrase)
    return minutes


def read_duration(phrase: str, pos: int) -> tuple[int, int] | None:
    """(minutes, end) of the amounts with units from the position on, the larger unit first; None where none."""
    total, last, begin, start = 0, LONGEST_MINUTES, pos, pos
    while part := _part(phrase, pos):
        minutes, unit, end = part
        if unit >= last:
            break
        total, last, start = total + minutes, unit, end
        gap = match(r" ?(?:(?:and |, ?|零))?(?=[\d半零一二两三四五六七八九十])", phrase, end)
        pos = gap.end() if gap else end
        if not gap:
            break
    return (total, start) if start > begin else None


def _part(phrase: str, pos: int) -> tuple[int, int, int] | None:
    """(minutes, minutes of the unit, end) of one amount with its unit."""
    if found := match(_ENGLISH, phrase, pos):
        whole, decimals, name, tail = found.groups()
        unit = _UNITS[name[0].lower()]
        return _times(whole, decimals, unit, phrase) + int(tail or 0), 1 if tail else unit, found.end()
    if found := match(_SPELLED, phrase, pos):
        word, name, more = found.groups()
        unit = _UNITS[name[0].lower()]
        halves = (1 if word.lower().startswith("half") else 2) + bool(more)
        return unit * halves // 2, unit, found.end()
    return None if phrase.isascii() else _han_part(phrase, pos)


def _han_part(phrase: str, pos: int) -> tuple[int, int, int] | None:
    found = match(_HAN, phrase, pos)
    if not found:
        return None
    decimal, whole, half, _, and_half, name = found.groups()
    unit = _HAN_UNITS[name]
    if half:
        return unit // 2, unit, found.end()
    count, _, decimals = (decimal or str(number(whole))).partition(".")
    return _times(count, decimals, unit, phrase) + (unit // 2 if and_half else 0), unit, found.end()


def _times(whole: str, decimals: str | None, unit: int, phrase: str) -> int:
    scale: int = 10 ** len(decimals or "")
    minutes, rest = divmod(int(whole + (decimals or "")) * unit, scale)
    if rest:
        raise WordError(f"{quoted(phrase)} is not a whole number of minutes", phrase)
    return minutes


def parse_days(text: str) -> int:
    """Calendar days, 1 to 3660: `14`, `14d`, `2 weeks`, 两周."""
    phrase = typed(text, "a number of days")
    _no_months(phrase)
    found = fullmatch(rf"{NUMBER} ?(?:(d|days?|天|日)|(w|wks?|weeks?|个?星期|个?礼拜|周))?", phrase)
    if not found:
        raise WordError(f"{quoted(phrase)} is not a number of days: write 14d or 2 weeks", phrase)
    days = number(found.group(1)) * (7 if found.group(3) else 1)
    if not 0 < days <= LONGEST_DAYS:
        raise WordError(f"{quoted(phrase)} is out of bounds: 1 to {LONGEST_DAYS} days", phrase)
    return days
