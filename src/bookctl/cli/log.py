from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.nouns import print_rows
from bookctl.cli.options import Limit
from bookctl.cli.state import View, current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.ledger.historylog import Entry

app = typer.Typer(rich_markup_mode=None)


@app.command()
def log(
    booking: Annotated[str | None, typer.Argument(help="Only changes of this booking or session.")] = None,
    limit: Limit = 20,
) -> None:
    from bookctl.actions.log import entries

    with current().reading() as view:
        found = entries(view.opened, booking, limit)
        rows = [
            (e.commit[:10], f"{view.local(e.when):%Y-%m-%d %H:%M}", e.author, e.op or "", _text(e))
            for e in found
        ]
        records = [_json(view, entry) for entry in found]
    columns = [Column("change"), Column("when"), Column("by"), Column("what"), Column("message", shrink=True)]
    print_rows(columns, rows, records, "changes")


def _text(entry: "Entry") -> str:
    first = entry.message.partition("\n")[0]
    return "" if first == entry.op else first


def _json(view: View, entry: "Entry") -> dict[str, Any]:
    return {
        "commit": entry.commit,
        "when": view.local(entry.when).isoformat(timespec="seconds"),
        "by": entry.author,
        "op": entry.op,
        "message": entry.message,
        "undoes": entry.undoes,
        "redoes": entry.redoes,
    }
