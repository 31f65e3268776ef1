"""Resources, services and customers: one file each; edits touch only the keys that change."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from bookctl.actions.desk import Desk
from bookctl.actions.gate import fits_capacity
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.ledger.format import inline, keyed
from bookctl.ledger.layout import record_path
from bookctl.ledger.load import record_from
from bookctl.ledger.reading import type_of
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import remove_key, set_key
from bookctl.model.ids import is_slug
from bookctl.model.plan import Plan, lacking
from bookctl.model.text import shown

Values = Mapping[str, Any]


def add(desk: Desk, kind: str, id_: str | None, values: Values) -> Outcome:
    """A new record. A customer's id is made here; another's is the person's choice, a slug."""
    if kind == "customer":
        id_ = desk.fresh_id(f"customer {values.get('name')}", "c")
    if id_ is None or not is_slug(id_):
        raise Usage(
            f"{shown(str(id_))!r} is no id",
            help="lower-case letters, digits and dashes, as in deep-tissue-60",
        )
    path = record_path(kind, id_)
    if desk.draft.exists(path):
        raise Refused(f"there is a {kind} {id_} already", help=f"bookctl {kind} edit {id_}")
    text = "".join(f"{key} = {_literal(desk, key, value)}\n" for key, value in values.items() if _kept(value))
    _put(desk, kind, id_, text)
    return Outcome(f"{kind} add {id_}", "added", {"id": id_, "kind": kind, **_plain(values)})


def edit(desk: Desk, kind: str, id_: str, values: Values) -> Outcome:
    """Sets keys; None removes one, so that its default is in force again."""
    path = record_path(kind, id_)
    if not desk.draft.exists(path):
        raise NotFound(f"no {kind} is called {shown(id_)!r}", help=f"bookctl {kind} list")
    text = desk.draft.text(path)
    there = parse(text.encode())
    _known(kind, values)
    for key, value in values.items():
        if value is None:
            text = remove_key(text, (), key) if key in there else text
        elif there.get(key) != value:
            text = set_key(text, (), key, _literal(desk, key, value))
    if kind == "resource" and values.get("capacity"):
        fits_capacity(desk, id_, values["capacity"])
    _put(desk, kind, id_, text)
    return Outcome(f"{kind} edit {id_}", "changed", {"id": id_, "kind": kind, **_plain(values)})


def _known(kind: str, keys: Iterable[str]) -> None:
    fields = type_of(kind).__struct_encode_fields__
    for key in keys:
        if key not in fields:
            raise Usage(f"a {kind} has no key {shown(key)!r}", help=f"keys: {' '.join(fields)}")


def _put(desk: Desk, kind: str, id_: str, text: str) -> None:
    """The new text, if it is a valid record; else Usage with the first fault."""
    path = record_path(kind, id_)
    desk.draft.put(path, valid(kind, path, text))


def valid(kind: str, path: str, text: str) -> str:
    """The text again; Usage with the first fault where it is no valid record."""
    if not str(parse(text.encode()).get("name", "")).strip():
        raise Usage(f"a {kind} needs a name")
    record, findings = record_from(kind, path, text.encode())
    if findings:
        raise Usage(f"this would not be a valid {kind}: {findings[0].text}", help=findings[0].help)
    if isinstance(record, Plan) and (missing := lacking(record)) is not None:
        raise Usage(missing, help="bookctl plan add --help")
    return text


def _literal(desk: Desk, key: str, value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], Struct):
        return "[\n" + "".join(f"  {inline(item)},\n" for item in value) + "]"
    return keyed(key, value, desk.settings.currency)


def _kept(value: Any) -> bool:
    return value is not None and value not in ([], "", False)


def _plain(values: Values) -> dict[str, Any]:
    from msgspec import to_builtins

    return {key: to_builtins(value) for key, value in values.items()}
