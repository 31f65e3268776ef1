"""The one place that knows the TOML parser.

A compiled parser does the work where there is one, held to TOML 1.0 as `tomllib` reads it; `tomllib` also
words the errors, with line and column.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

BOM = b"\xef\xbb\xbf"
DEEPEST = 64
UNPAIRED = 500
LONGEST = 2000
_AT = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_MARKER = re.compile(r"^(<{7}|={7}|>{7})(?: (.*))?$", re.MULTILINE)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_DIGITS = re.compile(rb"[0-9_]{%d}" % LONGEST)


class TomlError(ValueError):
    """Text that is not TOML; line and column count from 1."""

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
    text = _decoded(data)
    if (reason := _excessive(data)) is not None:
        raise TomlError(1, 1, reason)
    try:
        return _parser()(text)
    except (ValueError, RecursionError):
        raise _fault(text) from None


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], dict[str, Any]]:
    try:
        from toml_rs import loads
    except ImportError:
        import tomllib

        return tomllib.loads
    return lambda text: loads(text, toml_version="1.0.0")  # type: ignore[no-any-return]


def _excessive(data: bytes) -> str | None:
    """Why the text could exhaust a parser's stack or a number's digits; None for anything a person would write."""
    if _too_deep(data.translate(None, _NO_BRACKETS)):
        return f"values are nested more than {DEEPEST} deep"
    if len(data) > LONGEST and any(_DIGITS.search(line) for line in data.split(b"\n") if len(line) > LONGEST):
        return "a number has too many digits"
    return None


def _too_deep(brackets: bytes) -> bool:
    """Takes pairs away layer by layer; brackets inside strings do not count until there are very many of them."""
    for _ in range(DEEPEST):
        left = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if left == brackets:
            break
        brackets = left
    return brackets.count(b"[") + brackets.count(b"{") > UNPAIRED


def _decoded(data: bytes) -> str:
    try:
        return data.removeprefix(BOM).decode()
    except UnicodeDecodeError as fault:
        hint = ""
        try:
            data.decode("gb18030")
            hint = "; it looks like GB18030: save it as UTF-8"
        except UnicodeDecodeError:
            pass
        line = data.count(b"\n", 0, fault.start) + 1
        column = len(data[data.rfind(b"\n", 0, fault.start) + 1 : fault.start].decode("utf-8", "replace")) + 1
        raise TomlError(line, column, f"this is not UTF-8{hint}") from None


def _fault(text: str) -> TomlError:
    """The error in the standard library's words; markers of an unfinished merge first."""
    import tomllib

    if (markers := _markers(text)) is not None:
        return markers
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        said = _AT.fullmatch(str(fault))
        if said is None:
            return TomlError(1, 1, str(fault))
        last = text.rstrip("\n").count("\n") + 1
        return TomlError(int(said[2] or last), int(said[3] or 1), said[1][0].lower() + said[1][1:])
    except RecursionError:
        return TomlError(1, 1, f"values are nested more than {DEEPEST} deep")
    except ValueError as fault:
        return TomlError(1, 1, str(fault).partition(";")[0])
    return TomlError(1, 1, "this is not TOML 1.0")


def _markers(text: str) -> ConflictMarkers | None:
    found = list(_MARKER.finditer(text))
    if [match[1][0] for match in found[:3]] not in (["<", "=", ">"], ["<", "="]):
        return None
    lines = tuple(text.count("\n", 0, match.start()) + 1 for match in found)
    theirs = found[2][2] if len(found) > 2 else None
    return ConflictMarkers(lines, found[0][2] or "ours", theirs or "theirs")
