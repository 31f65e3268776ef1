from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.asking import ask
from bookctl.cli.forget import Sure, carry_out
from bookctl.cli.nouns import print_rows
from bookctl.cli.patience import patience
from bookctl.cli.state import current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.retain import Due

app = typer.Typer(rich_markup_mode=None)
COLUMNS = (Column("id"), Column("name", shrink=True), Column("last"), Column("why", shrink=True))


@app.command()
def retain(
    months: Annotated[
        int | None, typer.Option("--months", min=1, max=1200, help="Instead of what [retention] says.")
    ] = None,
    debts: Annotated[
        bool, typer.Option("--debts", help="Also those who still owe, or have paid ahead.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="List who is due and why; change nothing.")
    ] = False,
    yes: Sure = False,
) -> None:
    from bookctl.actions.forget_look import whom
    from bookctl.actions.forgetting import Task
    from bookctl.actions.retain import Rule, due, old_pages
    from bookctl.model.time import local_day

    state = current()
    with patience("reading the book", quiet=state.env.quiet), state.reading(everything=True) as view:
        said = view.index.catalogue().settings.retention
        after = months or said.customers
        if after is None and said.messages is None:
            raise Usage(
                "nothing says how long people are kept",
                help="--months 24, or customers = 24 below [retention] in bookctl.toml",
            )
        every = due(view.opened, Rule(after, debts), view.zone, view.now) if after else []
        found = [one for one in every if one.kept is None]
        ids = whom(view.opened, [one.id for one in found])
        pages = old_pages(view.opened, said.messages, local_day(view.now, view.zone)) if said.messages else ()
    _say_kept(every)
    if dry_run:
        _list(found, pages)
        return
    if not ids and not pages:
        state.print(["nobody is due"])
        return
    if not yes:
        ask(f"this erases for good: customers: {len(ids)}, pages of messages: {len(pages)}; go on?")
    carry_out(state, Task(ids, drop=pages, verb="retain"))


def _say_kept(every: "list[Due]") -> None:
    kept = Counter(one.kept for one in every if one.kept is not None)
    for why, count in sorted(kept.items()):
        current().say(f"note: {count} {'stays' if count == 1 else 'stay'} for {why}")


def _list(found: "list[Due]", pages: tuple[str, ...]) -> None:
    rows = [(one.id, one.name, str(one.last), one.why) for one in found]
    rows += [(page, "", page[-15:-5], "a page of messages") for page in pages]
    records = [{"id": one.id, "name": one.name, "last": str(one.last), "why": one.why} for one in found]
    records += [{"id": page, "name": "", "last": page[-15:-5], "why": "a page of messages"} for page in pages]
    print_rows(COLUMNS, rows, records, "due")
