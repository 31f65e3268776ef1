import typer

from bookctl.cli.options import DryRun, Yes
from bookctl.cli.write import write

app = typer.Typer(rich_markup_mode=None)


@app.command()
def redo(dry_run: DryRun = False, yes: Yes = False) -> None:
    from bookctl.actions.undo import redo as do

    write(do, dry=dry_run, yes=yes)
