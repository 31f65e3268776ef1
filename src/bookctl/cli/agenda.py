from typing import Annotated

import typer

from bookctl.cli.options import Resources
from bookctl.cli.query import days, span
from bookctl.cli.state import current
from bookctl.cli.views import agenda_of, days_of

app = typer.Typer(rich_markup_mode=None)


@app.command()
def agenda(
    when: Annotated[
        str, typer.Argument(help="A day or a range: 'tomorrow', 'next week', '2026-11-24'.")
    ] = "today",
    resource: Resources = None,
    every: Annotated[bool, typer.Option("--all", help="Cancelled and declined ones too.")] = False,
) -> None:
    from bookctl.actions import lookup
    from bookctl.render import agenda as draw

    state = current()
    shape = state.env.shape("table", "plain", "json", "csv")
    with state.reading() as view:
        only = {lookup.named("resource", view.index.names("resource"), text) for text in resource or ()}
        found = view.index.rows(*span(view, when))
        rows = [row for row in found if not only or only & {use[0] for use in row.uses}]
        if shape == "json":
            from bookctl.cli.rows import booking_json
            from bookctl.render.table import json_text

            kept = [row for row in rows if every or row.status not in {"cancelled", "declined"}]
            state.print(json_text({"bookings": [booking_json(row._asdict(), view.zone) for row in kept]}))
            return
        made = agenda_of(view, rows, days_of(*days(view, when)))
    if shape == "table":
        state.print(draw.agenda(made, state.look, cancelled=every))
    elif shape == "csv":
        from bookctl.render.table import csv_text

        state.print(csv_text(draw.HEADER, draw.rows(made, cancelled=every)))
    else:
        from bookctl.render.table import plain

        state.print(plain(draw.rows(made, cancelled=every)))
