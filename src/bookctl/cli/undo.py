from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun, Yes
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def undo(
    change: Annotated[
        str | None, typer.Argument(help="Which change, as `bookctl log` names it; else the last.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.undo import undo as do

        return do(desk, change)

    write(action, dry=dry_run, yes=yes)
