"""Where everything stands in a TOML text that a parser has accepted: characters from the text's beginning, half-open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bookctl.ledger.toml.words import begin, dotted, items, line_start, next_line, past_space, value_end

Path = tuple[str | int, ...]


class Key(NamedTuple):
    start: int
    value_start: int
    value_end: int


@dataclass(slots=True)
class Table:
    """A header and the keys below it; the first of a document has no header and holds the top-level keys.

    `where` is its place among the parsed values, as in ("booking", 3, "fields"). `start` includes the comment
    lines directly above the header; `end` a comment directly below the last key with a blank line after it.
    """

    path: tuple[str, ...]
    array: bool
    index: int
    where: Path
    start: int
    header: int
    body: int
    end: int
    keys: dict[tuple[str, ...], Key] = field(default_factory=dict)


class Document(NamedTuple):
    tables: list[Table]


def scan(text: str) -> Document:
    """The tables in the order of the text. A byte order mark is passed over."""
    at = begin(text)
    tables = [Table((), False, 0, (), at, at, at, at)]
    counts: dict[Path, int] = {}
    remark = None  # where the comment lines directly above begin
    while at < len(text):
        line, at = at, past_space(text, at)
        sign = text[at : at + 1]
        if sign == "#":
            remark = line if remark is None else remark
            at = next_line(text, at)
            continue
        if sign == "[":
            tables.append(_table(text, at, counts))
            tables[-1].start = line if remark is None else remark
            at = tables[-1].end
        elif sign and sign not in "\r\n":
            at = tables[-1].end = _key(text, at, tables[-1].keys)
        else:
            _own(tables[-1], remark, line)
            at = next_line(text, at)
        remark = None
    _own(tables[-1], remark, len(text))
    return Document(tables)


def _own(table: Table, remark: int | None, end: int) -> None:
    if remark == table.end:
        table.end = end


def _table(text: str, at: int, counts: dict[Path, int]) -> Table:
    array = text.startswith("[[", at)
    path, end = dotted(text, at + 1 + array)
    where = _where(path, array, counts)
    body = next_line(text, end)
    index = int(where[-1]) if array else 0
    return Table(path, array, index, where, at, line_start(text, at), body, body)


def _where(path: tuple[str, ...], array: bool, counts: dict[Path, int]) -> Path:
    """The path with the number of the latest element behind the name of each array of tables."""
    where: Path = ()
    for part in path[:-1]:
        where += (part,)
        if where in counts:
            where += (counts[where],)
    where += path[-1:]
    if array:
        counts[where] = counts.get(where, -1) + 1
        where += (counts[where],)
    return where


def _key(text: str, at: int, keys: dict[tuple[str, ...], Key]) -> int:
    path, sign = dotted(text, at)
    value = past_space(text, sign + 1)
    end = value_end(text, value)
    keys[path] = Key(at, value, end)
    return next_line(text, end)


def line_column(text: str, at: int) -> tuple[int, int]:
    """Counted in characters from 1, a byte order mark left out."""
    return text.count("\n", 0, at) + 1, max(at - line_start(text, at), 0) + 1


@lru_cache(maxsize=2)
def _scanned(text: str) -> Document:
    """A file of nothing but mistakes asks for a thousand places."""
    return scan(text)


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column of a table, key or element, or of the nearest thing that encloses it."""
    candidates = [found for table in _scanned(text).tables for found in _found(text, table, path)]
    _, at = max(candidates, key=lambda found: found[0])  # the first of equals
    return line_column(text, at)


def _found(text: str, table: Table, path: Path) -> Iterator[tuple[int, int]]:
    """How many parts of the path lead to an offset, and the offset."""
    deep = len(table.where)
    if table.where != path[:deep]:
        if table.where[: len(path)] == path:
            yield len(path), table.header
        return
    yield deep, table.header
    for key, span in table.keys.items():
        if size := _shared(key, path[deep:]):
            yield _inside(text, span.start, span.value_start, deep + size, path)


def _inside(text: str, start: int, value: int, deep: int, path: Path) -> tuple[int, int]:
    while deep < len(path) and text[value] in "[{":
        for item in items(text, value):
            if size := _shared(item.name, path[deep:]):
                start, value, deep = item.start, item.value_start, deep + size
                break
        else:
            break
    return deep, start


def _shared(name: Path, path: Path) -> int:
    """How much of the path the name is, if one of them begins with the other."""
    size = min(len(name), len(path))
    return size if name[:size] == path[:size] else 0


def excerpt(text: str, line: int) -> str:
    """The line as it stands, without its break."""
    rows = text.split("\n")
    return rows[line - 1].removesuffix("\r") if 0 < line <= len(rows) else ""
