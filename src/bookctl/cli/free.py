from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.nouns import print_rows
from bookctl.cli.options import Limit, Resources
from bookctl.cli.state import current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.cli.state import View

app = typer.Typer(rich_markup_mode=None)


@app.command()
def free(
    service: Annotated[str, typer.Argument(help="Id or name.")],
    when: Annotated[str, typer.Argument(help="'next week', 'fri', 'A to B'.")] = "next 14 days",
    resource: Resources = None,
    addon: Annotated[
        list[str] | None, typer.Option("--addon", "-a", metavar="ID", help="An add-on (may be repeated).")
    ] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", "-c", help="Whose usual person comes first.")
    ] = None,
    limit: Limit = 10,
) -> None:
    from bookctl.actions.free import Search, free_slots
    from bookctl.cli.query import span
    from bookctl.cli.rows import rfc3339

    with current().reading() as view:
        start, end = span(view, when)
        search = Search(service, tuple(resource or ()), tuple(addon or ()), customer)
        slots = free_slots(view.index, view.now, search, (start, end), limit)
        rows = [
            (
                f"{view.local(slot.start):%Y-%m-%dT%H:%M}",
                f"{(slot.end - slot.start) // 60}m",
                f"{view.local(slot.start):%a %d %b %H:%M}-{view.local(slot.end):%H:%M}",
                ", ".join(dict.fromkeys(use.resource for use in slot.uses)),
            )
            for slot in slots
        ]
        records = [
            {
                "start": rfc3339(slot.start, view.zone),
                "end": rfc3339(slot.end, view.zone),
                "zone": view.zone.key,
                "resources": list(dict.fromkeys(use.resource for use in slot.uses)),
                "price": _amount(view, slot.price),
            }
            for slot in slots
        ]
    print_rows(
        [Column("start"), Column("length", "right"), Column("when"), Column("with", shrink=True)],
        rows,
        records,
        "slots",
    )
    if not rows:
        current().say(f"nothing is free: bookctl why {service} TIME says why a time is not")


def _amount(view: "View", minor: int | None) -> float | None:
    """The price as everywhere else: in the currency, not in its hundredths."""
    from bookctl.model.money import format_minor

    return None if minor is None else float(format_minor(minor, view.settings.currency))
