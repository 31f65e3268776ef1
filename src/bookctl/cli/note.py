from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.nouns import print_rows
from bookctl.cli.options import DryRun
from bookctl.cli.state import View, current
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.model.customer import Note

app = typer.Typer(rich_markup_mode=None)
COLUMNS = (Column("at"), Column("visit"), Column("when"), Column("by"), Column("note", shrink=True))


@app.command()
def note(
    about: Annotated[str, typer.Argument(help="Id of a booking, or a customer's name or id.")],
    text: Annotated[str | None, typer.Argument(help="The remark; without one they are listed.")] = None,
    dry_run: DryRun = False,
) -> None:
    if text is None:
        _list(about)
        return
    remark = text

    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.note import note as do
        from bookctl.actions.requests import Note

        return do(desk, Note(about=about, text=remark))

    write(action, dry=dry_run)


def _list(about: str) -> None:
    """The notes of a visit, or all of a customer's, the oldest first."""
    from msgspec import to_builtins

    from bookctl.ledger.load import load_customer

    with current().reading(everything=True) as view:
        customer, booking = _about(view, about)
        record, _ = load_customer(view.opened.root, customer)
        notes = [one for one in (record.note if record else ()) if booking in {None, one.booking}]
        rows = [_line(view, one) for one in notes]
    print_rows(COLUMNS, rows, [to_builtins(one) for one in notes], "notes")
    if not rows:
        current().say("no notes")


def _about(view: View, text: str) -> tuple[str, str | None]:
    """Whose they are, and of which visit only."""
    from bookctl.actions import lookup
    from bookctl.actions.problems import NotFound, Refused

    try:
        row = lookup.booking(view.index, text)
    except NotFound:
        return lookup.customer(view.index, text).id, None
    if row.customer is None:
        raise Refused(f"{row.id} is a session; notes are about customers")
    return row.customer, row.id


def _line(view: View, one: "Note") -> tuple[str, ...]:
    from bookctl.cli.visit import visit_when

    when = visit_when(view, one.booking) if one.booking else ""
    return f"{one.at:%Y-%m-%d %H:%M}", one.booking or "", when, one.by or "", " ".join(one.text.split())
