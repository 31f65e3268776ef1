"""Records as the text of a page: keys in the order of the specification, what is default left out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from bookctl.ledger.toml.write import literal, record
from bookctl.model.booking import Booking, Session
from bookctl.model.money import exponent


def block(item: Booking | Session, currency: str) -> str:
    """The record's `[[booking]]` or `[[session]]` block, ending in a newline."""
    array = "booking" if isinstance(item, Booking) else "session"
    return record(array, pairs(item, currency))


def pairs(item: Struct, currency: str) -> Iterator[tuple[str, str]]:
    """The record's keys and their literals, what is default left out."""
    for name, key, default in _layout(type(item)):
        value = getattr(item, name)
        if value is None or value == default:
            continue
        if name == "price":
            yield key, money(value, currency)
        elif name == "history":
            yield key, "[\n" + "".join(f"  {inline(event)},\n" for event in value) + "]"
        elif name == "uses":
            yield key, "[" + ", ".join(inline(use) for use in value) + "]"
        else:
            yield key, inline(value)


def money(value: float, currency: str) -> str:
    return f"{value:.{exponent(currency)}f}"


def inline(value: Any) -> str:
    """One value on one line; a struct becomes an inline table without its defaults."""
    kind = type(value)
    if kind is datetime:
        return value.isoformat(timespec="seconds")  # type: ignore[no-any-return]
    if kind is list:
        return "[" + ", ".join(map(inline, value)) + "]"
    if issubclass(kind, Struct):
        parts = [
            f"{key} = {inline(part)}"
            for name, key, default in _layout(kind)
            if (part := getattr(value, name)) is not None and part != default
        ]
        return "{ " + ", ".join(parts) + " }"
    return literal(value)


_LAYOUTS: dict[type[Struct], tuple[tuple[str, str, Any], ...]] = {}


def _layout(kind: type[Struct]) -> tuple[tuple[str, str, Any], ...]:
    """Name, key and default of each field, own and foreign tables last."""
    found = _LAYOUTS.get(kind)
    if found is None:
        rows = [(f.name, f.encode_name, _default(f)) for f in fields(kind)]
        rows.sort(key=lambda row: row[0] in {"fields", "x"})
        found = _LAYOUTS[kind] = tuple(rows)
    return found


def _default(field: Any) -> Any:
    if field.default is not NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not NODEFAULT else NODEFAULT
