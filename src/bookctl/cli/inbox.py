from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.nouns import print_rows
from bookctl.cli.state import View, current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.inbox import Waiting

app = typer.Typer(rich_markup_mode=None)
COLUMNS = [
    Column("id"), Column("waits", "right"), Column("for", shrink=True), Column("of"), Column("when"),
    Column("customer", shrink=True), Column("service", shrink=True),
]  # fmt: skip


@app.command()
def inbox(
    mine: Annotated[bool, typer.Option("--mine", help="Only what --by, or you, can agree to.")] = False,
) -> None:
    from bookctl.actions.inbox import inbox as do

    state = current()
    with state.reading() as view:
        by = state.who(view.now).name if mine else None
        found = do(view.opened, view.index, view.now, by)
        lines = [_line(view, one) for one in found]
        records = [_json(view, one) for one in found]
    print_rows(COLUMNS, lines, records, "waiting")
    if not found:
        state.say("nothing waits")


def _line(view: View, one: "Waiting") -> tuple[str, ...]:
    who = view.index.customer(one.row.customer or "")
    service = view.index.names("service").get(one.row.service, one.row.service)
    when = f"{view.local(one.row.start):%a %d %b %H:%M}"
    age = waited(view.now - one.since) + (" late" if one.overdue else "")
    age += ", past" if one.row.start <= view.now else ""
    return one.row.id, age, one.what, one.who, when, who.name if who else "", service


def waited(seconds: int) -> str:
    """In the largest unit that it fills: 12m, 5h, 3d."""
    for unit, size in (("d", 86_400), ("h", 3600)):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{max(0, seconds) // 60}m"


def _json(view: View, one: "Waiting") -> dict[str, Any]:
    from bookctl.cli.rows import booking_json, rfc3339

    told = {
        "waits_for": one.what,
        "who": one.who,
        "since": rfc3339(one.since, view.zone),
        "overdue": one.overdue,
    }
    return booking_json(one.row._asdict(), view.zone) | told
