from typing import Annotated

import typer

from bookctl.actions.problems import Faulty
from bookctl.cli.patience import patience
from bookctl.cli.state import State, current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Checks to run besides the usual ones.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="The strict checks too; warnings count.")] = False,
    no_index: Annotated[
        bool, typer.Option("--no-index", help="Read every file anew, trust no cache.")
    ] = False,
) -> int:
    from bookctl.actions.check import check as do
    from bookctl.ledger import finding

    state = current()
    shape = state.env.shape("full", "concise", "json", "table", "plain")
    with patience("checking the book", quiet=state.env.quiet):
        found = do(
            state.root, _now(state), tuple(names or ()), strict=strict, no_index=no_index, say=state.say
        )
    draw = {"json": finding.json, "full": finding.full, "table": finding.full}.get(shape, finding.concise)
    if found or shape == "json":
        state.print(draw(found, state.root))
    return 1 if any(strict or f.severity == "error" for f in found) else 0


def _now(state: State) -> int:
    """Settings without a zone to read `--now` in are a finding like any other, not what stops the check."""
    try:
        return state.clock_in()
    except Faulty:
        return state.clock()
