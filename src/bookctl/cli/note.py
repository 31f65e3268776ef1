from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def note(
    about: Annotated[str, typer.Argument(help="Id of a booking, or a customer's name or id.")],
    text: Annotated[str, typer.Argument(help="The remark.")],
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.note import note as do
        from bookctl.actions.requests import Note

        return do(desk, Note(about=about, text=text))

    write(action, dry=dry_run)
