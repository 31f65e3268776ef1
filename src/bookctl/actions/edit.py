"""Changes to a record that stands in a page: only its own keys are touched, its history grows by one line."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from bookctl.actions.desk import Desk
from bookctl.ledger.format import inline, keyed
from bookctl.ledger.index import Row
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import append_item, remove_key, set_key
from bookctl.model.booking import Booking, Event, Session


def change(desk: Desk, row: Row, event: Event | None, **values: object) -> Booking | Session:
    """Sets keys of the record where it stands (None removes one) and adds the event to its history."""
    item = desk.record(row)
    text = desk.draft.text(row.page)
    desk.draft.put(
        row.page, edited(text, place_of(text, row.kind, row.id), event, desk.settings.currency, values)
    )
    return settled(desk, item, event, values)


def settled(
    desk: Desk, item: Booking | Session, event: Event | None, values: dict[str, object]
) -> Booking | Session:
    history = [*item.history, event] if event else item.history
    made: Booking | Session = replace(item, **defaulted(type(item), values), history=history)
    desk.settle(made)
    return made


def defaulted(kind: type[Struct], values: Mapping[str, object]) -> dict[str, Any]:
    """The values of a record in which None stands for a key that is taken away."""
    return {key: _defaults(kind)[key] if value is None else value for key, value in values.items()}


@lru_cache(maxsize=8)
def _defaults(kind: type[Struct]) -> dict[str, Any]:
    return {
        one.name: one.default_factory() if one.default_factory is not NODEFAULT else one.default
        for one in fields(kind)
    }


def edited(
    text: str, ref: tuple[str, int], event: Event | None, currency: str, values: dict[str, object]
) -> str:
    for key, value in values.items():
        if value is None:
            text = remove_key(text, ref, key) if has_key(text, ref, key) else text
        else:
            text = set_key(text, ref, key, keyed(key, value, currency))
    return append_item(text, ref, "history", inline(event)) if event else text


def place_of(text: str, kind: str, id_: str) -> tuple[str, int]:
    """Which of the page's `[[booking]]` or `[[session]]` tables it is."""
    for number, record in enumerate(parse(text.encode())[kind]):
        if record["id"] == id_:
            return kind, number
    raise LookupError(id_)


def has_key(text: str, ref: tuple[str, int], key: str) -> bool:
    return key in parse(text.encode())[ref[0]][ref[1]]
