from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun, Force, Own, Yes
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def cancel(
    booking: Annotated[str, typer.Argument(help="Id of a booking or session, or its beginning.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")] = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.mark import cancel as do
        from bookctl.actions.requests import Cancel

        return do(desk, Cancel(booking=booking, reason=reason, force=force, own=own))

    write(action, dry=dry_run, yes=yes)
