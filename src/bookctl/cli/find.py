from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.nouns import print_rows
from bookctl.cli.query import search
from bookctl.cli.rows import booking_json
from bookctl.cli.state import View, current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.ledger.index import Row

app = typer.Typer(rich_markup_mode=None)
COLUMNS = (
    Column("id"), Column("when"), Column("status"), Column("customer", shrink=True), Column("service", shrink=True),
    Column("resources", shrink=True), Column("price", "right"),
)  # fmt: skip


@app.command()
def find(
    query: Annotated[
        list[str], typer.Argument(help="customer:李娜 status:confirmed from:tomorrow 'deep tissue'.")
    ],
    limit: Annotated[int | None, typer.Option("--limit", "-l", min=1, help="At most so many.")] = None,
) -> None:
    with current().reading(everything=True) as view:
        found = search(view, " ".join(quoted_word(word) for word in query))[:limit]
        rows = lines(view, found)
        records = [booking_json(row._asdict(), view.zone) for row in found]
    print_rows(COLUMNS, rows, records, "bookings")


def quoted_word(word: str) -> str:
    """A word the shell kept together stays together."""
    if " " not in word or '"' in word:
        return word
    key, colon, value = word.partition(":")
    return f'{key}:"{value}"' if colon and " " not in key else f'"{word}"'


def lines(view: View, found: "list[Row]") -> list[tuple[str, ...]]:
    from bookctl.ledger.format import money

    people = view.index.customers({row.customer for row in found if row.customer})
    return [
        (
            row.id,
            f"{view.local(row.start):%Y-%m-%d %H:%M}-{view.local(row.end):%H:%M}",
            f"{row.status}, lapsed" if row.lapsed(view.now) else row.status,
            people[row.customer].name if row.customer in people else row.customer or "",
            row.service,
            " ".join(dict.fromkeys(use[0] for use in row.uses))
            or (f"session {row.session}" if row.session else ""),
            "" if row.price is None else money(row.price, view.settings.currency),
        )
        for row in found
    ]
