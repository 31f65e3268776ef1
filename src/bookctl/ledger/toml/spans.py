"""Where everything stands in a TOML text that a parser has accepted: characters from the text's beginning, half-open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"""(?!")"{0,2}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'''(?!')'{0,2}", re.DOTALL)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?")
_PLAIN = re.compile(r"[^\s,\]}#]+")

Path = tuple[str | int, ...]


class Key(NamedTuple):
    start: int
    value_start: int
    value_end: int


@dataclass(slots=True)
class Table:
    path: tuple[str, ...]
    array: bool
    index: int
    start: int
    header: int
    body: int
    end: int
    keys: dict[tuple[str, ...], Key] = field(default_factory=dict)


class Document(NamedTuple):
    tables: list[Table]


def scan(text: str) -> Document:
    root = Table((), False, 0, 0, 0, 0, 0)
    tables = [root]
    counts: dict[tuple[str, ...], int] = {}
    at, comment = 0, None  # where the comment block directly above begins
    while at < len(text):
        line_start, at = at, _SPACE.match(text, at).end()
        sign = text[at : at + 1]
        if sign in "\r\n" or not sign:
            if comment is not None and comment == tables[-1].end:
                tables[-1].end = line_start  # a remark right below the last key, with a blank line after it
            at, comment = _next_line(text, at), None
        elif sign == "#":
            comment = line_start if comment is None else comment
            at = _next_line(text, at)
        elif sign == "[":
            array = text.startswith("[[", at)
            path, end = _dotted(text, at + 1 + array)
            if array:
                counts[path] = counts.get(path, -1) + 1
            start = comment if comment is not None else line_start
            at = _next_line(text, text.index("]", end) + 1 + array)
            tables.append(Table(path, array, counts.get(path, 0), start, line_start, at, at))
            comment = None
        else:
            table = tables[-1]
            path, end = _dotted(text, at)
            value = _SPACE.match(text, text.index("=", end) + 1).end()
            stop = value_end(text, value)
            table.keys[path] = Key(at, value, stop)
            at = table.end = _next_line(text, stop)
            comment = None
    return Document(tables)


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _dotted(text: str, at: int) -> tuple[tuple[str, ...], int]:
    parts = []
    while True:
        at = _SPACE.match(text, at).end()
        for pattern in (_BARE, _BASIC, _LITERAL):
            if found := pattern.match(text, at):
                break
        else:
            raise ValueError(f"no key at {at}")
        parts.append(_unquoted(found.group()))
        at = _SPACE.match(text, found.end()).end()
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at += 1


def _unquoted(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    if key[0] == '"':
        import tomllib

        return str(next(iter(tomllib.loads(f"{key} = 0"))))
    return key


def value_end(text: str, at: int) -> int:
    for sign, pattern in (('"""', _LONG_BASIC), ("'''", _LONG_LITERAL), ('"', _BASIC), ("'", _LITERAL)):
        if text.startswith(sign, at):
            return pattern.match(text, at).end()
    if text[at] in "[{":
        inside = [stop for _, _, stop in items(text, at)]
        return _close(text, inside[-1] if inside else at + 1)
    return (_STAMP.match(text, at) or _PLAIN.match(text, at)).end()


def _close(text: str, at: int) -> int:
    at = _GAP.match(text, at).end()
    if text[at] == ",":
        at = _GAP.match(text, at + 1).end()
    return at + 1


def items(text: str, at: int) -> Iterator[tuple[tuple[str, ...] | int, int, int]]:
    """The elements of an array (by number) or an inline table (by key), with where their values stand."""
    inline, number = text[at] == "{", 0
    at = _GAP.match(text, at + 1).end()
    while text[at] not in "]}":
        name: tuple[str, ...] | int = number
        if inline:
            name, end = _dotted(text, at)
            at = _SPACE.match(text, text.index("=", end) + 1).end()
        stop = value_end(text, at)
        yield name, at, stop
        number += 1
        at = _GAP.match(text, stop).end()
        if text[at] == ",":
            at = _GAP.match(text, at + 1).end()


def line_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column of a key or element, or of the nearest thing that encloses it."""
    return line_column(text, _offset(text, path))


def _offset(text: str, path: Path) -> int:
    at = 0
    tables = scan(text).tables
    for table in tables:
        names: Path = (table.path[0], table.index) if table.array and len(table.path) == 1 else table.path
        if names != path[: len(names)]:
            continue
        at = table.header if len(table.path) else at
        rest = path[len(names) :]
        for size in range(len(rest), 0, -1):
            key = table.keys.get(tuple(str(part) for part in rest[:size]))
            if key:
                inner = rest[size:]
                return _inside(text, key.value_start, inner) if inner else key.start
    return at


def _inside(text: str, at: int, path: Path) -> int:
    while path and text[at] in "[{":
        for name, start, _ in items(text, at):
            if name == path[0] or name == (path[0],):
                at, path = start, path[1:]
                break
        else:
            return at
    return at


def excerpt(text: str, line: int) -> str:
    """The line as it stands, without its break."""
    rows = text.splitlines()
    return rows[line - 1] if 0 < line <= len(rows) else ""
