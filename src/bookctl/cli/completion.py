from typing import Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.state import current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def completion(shell: Annotated[str, typer.Argument(help="bash, zsh, fish or powershell.")]) -> None:
    from bookctl.cli.shells import SHELLS, script

    if shell not in SHELLS:
        raise Usage(f"there are completions for {', '.join(SHELLS)}, not for {shell!r}")
    current().print(script(shell))
