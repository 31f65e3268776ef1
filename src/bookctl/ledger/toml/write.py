"""Values and records as canonical TOML: what the program writes where a person has written nothing."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

_STEERING = re.compile('[\x00-\x1f\x7f"\\\\]')
_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)


def string(text: str) -> str:
    """A basic string; characters outside ASCII stay as they are."""
    return '"' + _STEERING.sub(lambda m: _NAMED.get(m.group()) or f"\\u{ord(m.group()):04x}", text) + '"'


def key(name: str) -> str:
    return name if _BARE.match(name) else string(name)


def literal(value: Any) -> str:
    """Any value on one line; times to the second. TypeError for what TOML cannot say, such as None."""
    return _WRITERS[type(value)](value)


def record(array: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A whole `[[array]]` table from keys and their literals, ending in a line break."""
    return f"[[{array}]]\n" + "".join([f"{name} = {text}\n" for name, text in pairs])


def _list(value: Iterable[Any]) -> str:
    return "[" + ", ".join(map(literal, value)) + "]"


def _table(value: dict[str, Any]) -> str:
    return (
        "{ " + ", ".join(f"{key(name)} = {literal(part)}" for name, part in value.items()) + " }"
        if value
        else "{}"
    )


_WRITERS: dict[type[Any], Callable[[Any], str]] = {
    str: string,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    datetime: lambda value: value.isoformat(timespec="seconds"),
    date: date.isoformat,
    list: _list,
    tuple: _list,
    dict: _table,
}
