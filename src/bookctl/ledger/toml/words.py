"""The words of a TOML text that a parser has accepted: its lines, keys, values, and what a list or table holds."""

import re
from collections.abc import Iterator
from typing import NamedTuple

BOM = "\ufeff"
_SPACE = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_PART = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""")
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
_SCALAR = re.compile(rf"{_STRING}|\d{{4}}-\d\d-\d\d \d\d:[0-9:.Zz+-]++|[^\s,\]}}#]++", re.DOTALL)
_TO_BRACKET = re.compile(rf"""(?:[^][{{}}"'#]++|{_STRING}|#[^\n]*+)*+[][{{}}]""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


class Item(NamedTuple):
    """One element of a list, named by its number, or of an inline table, by its dotted key. Half-open."""

    name: tuple[str | int, ...]
    start: int
    value_start: int
    value_end: int


def begin(text: str) -> int:
    """Where the text begins, behind a byte order mark."""
    return 1 if text.startswith(BOM) else 0


def line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1 or begin(text)


def next_line(text: str, at: int) -> int:
    """The beginning of the next line, or the end of the text."""
    return text.find("\n", at) + 1 or len(text)


def past_space(text: str, at: int) -> int:
    return _past(_SPACE, text, at)


def past_gap(text: str, at: int) -> int:
    """Behind spaces, line breaks and comments."""
    return _past(_GAP, text, at)


def dotted(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The key that begins here, unquoted part by part, and where the sign behind it stands."""
    parts = []
    while True:
        at = past_space(text, at)
        end = _past(_PART, text, at)
        parts.append(_unquoted(text[at:end]))
        at = past_space(text, end)
        if text[at] != ".":
            return tuple(parts), at
        at += 1


def value_end(text: str, at: int) -> int:
    if text[at] not in "[{":
        return _past(_SCALAR, text, at)
    depth = 0
    while True:
        at = _past(_TO_BRACKET, text, at)
        depth += 1 if text[at - 1] in "[{" else -1
        if depth == 0:
            return at


def items(text: str, at: int) -> Iterator[Item]:
    """What the list or inline table that opens here holds, in order."""
    inline, number = text[at] == "{", 0
    at = past_gap(text, at + 1)
    while text[at] not in "]}":
        name: tuple[str | int, ...] = (number,)
        start = at
        if inline:
            name, sign = dotted(text, at)
            at = past_space(text, sign + 1)
        end = value_end(text, at)
        yield Item(name, start, at, end)
        number += 1
        at = past_comma(text, end)


def past_comma(text: str, at: int) -> int:
    """Behind an element's comma, if it has one, and the gap after it: at the next element or the closing bracket."""
    at = past_gap(text, at)
    return past_gap(text, at + 1) if text[at] == "," else at


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    if found is None:
        raise ValueError(f"no TOML at {at}")
    return found.end()


def _unquoted(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    return _ESCAPE.sub(_character, part[1:-1]) if part[0] == '"' else part


def _character(escape: re.Match[str]) -> str:
    short, long, sign = escape.groups()
    return _ESCAPED[sign] if sign else chr(int(short or long, 16))
