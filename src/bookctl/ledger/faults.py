"""Every fault of one record at once, in plain words; the slow, careful way that only a suspect record goes."""

import difflib
import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from bookctl.ledger.layout import FIRST_YEAR, LAST_YEAR
from bookctl.model.ids import is_slug
from bookctl.model.money import LARGEST
from bookctl.model.shape import Shape, any_in_words, in_words, keys, value_in_words
from bookctl.model.text import unsafe

Path = tuple[str | int, ...]
BLOCK = 2000  # a text that may be this long may have several lines
BORN = 1900
PATTERNS = {
    "^[A-Z]{3}$": "three capital letters",
    "^([01][0-9]|2[0-3]):[0-5][0-9]$": "a time of day, as in 09:30",
    "^[1-9][0-9]{0,4}(m|h|d)$": "a length, as in 30m, 24h or 3d",
    "^(0m|[1-9][0-9]{0,4}(m|h|d))$": "a length, as in 0m, 30m, 24h or 3d",
    "^[0-9a-f]{16}$": "16 hexadecimal digits",
    "^[0-9a-f]{64}$": "64 hexadecimal digits",
    "^[0-9a-f]{40,64}$": "a commit's whole id",
    r"^[a-z0-9][a-z0-9.-]*$": "a domain, as in example.com",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and dashes",
    r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)%$": "an amount or a part of the price, as in 50%",
    r"^[+-][0-9]{1,9}(\.[0-9]{1,4})?%?$": "an amount or a part with its sign, as in -20 or +10%",
    r"^[1-9][0-9]{0,3}(d|mo|y)$": "a length, as in 90d, 18mo or 2y",
    "^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$": "a day and a time, as in 2026-11-27T10:00",
    "^(first|fit)$": "first or fit",
    "^[A-Z]{2}$": "two capital letters, as in CN",
}


class Fault(NamedTuple):
    """`path` leads from the top of the file to the value, or to the table that lacks one."""

    path: Path
    text: str
    help: str | None = None


def faults(value: Any, kind: type[Struct], path: Path = ()) -> Iterator[Fault]:
    """What is wrong with a table as a record of that kind: keys, types, ranges, characters."""
    if type(value) is not dict:
        yield Fault(path, f"{label(path)} must be a table, not {value_in_words(value)}")
        return
    known = keys(kind)
    for key in sorted(value.keys() - known.keys()):
        yield Fault((*path, key), f"{_noun(kind)} has no key {key}", did_you_mean(key, known))
    for key in known.values():
        if key.name in value:
            yield from value_faults(value[key.name], key.shapes, (*path, key.name))
        elif key.required:
            yield Fault(path, f"the key {key.name} is missing: {key.description}")


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else None


def label(path: Path) -> str:
    """The value's name in a sentence: `to`, or `to of uses 2` for one inside a list."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return "this"
    inner = next((i for i in reversed(range(len(path))) if isinstance(path[i], int)), None)
    if inner is None or inner < 2:  # the number of a record of the page says nothing
        return names[-1]
    listed = f"{path[inner - 1]} {int(path[inner]) + 1}"
    return listed if inner == len(path) - 1 else f"{names[-1]} of {listed}"


def _noun(kind: type[Struct]) -> str:
    return {"Settings": "bookctl.toml", "Event": "an entry of history", "Page": "a page"}.get(
        kind.__name__, f"a {kind.__name__.lower()}"
    )


def value_faults(value: Any, shapes: tuple[Shape, ...], path: Path) -> Iterator[Fault]:
    shape = next((shape for shape in shapes if _takes(shape, value)), None)
    if shape is None:
        yield Fault(path, f"{label(path)} must be {any_in_words(shapes)}, not {value_in_words(value)}")
    else:
        yield from _content(value, shape, path)


def _takes(shape: Shape, value: Any) -> bool:
    """By exact type: true is no number, and a date-time is no date."""
    if type(value) is datetime:
        return shape.base is datetime and shape.aware == (value.tzinfo is not None)
    return type(value) is shape.base or (type(value) is dict and issubclass(shape.base, Struct))


def _content(value: Any, shape: Shape, path: Path) -> Iterator[Fault]:
    if issubclass(shape.base, Struct):
        yield from faults(value, shape.base, path)
    elif type(value) is dict:
        yield from _named(value, shape, path) if shape.item else _foreign(value, path)
    elif type(value) is list:
        yield from _list(value, shape, path)
    elif (text := _scalar(value, shape)) is not None:
        choice = did_you_mean(value, shape.choices) if shape.choices else None
        yield Fault(path, f"{label(path)} {text}", choice)


def _list(value: list[Any], shape: Shape, path: Path) -> Iterator[Fault]:
    if shape.most is not None and len(value) > shape.most:
        yield Fault(path, f"{label(path)} has {len(value)} entries: at most {shape.most}")
    for number, item in enumerate(value):
        yield from value_faults(item, shape.item, (*path, number))


def _named(value: dict[str, Any], shape: Shape, path: Path) -> Iterator[Fault]:
    """A table whose keys are names the user chose."""
    for name, item in value.items():
        if not is_slug(name):
            text = f"{name[:60]!r} is no name: lower-case letters, digits and dashes"
            yield Fault((*path, name), text)
        else:
            yield from value_faults(item, shape.item, (*path, name))


def _foreign(value: Any, path: Path) -> Iterator[Fault]:
    """The user's own tables: anything goes but characters that steer a terminal."""
    inner = value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
    for key, item in inner:
        yield from _foreign(item, (*path, key))
    if type(value) is str and (sign := unsafe(value, lines=True)):
        yield Fault(path, f"{label(path)} has a character that cannot be shown: {sign}")


def _scalar(value: Any, shape: Shape) -> str | None:
    if type(value) is str:
        return _text(value, shape)
    if isinstance(value, date):
        return _date(value, shape)
    if type(value) is bool:
        return None
    if not math.isfinite(value):
        return f"must be a number, not {value}"
    if shape.least is None and shape.most is None:
        return None if abs(value) <= LARGEST else "is too large a number"
    return _range(value, shape)


def _range(value: float, shape: Shape) -> str | None:
    if shape.least is not None and value < shape.least:
        return f"must be at least {shape.least}, not {str(value)[:40]}"
    if shape.most is not None and value > shape.most:
        return f"must be at most {shape.most}, not {str(value)[:40]}"
    return None


def _date(value: date, shape: Shape) -> str | None:
    first = BORN if shape.base is date else FIRST_YEAR
    if not first <= value.year <= LAST_YEAR:
        return f"must lie in the years {first} to {LAST_YEAR}, not in {value.year}"
    if isinstance(value, datetime) and value.microsecond:
        return "must be to the second, without a fraction"
    return None


def _text(value: str, shape: Shape) -> str | None:
    sign = unsafe(value, lines=(shape.most or 0) >= BLOCK)
    if sign:
        return f"has a character that cannot be shown: {sign}"
    if shape.choices and value not in shape.choices:
        return f"must be {in_words(shape)}, not {value[:60]!r}"
    if shape.least is not None and len(value) < shape.least:
        return "must not be empty"
    if shape.most is not None and len(value) > shape.most:
        return f"is {len(value)} characters long: at most {shape.most}"
    if shape.pattern and not re.fullmatch(shape.pattern.strip("^$"), value):
        return f"must be {PATTERNS[shape.pattern]}, not {value[:60]!r}"
    return None
