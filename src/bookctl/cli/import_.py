import typer

from bookctl.cli import import_bookings, import_busy, import_reply

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
for part in (import_bookings, import_busy, import_reply):
    part.register(app)
