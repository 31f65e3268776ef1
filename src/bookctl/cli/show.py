from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from bookctl.model.booking import Booking, Session

app = typer.Typer(rich_markup_mode=None)


@app.command()
def show(
    booking: Annotated[str, typer.Argument(help="Id of a booking or session, or its beginning.")],
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="As the book stood then.")] = None,
) -> None:
    from bookctl.actions.show import as_it_is, as_it_was

    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading() as view:
        if at is None:
            item, path = as_it_is(view.opened, booking)
        else:
            item, path = as_it_was(view.opened, booking, _moment(view, at))
        if shape == "json":
            from bookctl.render.table import json_text

            state.print(json_text({"booking": _json(view, item, path)}))
        else:
            from bookctl.cli.views import details
            from bookctl.render.booking import booking as draw

            state.print(draw(details(view, item, path), state.look))


def _moment(view: View, text: str) -> int:
    """A day alone is that day's end: the book as it stood when the day was over."""
    from bookctl.actions.problems import Usage
    from bookctl.words import WordError, parse_moment

    try:
        return parse_moment(text, view.words, default_time=1439).at + 59
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None


def _json(view: View, item: "Booking | Session", path: str) -> dict[str, Any]:
    from msgspec import to_builtins

    from bookctl.actions.row import row_of
    from bookctl.cli import visit
    from bookctl.cli.roster import roster_data
    from bookctl.cli.rows import booking_json

    made = booking_json(row_of(item, path)._asdict(), view.zone)
    whole = to_builtins(item)
    return (
        made
        | {key: whole.get(key) for key in ("asked", "addons", "minutes", "forced", "history")}
        | visit.data(view, item)
        | {"people": roster_data(view, item.id) if made["kind"] == "session" else []}
        | {"page": path}
    )
