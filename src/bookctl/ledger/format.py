"""Records as the text of a page: keys in the order of the specification, what is default left out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from bookctl.ledger.toml.write import literal, string
from bookctl.model.booking import Booking, Event, Session, Use
from bookctl.model.money import exponent

Writer = Callable[[Any], str]


class _Layout(NamedTuple):
    """How to take a record's values in the order of the specification, and each one's key, default and writer."""

    values: Callable[[Struct], tuple[Any, ...]]
    keys: tuple[tuple[str, Any, Writer | None], ...]


def block(item: Booking | Session, currency: str) -> str:
    """The record's `[[booking]]` or `[[session]]` block, ending in a newline."""
    return block_of("booking" if type(item) is Booking else "session", item, currency)


def block_of(array: str, item: Struct, currency: str) -> str:
    """A record's block in a page of any kind, ending in a newline."""
    return f"[[{array}]]\n" + "".join([f"{key} = {text}\n" for key, text in pairs(item, currency)])


def pairs(item: Struct, currency: str = "") -> list[tuple[str, str]]:
    """The record's keys and their literals, what is default left out."""
    values, keys = _layout(type(item), currency)
    return [
        (key, (write or _WRITERS[type(value)])(value))
        for value, (key, default, write) in zip(values(item), keys, strict=True)
        if value is not None and value != default
    ]


def stamp(at: datetime) -> str:
    """To the second, with its offset."""
    return _stamp(at, at.utcoffset())


@lru_cache(maxsize=4096)
def _stamp(at: datetime, _offset: timedelta | None) -> str:
    """Instants that are equal may differ in their offset."""
    return at.isoformat("T", "seconds")


def money(value: float, currency: str) -> str:
    return f"{value:.{exponent(currency)}f}"


def inline(value: Any) -> str:
    """One value on one line; a struct becomes an inline table without its defaults."""
    return _WRITERS[type(value)](value)


def keyed(key: str, value: Any, currency: str) -> str:
    """The literal of one key of a record."""
    write = None if key == "history" else _by_key(currency).get(key)
    return (write or _WRITERS[type(value)])(value)


def _table(value: Struct, currency: str = "") -> str:
    return "{ " + ", ".join([f"{key} = {text}" for key, text in pairs(value, currency)]) + " }"


def _list(value: list[Any]) -> str:
    return "[" + ", ".join([_WRITERS[type(part)](part) for part in value]) + "]"


@lru_cache(maxsize=4096)
def _ids(value: tuple[str | Use, ...]) -> str:
    """A practice has few resources, and the same ones serve together."""
    return _list(list(value))


def _lines(value: list[Event]) -> str:
    """A history: one entry a line."""
    return (
        "[\n"
        + "".join(
            [_entry(event, event.at.utcoffset(), event.moved and event.moved.utcoffset()) for event in value]
        )
        + "]"
    )


@lru_cache(maxsize=64)
def _entry(event: Event, *_offsets: timedelta | None) -> str:
    """All that one change enters reads alike; the offsets are there as in `_stamp`."""
    return f"  {inline(event)},\n"


class _Writers(dict[type[Any], Writer]):
    """By the type of the value."""

    def __missing__(self, kind: type[Any]) -> Writer:
        self[kind] = write = _table if issubclass(kind, Struct) else literal
        return write


_WRITERS = _Writers({datetime: stamp, list: _list, str: string})


@lru_cache(maxsize=64)
def _layout(kind: type[Struct], currency: str) -> _Layout:
    last = {"fields", "x"}
    ordered = sorted(fields(kind), key=lambda field: field.name in last)
    writers = _by_key(currency)
    return _Layout(
        attrgetter(*[one.name for one in ordered]),
        tuple((one.encode_name, _default(one), writers.get(one.name)) for one in ordered),
    )


@lru_cache(maxsize=8)
def _by_key(currency: str) -> dict[str, Writer]:
    """The keys that are not written as their type alone would have it."""
    return {
        "history": _lines,
        **dict.fromkeys(
            ("price", "amount", "value", "fee", "deposit", "refunded", "late_fee", "no_show_fee"),
            lambda value: string(value) if isinstance(value, str) else money(value, currency),
        ),
        **dict.fromkeys(
            ("lines", "cover"), lambda value: "[" + ", ".join([_table(one, currency) for one in value]) + "]"
        ),
        "terms": lambda value: _table(value, currency),
        **dict.fromkeys(("uses", "asked", "addons"), lambda value: _ids(tuple(value))),
    }


def _default(field: FieldInfo) -> Any:
    if field.default is not NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not NODEFAULT else NODEFAULT
