from typing import Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.options import Resources
from bookctl.cli.state import current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def why(
    service: Annotated[str, typer.Argument(help="Id or name.")],
    when: Annotated[str, typer.Argument(help="'tue 12:30'.")],
    resource: Resources = None,
    addon: Annotated[
        list[str] | None, typer.Option("--addon", "-a", metavar="ID", help="An add-on (may be repeated).")
    ] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", "-c", help="Whose usual person comes first.")
    ] = None,
) -> None:
    from bookctl.actions.explain import explain
    from bookctl.actions.free import Search
    from bookctl.cli.reasons import reason_json, reason_lines
    from bookctl.engine.wish import Placement
    from bookctl.words import WordError, parse_moment

    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading() as view:
        try:
            start = parse_moment(when, view.words).at
        except WordError as fault:
            raise Usage(str(fault), help="bookctl help dates") from None
        search = Search(service, tuple(resource or ()), tuple(addon or ()), customer)
        found = explain(view.index, view.now, search, start)
        if shape == "json":
            from bookctl.render.table import json_text

            free = isinstance(found.answer, Placement)
            state.print(json_text({"free": free, **reason_json(view, start, found)}))
        else:
            state.print(reason_lines(view, service, start, found))
