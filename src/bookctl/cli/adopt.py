from typing import Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.options import DryRun
from bookctl.cli.state import current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def adopt(
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="ID", help="Put a dropped booking back.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="ID", help="Let a dropped booking go.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    from bookctl.actions.adopting import take_in

    state = current()
    if set(keep or ()) & set(drop or ()):
        raise Usage("a booking is either kept or dropped")
    if dry_run:
        _preview()
        return
    paths = take_in(state.root, state.clock_in(), tuple(keep or ()), tuple(drop or ()), state.say)
    state.print([f"taken in: {path}" for path in paths] or ["nothing was edited by hand"])


def _preview() -> None:
    from bookctl.actions.adopting import edits
    from bookctl.render.diff import diff_text

    state = current()
    with state.reading(everything=True) as view:
        state.print(diff_text(edits(view.opened), state.look))
