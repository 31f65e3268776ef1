"""Plain values for the facts: what a template or condition gets is never a record."""

from collections.abc import Mapping
from typing import Any

PLAIN = (str, int, float, bool)


class Fields(dict[str, Any]):
    """The user's own values: a name that is not among them is None, not a mistake."""


def money_text(price: float | None, currency: str) -> str:
    from bookctl.ledger.format import money

    return "" if price is None else f"{money(price, currency)} {currency}"


def own_fields(fields: Mapping[str, Any]) -> Fields:
    """Texts and numbers, and lists of them; dates as they are written."""
    return Fields({name: _plain(value) for name, value in fields.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return own_fields(value)
    return str(value)


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""
