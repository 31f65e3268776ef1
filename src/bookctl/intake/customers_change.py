"""What a row says that the book does not have, or has otherwise."""

from collections.abc import Callable
from typing import Any, NamedTuple

from bookctl.intake.customers_rows import Given
from bookctl.intake.mapping import folded
from bookctl.ledger.format import pairs
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import append_table, set_key
from bookctl.ledger.toml.write import literal
from bookctl.model.contact import mail_key, phone_key
from bookctl.model.customer import Customer, Note


class Difference(NamedTuple):
    """Keys that the book lacks, and keys that it has otherwise."""

    missing: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def words(self) -> str:
        parts = [f"has no {', '.join(self.missing)}"] if self.missing else []
        return "; ".join([*parts, f"other {', '.join(self.other)}"] if self.other else parts)


def difference(record: Customer, row: Given, said: dict[str, Any], code: str) -> Difference:
    """Between a customer and a row about them; `code` is the calling code of numbers that have none."""
    missing: list[str] = []
    other: list[str] = []
    for key, value in said.items():
        ours = getattr(record, key)
        if ours is None:
            missing.append(key)
        elif _same_as(key, ours, code) != _same_as(key, value, code):
            other.append(key)
    more, others = _lists(record, row)
    return Difference((*missing, *more), (*other, *others))


def _lists(record: Customer, row: Given) -> tuple[list[str], list[str]]:
    """As `difference`, for what has several values."""
    missing: list[str] = []
    other: list[str] = []
    if set(row.tags) - set(record.tags):
        missing.append("tags")
    if {alert.text for alert in row.alerts} - {alert.text for alert in record.alert}:
        missing.append("alert")
    if row.note and row.note not in {note.text for note in record.note}:
        missing.append("note")
    if row.consent is not None and row.consent != ("marketing" in record.consent):
        (missing if row.consent else other).append("consent")
    for key, text in row.fields.items():
        if str(record.fields.get(key, text)) != text:
            other.append(f"fields.{key}")
        elif key not in record.fields:
            missing.append(f"fields.{key}")
    return missing, other


def _same_as(key: str, value: Any, code: str) -> Any:
    """One spelling for what is the same."""
    if key == "phone":
        return phone_key(value, code) or value
    if key == "email":
        return mail_key(value)
    return folded(value) if isinstance(value, str) else value


def changed(
    text: str, keys: tuple[str, ...], row: Given, said: dict[str, Any], note: Callable[[str], Note]
) -> str:
    """The customer's file with those keys as the row has them; words of a list are added, none is taken away."""
    fields = {key.partition(".")[2] for key in keys if key.startswith("fields.")}
    for key in keys:
        if key in said:
            text = set_key(text, (), key, literal(said[key]))
    there = parse(text.encode())
    if "tags" in keys:
        text = set_key(text, (), "tags", literal(list(dict.fromkeys((*there.get("tags", []), *row.tags)))))
    if "consent" in keys:
        text = set_key(text, (), "consent", literal(["marketing"] if row.consent else []))
    if fields:
        merged = there.get("fields", {}) | {key: row.fields[key] for key in row.fields if key in fields}
        text = _with_fields(text, merged)
    if "alert" in keys:
        known = {alert["text"] for alert in there.get("alert", [])}
        for alert in row.alerts:
            text = _appended(text, "alert", alert) if alert.text not in known else text
    return _appended(text, "note", note(row.note)) if "note" in keys else text


def _with_fields(text: str, merged: dict[str, Any]) -> str:
    try:
        for key, value in merged.items():
            text = set_key(text, ("fields",), key, literal(value))
    except LookupError:  # no such table, or one on a single line
        return set_key(text, (), "fields", literal(merged))
    return text


def _appended(text: str, array: str, item: Any) -> str:
    return append_table(text, array, "".join(f"{key} = {value}\n" for key, value in pairs(item)))
