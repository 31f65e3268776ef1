from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def rate(
    booking: Annotated[str, typer.Argument(help="Id of a completed booking, or its beginning.")],
    rating: Annotated[int | None, typer.Argument(min=1, max=5, help="1 to 5, 5 is best.")] = None,
    recommend: Annotated[
        int | None, typer.Option("--recommend", min=0, max=10, help="Would they recommend us: 0 to 10.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="In their words; kept with the customer.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.rate import rate as do
        from bookctl.actions.requests import Rate

        return do(desk, Rate(booking=booking, rating=rating, recommend=recommend, text=text))

    write(action, dry=dry_run)
