import typer

from bookctl.actions.problems import Usage
from bookctl.cli import nouns
from bookctl.cli.import_bookings import register as bookings
from bookctl.cli.import_busy import register as busy
from bookctl.cli.import_reply import register as reply

app = nouns.noun()


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        raise Usage("import what?", help="bookctl import busy, bookings or reply")


for register in (busy, bookings, reply):
    register(app)
