"""The one place that knows the TOML parser.

A compiled parser does the work where there is one, held to TOML 1.0 as `tomllib` reads it. Whatever it
refuses, `tomllib` decides, and words the error with line and column.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from bookctl.ledger.toml.limits import Excessive, harmless, long_number

BOM = b"\xef\xbb\xbf"
_AT = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_MARKER = re.compile(r"^([<|=>])\1{6}(?: ([^\r\n]*))?\r?$", re.MULTILINE)
_MERGE = re.compile(r"<\|?=>?")
_PLAINLY = {  # the library's words, by how they begin
    "Found invalid character '\\n'": "a string is not closed",
    "Cannot overwrite a value": "this key has a value already",
    "Duplicate inline table key": "this key has a value already",
    "Cannot declare": "this table stands further up already",
    "Cannot mutate immutable namespace": "what stands further up is complete; nothing can be added to it here",
    "Cannot redefine namespace": "what stands further up is complete; nothing can be added to it here",
}
_HANZI = re.compile(r"[\u4e00-\u9fff]{2}")


class TomlError(ValueError):
    """Text that is not TOML; line and column count characters from 1, a byte order mark left out."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line, self.column, self.message = line, column, message


class ConflictMarkers(TomlError):
    """An unfinished merge: the lines of the markers and the names of the two sides."""

    def __init__(self, lines: tuple[int, ...], ours: str, theirs: str) -> None:
        super().__init__(lines[0], 1, f"an unfinished merge of {ours} and {theirs}")
        self.lines, self.ours, self.theirs = lines, ours, theirs


def parse(data: bytes) -> dict[str, Any]:
    """The document, offset date-times aware, others naive. One leading byte order mark is passed over. TomlError."""
    data = data.removeprefix(BOM)
    text = _decoded(data)
    try:
        quick = harmless(data)
    except Excessive as fault:
        raise TomlError(1, 1, str(fault)) from None
    if quick and not data.startswith(BOM):  # a second mark, which the compiled parser passes over too
        try:
            return _parser()(text)
        except (ValueError, RecursionError, OverflowError):
            pass
    return _by_the_book(text)


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], dict[str, Any]]:
    try:
        from toml_rs import loads
    except ImportError:
        import tomllib

        return tomllib.loads

    def load(text: str) -> dict[str, Any]:
        document: dict[str, Any] = loads(text, toml_version="1.0.0")
        return document

    return load


def _by_the_book(text: str) -> dict[str, Any]:
    """What the standard library makes of it: the document, or TomlError in its words."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _markers(text) or _worded(str(fault), text) from None
    except RecursionError:
        raise TomlError(1, 1, "values are nested too deep") from None
    except ValueError:  # the interpreter refuses to read so many digits
        line, column = _line_column(text.encode(), long_number(text.encode()) or 0)
        raise TomlError(line, column, "a number has too many digits") from None


def _worded(said: str, text: str) -> TomlError:
    found = _AT.fullmatch(said)
    if found is None:
        return TomlError(1, 1, said)
    if (quote := _unclosed(found[1], text)) is not None:
        line, column = _line_column(text.encode(), len(text[: text.rfind(quote)].encode()))
        return TomlError(line, column, "a string is not closed")
    last = text.rstrip("\r\n").count("\n") + 1
    plain = next((words for start, words in _PLAINLY.items() if found[1].startswith(start)), None)
    return TomlError(int(found[2] or last), int(found[3] or 1), plain or found[1][:1].lower() + found[1][1:])


def _unclosed(said: str, text: str) -> str | None:
    """The quote that opens a string which runs on to the end of the text: its last one."""
    if said == "Unterminated string":
        return '"""' if text.count('"""') % 2 else '"'
    return said[10:-1] if said in {'Expected "\'"', "Expected \"'''\""} else None


def _markers(text: str) -> ConflictMarkers | None:
    """The merge whose marks the text has, in the two-sided style of git or with the common ancestor between."""
    found = list(_MARKER.finditer(text))
    merge = _MERGE.search("".join(mark[1] for mark in found))
    if merge is None:
        return None
    lines = tuple(text.count("\n", 0, mark.start()) + 1 for mark in found[merge.start() :])
    ours, last = found[merge.start()], found[merge.end() - 1]
    return ConflictMarkers(lines, ours[2] or "ours", (last[1] == ">" and last[2]) or "theirs")


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        line, column = _line_column(data, fault.start)
        hint = "; it looks like GB18030: save it as UTF-8" if _chinese(data) else ""
        raise TomlError(line, column, f"this is not UTF-8{hint}") from None


def _chinese(data: bytes) -> bool:
    """Single accented letters of other encodings also read as one character each, but hardly as two together."""
    try:
        return _HANZI.search(data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def _line_column(data: bytes, at: int) -> tuple[int, int]:
    start = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "replace")) + 1
