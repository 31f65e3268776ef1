"""What a record's fields may hold, read from the structs: the loader and the specification share it."""

import types
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields


class Shape(NamedTuple):
    """One form a value may take.

    `base` is int, float, str, bool, datetime, date, list, a struct's class, or dict for tables of the
    user's own. `least` and `most` limit numbers by value, texts and lists by length, both included;
    `aware` asks for a date-time with offset. `item` is what a list holds, or a table of names; a table
    without it is the user's own.
    """

    base: type
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    item: "tuple[Shape, ...]" = ()
    aware: bool = False


class Key(NamedTuple):
    """One key of a record as files spell it; `default` is None where absence has a meaning of its own."""

    name: str
    shapes: tuple[Shape, ...]
    required: bool
    default: Any
    description: str


@lru_cache(maxsize=64)
def keys(kind: type[Struct]) -> dict[str, Key]:
    """The keys of a record in the order of the specification, those every record shares last."""
    hints = get_type_hints(kind, include_extras=True)
    found = [_key(field, hints[field.name]) for field in fields(kind)]
    found.sort(key=lambda key: key.name in {"fields", "x"})
    return {key.name: key for key in found}


def _key(field: Any, hint: Any) -> Key:
    required = field.default is NODEFAULT and field.default_factory is NODEFAULT
    default = None if required or field.default is NODEFAULT else field.default
    if field.default_factory is not NODEFAULT:
        default = field.default_factory()
    description = next(meta.description for meta in reversed(_metas(hint)) if meta.description)
    return Key(field.encode_name, tuple(shapes(hint)), required, default, description)


def shapes(hint: Any, metas: tuple[Meta, ...] = ()) -> Iterator[Shape]:
    """The forms an annotation allows; None, which no file can hold, is left out."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from shapes(hint.__origin__, (*metas, *_metas(hint)))
    elif origin in (Union, types.UnionType):
        for member in get_args(hint):
            yield from shapes(member)
    elif origin is Literal:
        yield Shape(str, choices=get_args(hint))
    elif origin is list:
        yield Shape(list, item=tuple(shapes(get_args(hint)[0])), **_limits(metas))
    elif origin is dict:
        yield Shape(dict, item=tuple(shapes(get_args(hint)[1])))
    elif hint is not type(None) and hint is not Any:
        yield Shape(hint, aware=_aware(metas), **_limits(metas))


def _metas(hint: Any) -> tuple[Meta, ...]:
    return tuple(getattr(hint, "__metadata__", ()))


def _aware(metas: tuple[Meta, ...]) -> bool:
    return any(meta.tz for meta in metas)


def _limits(metas: tuple[Meta, ...]) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for meta in metas:
        least = meta.ge if meta.ge is not None else meta.min_length
        most = meta.le if meta.le is not None else meta.max_length
        found = {"least": least, "most": most, "pattern": meta.pattern}
        limits.update({name: value for name, value in found.items() if value is not None})
    return limits


def in_words(shape: Shape) -> str:
    """What is asked for, as it would stand behind 'must be'."""
    if shape.choices:
        return f"one of {', '.join(shape.choices)}"
    if shape.base is datetime:
        return "a date and time with offset" if shape.aware else "a date and time"
    if shape.base is list:
        return f"a list of {plural(shape.item)}"
    if shape.base is dict and shape.item:
        return f"a table of {plural(shape.item)} by name"
    return _WORDS.get(shape.base, "a table")


def any_in_words(shapes: tuple[Shape, ...]) -> str:
    if {shape.base for shape in shapes} == {int, float}:
        return "a number"
    return " or ".join(dict.fromkeys(in_words(shape) for shape in shapes))


def plural(items: tuple[Shape, ...]) -> str:
    """What a list holds."""
    return " or ".join("texts" if item.base is str else "tables" for item in items)


_WORDS: dict[type, str] = {
    int: "a whole number",
    float: "a number with decimals",
    str: "text",
    bool: "true or false",
    date: "a date",
}


def value_in_words(value: Any) -> str:
    """What stands there instead, as it would stand behind 'not'."""
    if type(value) is datetime:
        return "a date and time with offset" if value.tzinfo else "a date and time without offset"
    if type(value) is list:
        return "a list"
    return _WORDS.get(type(value), "a time of day" if hasattr(value, "hour") else "a table")
