from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun, Force
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def mark(
    booking: Annotated[str, typer.Argument(help="Id of a booking, or its beginning.")],
    to: Annotated[str, typer.Argument(help="arrived, done, no-show, confirm or decline.")],
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=0, max=43_200, help="How long it really took; with done.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")] = None,
    force: Force = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.mark import mark as do
        from bookctl.actions.requests import Mark

        return do(desk, Mark(booking=booking, to=to, minutes=minutes, reason=reason, force=force))

    write(action, dry=dry_run)
