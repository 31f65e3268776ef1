from pathlib import Path
from typing import Annotated

import typer

from bookctl.cli.state import current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def init(
    folder: Annotated[str, typer.Argument(help="Where the ledger shall lie.")] = ".",
    timezone: Annotated[
        str | None, typer.Option("--timezone", help="IANA zone; else this machine's.")
    ] = None,
    currency: Annotated[str, typer.Option("--currency", help="ISO 4217 code.")] = "EUR",
    name: Annotated[
        str | None, typer.Option("--name", help="The practice's name; else the folder's.")
    ] = None,
    locale: Annotated[str, typer.Option("--locale", help="en or zh: the language of messages.")] = "en",
    no_git: Annotated[bool, typer.Option("--no-git", help="Without git: no history, no undo.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be written; change nothing.")
    ] = False,
) -> None:
    from bookctl.actions.init import Start, settings_text
    from bookctl.actions.init import init as do
    from bookctl.actions.problems import Usage
    from bookctl.actions.zone import local_zone

    state = current()
    path = Path(folder).expanduser().absolute()
    if locale not in {"en", "zh"}:
        raise Usage(f"--locale is en or zh, not {locale!r}")
    start = Start(name or path.name, timezone or local_zone(), currency.upper(), locale)
    if dry_run:
        state.print(settings_text(start))
        return
    do(path, start, state.clock_in(start.timezone), under_git=not no_git)
    state.print([f"a new ledger in {path}: {start.timezone}, {start.currency}"])
    state.say("next: bookctl resource add, bookctl service add, bookctl customer add (bookctl help start)")
