"""What resource, service and customer have in common: listed when bare, shown, retired."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from bookctl.actions import lookup
from bookctl.cli.state import current
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.cli.state import View


def noun() -> typer.Typer:
    """A group that lists when it is called without a verb."""
    return typer.Typer(rich_markup_mode=None, invoke_without_command=True, no_args_is_help=False)


def print_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], records: Sequence[dict[str, Any]], key: str
) -> None:
    """The same rows as a table, as plain text, as CSV or as JSON."""
    from bookctl.render.table import csv_text, json_text, plain, table

    state = current()
    shape = state.env.shape("table", "plain", "csv", "json")
    if shape == "json":
        state.print(json_text({key: list(records)}))
    elif shape == "csv":
        state.print(csv_text([column.title for column in columns], rows))
    elif shape == "plain":
        state.print(plain(rows))
    elif rows:
        state.print(table(columns, rows, state.look))


def show_file(kind: str, text: str) -> None:
    """The record's file as it stands, or as JSON."""
    from bookctl.ledger.files import read_file
    from bookctl.ledger.layout import record_path
    from bookctl.ledger.load import record_from
    from bookctl.model.text import shown_lines
    from bookctl.render.table import json_text

    state = current()
    with state.reading(everything=kind == "customer") as view:
        id_ = find(view, kind, text)
        path = record_path(kind, id_)
        data = read_file(view.opened.root, path) or b""
    if state.env.shape("table", "plain", "json") == "json":
        from msgspec import to_builtins

        record, _ = record_from(kind, path, data)
        state.print(json_text({kind: {"id": id_, **to_builtins(record)}}))
    else:
        state.print([f"# {path}", shown_lines(data.decode().replace("\r\n", "\n")).rstrip("\n")])


def find(view: "View", kind: str, text: str) -> str:
    if kind == "customer":
        return lookup.customer(view.index, text).id
    if kind == "plan":
        return lookup.named(kind, {id_: plan.name for id_, plan in view.index.plans().items()}, text)
    return lookup.named(kind, view.index.names(kind), text)


def desk_find(desk: "Desk", kind: str, text: str) -> str:
    if kind == "customer":
        return desk.customer(text).id
    if kind == "plan":
        return lookup.named(kind, {id_: plan.name for id_, plan in desk.index.plans().items()}, text)
    return lookup.named(kind, desk.service_names if kind == "service" else desk.resource_names, text)


def retire(kind: str, text: str, on: str | None, *, dry: bool) -> None:
    """Sets the day from which the record is not used any more; nothing is deleted."""

    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.record import edit
        from bookctl.cli.values import day

        when = day(desk, on) if on else desk.day(desk.now)
        outcome = edit(desk, kind, desk_find(desk, kind, text), {"retired": when})
        return outcome._replace(
            line=f"retired from {when:%a %d %b %Y}", op=f"{kind} retire {outcome.data['id']}"
        )

    write(action, dry=dry)


def add(kind: str, id_: str | None, values: dict[str, Any], *, dry: bool) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.record import add as do

        return do(desk, kind, id_, resolved(desk, values))

    write(action, dry=dry)


def edit(kind: str, text: str, values: dict[str, Any], unset: Sequence[str] | None, *, dry: bool) -> None:
    """Sets what was given; `unset` names the keys that go back to their default."""

    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.problems import Usage
        from bookctl.actions.record import edit as do

        changes = resolved(desk, values) | dict.fromkeys(unset or ())
        if not changes:
            raise Usage("nothing was said to change", help=f"bookctl {kind} edit --help")
        return do(desk, kind, desk_find(desk, kind, text), changes)

    write(action, dry=dry)


def resolved(desk: "Desk", values: dict[str, Any]) -> dict[str, Any]:
    """Values that could only be read with the ledger's clock, zone and currency at hand."""
    return {key: value(desk) if callable(value) else value for key, value in values.items()}
