from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun, Force, Own, Resources, Yes
from bookctl.cli.write import moment, write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def move(
    booking: Annotated[str, typer.Argument(help="Id of a booking or session, or its beginning.")],
    when: Annotated[str, typer.Argument(help="The new start; a time alone keeps the day.")],
    resource: Resources = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.move import move as do
        from bookctl.actions.requests import Move
        from bookctl.cli.rows import rfc3339
        from bookctl.cli.values import on_the_day_of

        start = moment(desk, on_the_day_of(desk, booking, when))
        return do(
            desk,
            Move(
                booking=booking,
                start=rfc3339(start.at, desk.zone),
                resources=resource or [],
                force=force,
                own=own,
            ),
        )

    write(action, dry=dry_run, yes=yes)
