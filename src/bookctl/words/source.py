"""Typed text on its way to being read: folded to one spelling, scanned from the left, nothing left over."""

import re
from functools import cache

from bookctl.model.text import shown

ECHOED = 60
LONGEST = 400
HAN = "零一二两三四五六七八九十"
# A whole number below 100 in Chinese numerals, or up to four digits.
NUMBER = rf"(\d{{1,4}}|[{HAN}]{{1,3}})"
MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
WEEKDAY = (
    "(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KNOWN = (
    "today tomorrow yesterday now noon midnight day after before week weekend month quarter year next last past this "
    "in for from to until till ago later at on of and half an a the hour hours minute minutes min mins days weeks "
    "months quarters years daily every weekdays weekends monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december mon tue wed thu fri sat "
    "sun jan feb mar apr jun jul aug sep oct nov dec am pm"
)
# Full-width punctuation and traditional characters are their plain twins; digits are not folded, see `typed`.
_FOLD = str.maketrans(
    "：\u3000\u00a0\t，、；～–—－／．（）＋￥點週後號時鐘兩個禮這過來間〇",
    ":   ,,;~---/.()+¥点周后号时钟两个礼这过来间零",
)
# What people write out of habit, and what to write instead.
_HINTS = (
    (r"([01]\d|2[0-3])([0-5]\d)", "write {0}:{1} for a time"),
    (r"(\d|[01]\d|2[0-3])\.(0[1-9]|1[0-2])", "write {0}:{1} for a time, {0}.{1}. for a day"),
    (r"(\d|[01]\d|2[0-3])\.([0-5]\d)", "write {0}:{1} for a time"),
    (r"\d{1,2}:[0-5]\d(?:-\d{1,2}:[0-5]\d)?", "only days belong here, no time"),
    (r"\d{1,2}([./])\d{1,2}\1\d\d", "write the year with four digits"),
    (r"(\d{4})-?W(\d\d)-?\d", "write the date, or {0}-W{1} for the week"),
    (r"\d+\.\d+\.?", "write 26.11. for a day, 9:30 for a time"),
    (r"(\d{4})(\d\d)(\d\d)", "write {0}-{1}-{2}"),
    (r"\+?\d+mo?", "m is minutes, mo is months"),
)


class WordError(ValueError):
    """What was typed cannot be read: one sentence; `text` is the part of the input it is about."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence)
        self.text = text


def quoted(text: str) -> str:
    """The text in quotes for a message: at most 60 characters, control characters written out."""
    return f'"{shown(f"{text[:ECHOED]}…" if len(text) > ECHOED else text)}"'


def typed(text: str, what: str) -> str:
    """The text folded for reading; `what` says what is missing where there is none."""
    phrase = re.sub(" +", " ", text.translate(_FOLD)).strip(" ")
    if not phrase:
        raise WordError(f"{what} is missing", text)
    if len(phrase) > LONGEST:
        raise WordError(f"{quoted(text)} is too long to be {what}", text)
    if not phrase.isascii():
        _plain_digits(phrase)
    return phrase


def _plain_digits(phrase: str) -> None:
    for sign in phrase:
        if sign.isdigit() and not sign.isascii():
            plain = f"write {int(sign)}" if sign.isdecimal() else "write plain digits"
            raise WordError(f'"{sign}" is not one of the digits 0 to 9: {plain}', sign)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


def match(pattern: str, phrase: str, pos: int = 0) -> re.Match[str] | None:
    return _compiled(pattern).match(phrase, pos)


def fullmatch(pattern: str, phrase: str) -> re.Match[str] | None:
    return _compiled(pattern).fullmatch(phrase)


def skip(phrase: str, pos: int) -> int:
    """The position after a space, a comma and, where something follows, `on`, `at`, `from` and 的."""
    found = match(r" ?(?:(?<=[^ ]), ?(?=.))?(?:(?:(?:on|at|from)\b ?|的)(?=.))?", phrase, pos)
    return found.end() if found else pos


def number(text: str) -> int:
    """The value of a match of NUMBER."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    try:
        return _digit(tens, 1) * 10 + _digit(ones, 0) if ten else _digit(text.removeprefix("零"), 0)
    except KeyError:
        raise WordError(f"{quoted(text)} is not a number from 0 to 99", text) from None


def _digit(text: str, absent: int) -> int:
    return {"": absent, "两": 2, **{sign: value for value, sign in enumerate("零一二三四五六七八九")}}[text]


def month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def day_number(name: str) -> int:
    """0 = Monday, of an English or Chinese name; 日 and 天 are Sunday."""
    return (
        _DAYS.index(name[:3].lower()) if name.isascii() else "一二三四五六日".index(name.replace("天", "日"))
    )


def unread(phrase: str, pos: int) -> WordError:
    """The error for what no rule could read at the position: the word named, with the nearest known one."""
    found = match(r"[a-z][a-z']*|[+-]?\d[\w:./,+-]*|[^\x00-\x7f]+|.", phrase, pos)
    word = found.group() if found else phrase[pos:]
    return WordError(f"{quoted(word)} {_trouble(word.lower())}", word)


def _trouble(word: str) -> str:
    for pattern, hint in _HINTS:
        found = fullmatch(pattern, word)
        if found:
            return f"is not understood: {hint.format(*found.groups())}"
    if word in _KNOWN.split():
        return "does not fit here"
    near = _nearest(word)
    return f"is not understood: did you mean {near}?" if near else "is not understood"


def _nearest(word: str) -> str | None:
    if not (word.isascii() and word.isalpha() and len(word) > 3):
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, _KNOWN.split(), 1, 0.74)), None)
