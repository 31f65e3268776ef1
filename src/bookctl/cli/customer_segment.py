"""Segments: listed with how many are in each, shown, added, removed."""

from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import NotFound, Usage
from bookctl.cli import nouns
from bookctl.cli.customer_find import joined, print_customers, searched
from bookctl.cli.options import DryRun
from bookctl.cli.state import current
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

VERBS = ("list", "show", "add", "remove")
COLUMNS = (
    Column("segment"),
    Column("customers", "right"),
    Column("query", shrink=True),
    Column("name", shrink=True),
)


def segment(
    verb: Annotated[str, typer.Argument(metavar="[list|show|add|remove]", help="What to do.")] = "list",
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The segment.")] = None,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]...", help="With add: as customer find takes it.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="With add: as a person would say it.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Customers by a saved query."""
    if verb not in VERBS:
        raise Usage(f"a segment has no {verb!r}", help=f"one of {', '.join(VERBS)}")
    if verb == "list":
        _list()
        return
    if name is None:
        raise Usage("which segment?", help=f"bookctl customer segment {verb} NAME")
    if verb == "show":
        _show(name)
    elif verb == "remove":
        _remove(name, dry=dry_run)
    else:
        _add(name, query[0] if query and len(query) == 1 else joined(query or []), title, dry=dry_run)


def _list() -> None:
    with current().reading(everything=True) as view:
        known = view.index.catalogue().settings.segment
        counts = {name: len(ids) for name, ids in view.index.segments(view.now, view.zone).items()}
    rows = [
        (name, str(counts.get(name, "?")), one.query, one.name or "") for name, one in sorted(known.items())
    ]
    records = [
        {"id": name, "customers": counts.get(name), "query": one.query, "name": one.name}
        for name, one in sorted(known.items())
    ]
    nouns.print_rows(COLUMNS, rows, records, "segments")
    if not rows:
        current().say("there are no segments: bookctl customer segment add NAME QUERY")


def _show(name: str) -> None:
    with current().reading(everything=True) as view:
        known = view.index.catalogue().settings.segment
        if name not in known:
            from bookctl.ledger.faults import did_you_mean
            from bookctl.model.text import shown

            near = did_you_mean(name, known) or "bookctl customer segment lists them"
            raise NotFound(f"there is no segment {shown(name)}", help=near)
        found = searched(view, f"segment:{name}")
    print_customers(found)


def _add(name: str, query: str, title: str | None, *, dry: bool) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.segments import add

        return add(desk, name, query, title)

    write(action, dry=dry)


def _remove(name: str, *, dry: bool) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.segments import remove

        return remove(desk, name)

    write(action, dry=dry)
