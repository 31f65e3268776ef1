from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.options import Resources
from bookctl.cli.query import days
from bookctl.cli.state import current
from bookctl.cli.views import board_of, days_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bookctl.render.views import Board, Lane

app = typer.Typer(rich_markup_mode=None)
WIDE = 100


@app.command()
def board(
    when: Annotated[str, typer.Argument(help="A day or a range: 'today', 'week', 'next week'.")] = "today",
    resource: Resources = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only staff, room, device (may be repeated).")
    ] = None,
) -> None:
    from bookctl.actions import lookup
    from bookctl.render.board import board as draw

    state = current()
    shape = state.env.shape("table", "plain", "json", "svg")
    with state.reading() as view:
        only = [lookup.named("resource", view.index.names("resource"), text) for text in resource or ()]
        made = board_of(view, days_of(*days(view, when)), only, kinds=kind or ())
        if shape == "json":
            from bookctl.cli.rows import rfc3339
            from bookctl.render.table import json_text

            lanes = [
                _lane(day, lane, lambda at: rfc3339(at, view.zone))
                for day, all_ in made.days
                for lane in all_
            ]
            state.print(json_text({"lanes": lanes}))
            return
    if shape == "svg":
        from bookctl.render.style import COLOURED, Look
        from bookctl.render.svg import svg

        columns = int(state.env.width or WIDE)
        state.print(
            svg(draw(made, Look(COLOURED, state.look.glyphs, columns)), title=f"bookctl board {when}")
        )
    elif shape == "plain":
        from bookctl.render.table import plain

        state.print(plain(_rows(made)))
    else:
        state.print(draw(made, state.look))


def _rows(made: "Board") -> list[tuple[str, ...]]:
    """One line for each stretch: day, resource, start, end, kind, status, id, label."""
    from bookctl.model.time import rfc3339

    return [
        (
            day.isoformat(),
            lane.resource,
            rfc3339(b.start, made.zone),
            rfc3339(b.end, made.zone),
            b.kind,
            b.status,
            b.id,
            b.label,
        )
        for day, lanes in made.days
        for lane in lanes
        for b in lane.blocks
    ]


def _lane(day: "date", lane: "Lane", told: "Callable[[int], str]") -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "resource": lane.resource,
        "name": lane.name,
        "open": [{"start": told(start), "end": told(end)} for start, end in lane.open],
        "blocks": [
            {
                "start": told(b.start),
                "end": told(b.end),
                "id": b.id,
                "kind": b.kind,
                "status": b.status,
                "label": b.label,
            }
            for b in lane.blocks
        ],
    }
