"""Values and records as canonical TOML: what the program writes where a person has written nothing."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

_STEERING = re.compile('[\x00-\x1f\x7f"\\\\]')
_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)


def string(text: str) -> str:
    """A basic string; characters outside ASCII stay as they are."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + _STEERING.sub(lambda m: _NAMED.get(m.group()) or f"\\u{ord(m.group()):04x}", text) + '"'


def key(name: str) -> str:
    return name if _BARE.match(name) else string(name)


def literal(value: Any) -> str:
    """Any value on one line; times to the second. TypeError for what TOML cannot say, such as None."""
    write = _WRITERS.get(type(value))
    if write is None:
        raise TypeError(f"TOML has no {type(value).__name__}")
    return write(value)


def money(minor: int, exponent: int) -> str:
    """An amount of the currency's smallest units: 68000 is 680.00 with two places, 680 with none."""
    if exponent == 0:
        return str(minor)
    digits = str(abs(minor)).zfill(exponent + 1)
    return f"{'-' if minor < 0 else ''}{digits[:-exponent]}.{digits[-exponent:]}"


def array(literals: Iterable[str]) -> str:
    """A list with a line for each element."""
    return "[\n" + "".join([f"  {text},\n" for text in literals]) + "]"


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
    time: time.isoformat,
    list: _list,
    tuple: _list,
    dict: _table,
}
