"""Records as the text of a page: keys in the order of the specification, what is default left out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, astuple, fields

from bookctl.ledger.toml.write import literal
from bookctl.model.booking import Booking, Session
from bookctl.model.money import exponent

Writer = Callable[[Any], str]


def block(item: Booking | Session, currency: str) -> str:
    """The record's `[[booking]]` or `[[session]]` block, ending in a newline."""
    head = "[[booking]]\n" if type(item) is Booking else "[[session]]\n"
    return head + "".join([f"{key} = {text}\n" for key, text in pairs(item, currency)])


def pairs(item: Struct, currency: str) -> Iterator[tuple[str, str]]:
    """The record's keys and their literals, what is default left out."""
    late = []
    for value, (key, default, write) in zip(astuple(item), _layout(type(item)), strict=True):
        if value is None or value == default:
            continue
        if key in {"fields", "x"}:
            late.append((key, write(value)))
        else:
            yield key, money(value, currency) if key == "price" else write(value)
    yield from late


def money(value: float, currency: str) -> str:
    return f"{value:.{exponent(currency)}f}"


def inline(value: Any) -> str:
    """One value on one line; a struct becomes an inline table without its defaults."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, Struct):
        rows = zip(astuple(value), _layout(type(value)), strict=True)
        parts = [
            f"{key} = {write(part)}"
            for part, (key, default, write) in rows
            if part is not None and part != default
        ]
        return "{ " + ", ".join(parts) + " }"
    return literal(value)


def _list(value: list[Any]) -> str:
    return "[" + ", ".join([inline(part) for part in value]) + "]"


def _lines(value: list[Any]) -> str:
    """A history: one entry a line."""
    return "[\n" + "".join([f"  {inline(part)},\n" for part in value]) + "]"


_WRITERS: dict[type[Any], Writer] = {
    datetime: lambda value: value.isoformat("T", "seconds"),
    list: _list,
    str: literal,
}


@lru_cache(maxsize=16)
def _layout(kind: type[Struct]) -> tuple[tuple[str, Any, Writer], ...]:
    """Key, default and writer of each field, in the order of the specification."""
    return tuple(
        (one.encode_name, _default(one), _lines if one.name == "history" else inline) for one in fields(kind)
    )


def _default(field: FieldInfo) -> Any:
    if field.default is not NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not NODEFAULT else NODEFAULT
