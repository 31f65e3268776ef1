from typing import Annotated

import typer

from bookctl.cli.manual import first_screen, page
from bookctl.cli.registry import BY_NAME
from bookctl.cli.state import current

app = typer.Typer(rich_markup_mode=None)


@app.command("help")
def help_(
    topic: Annotated[list[str] | None, typer.Argument(help="A command or a page.")] = None,
) -> None:
    if not topic:
        current().print(first_screen())
        return
    name = BY_NAME[topic[0]].name if topic[0] in BY_NAME else topic[0]
    current().print(page(name, topic[1:]))
