from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli import nouns
from bookctl.cli.options import DryRun
from bookctl.cli.state import current
from bookctl.cli.values import amount, given, known_needs
from bookctl.render.table import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookctl.actions.desk import Desk

app = nouns.noun()
Category = Annotated[
    str | None, typer.Option("--category", metavar="A/B/C", help="Up to three levels, the widest first.")
]
Needs = Annotated[
    list[str] | None,
    typer.Option("--need", metavar="NEED", help="skill:deep-tissue or kind:room,after=15 (may be repeated)."),
]
Addons = Annotated[
    list[str] | None, typer.Option("--addon", metavar="ID", help="An add-on it takes (may be repeated).")
]
Price = Annotated[str | None, typer.Option("--price", help="In the ledger's currency.")]
Minutes = Annotated[int | None, typer.Option("--minutes", min=0, max=43_200, help="How long it lasts.")]
Seats = Annotated[int | None, typer.Option("--seats", min=1, max=10_000, help="A class of so many seats.")]
MinSeats = Annotated[int | None, typer.Option("--min-seats", min=0, help="How many must join for it to run.")]
Decide = Annotated[
    int | None,
    typer.Option(
        "--decide", min=1, max=43_200, metavar="MINUTES", help="So long ahead too few joined cancels a class."
    ),
]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(every: Annotated[bool, typer.Option("--all", help="Retired ones too.")] = False) -> None:
    from bookctl.ledger.format import money

    with current().reading() as view:
        today = view.local(view.now).date()
        settings, _, services = view.index.catalogue()
    kept = {i: s for i, s in services.items() if every or s.retired is None or s.retired > today}
    order = sorted(kept, key=lambda i: (kept[i].addon, kept[i].category, i))
    rows = [
        (
            i,
            s.name,
            " / ".join(s.category),
            str(s.length),
            "" if s.price is None else money(s.price, settings.currency),
        )
        for i, s in ((i, kept[i]) for i in order)
    ]
    columns = [
        Column("id"),
        Column("name", shrink=True),
        Column("category", shrink=True),
        Column("minutes", "right"),
    ]
    nouns.print_rows(
        [*columns, Column("price", "right")], rows, [_json(i, kept[i]) for i in order], "services"
    )


def _json(id_: str, record: Any) -> dict[str, Any]:
    from msgspec import to_builtins

    return {"id": id_, **to_builtins(record)}


@app.command()
def show(service: Annotated[str, typer.Argument(help="Id or name.")]) -> None:
    nouns.show_file("service", service)


@app.command()
def add(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Lower-case letters, digits, dashes.")],
    name: Annotated[str, typer.Option("--name", help="Free text in any script.")],
    minutes: Minutes = None,
    price: Price = None,
    need: Needs = None,
    category: Category = None,
    addon: Addons = None,
    is_addon: Annotated[
        bool, typer.Option("--is-addon", help="Only booked on top of another service.")
    ] = False,
    seats: Seats = None,
    min_seats: MinSeats = None,
    decide: Decide = None,
    dry_run: DryRun = False,
) -> None:
    values = _values(name, minutes, price, need, category)
    more = given(
        addons=_later(addon, _known_services),
        seats=seats,
        min_seats=min_seats,
        decide=decide,
        addon=is_addon or None,
    )
    nouns.add("service", id_, values | more, dry=dry_run)


@app.command()
def edit(
    service: Annotated[str, typer.Argument(help="Id or name.")],
    name: Annotated[str | None, typer.Option("--name", help="Free text in any script.")] = None,
    minutes: Minutes = None,
    price: Price = None,
    need: Needs = None,
    category: Category = None,
    addon: Addons = None,
    seats: Seats = None,
    min_seats: MinSeats = None,
    decide: Decide = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="KEY", help="Back to the default.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    values = _values(name, minutes, price, need, category)
    more = given(addons=_later(addon, _known_services), seats=seats, min_seats=min_seats, decide=decide)
    nouns.edit("service", service, values | more, unset, dry=dry_run)


@app.command()
def retire(
    service: Annotated[str, typer.Argument(help="Id or name.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The first day without it; else today.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    nouns.retire("service", service, on, dry=dry_run)


def _values(
    name: str | None, minutes: int | None, price: str | None, need: list[str] | None, category: str | None
) -> dict[str, Any]:
    levels = [level.strip() for level in category.split("/") if level.strip()] if category else None
    values = given(name=name, category=levels, minutes=minutes, needs=_later(need, known_needs))
    return values | ({"price": lambda desk: amount(desk, price)} if price is not None else {})


def _later(
    texts: list[str] | None, read: "Callable[[Desk, list[str]], Any]"
) -> "Callable[[Desk], Any] | None":
    """The names as typed, read once the ledger that knows them is open; None where none was given."""
    return (lambda desk: read(desk, texts)) if texts else None


def _known_services(desk: "Desk", texts: list[str]) -> list[str]:
    return [nouns.desk_find(desk, "service", text) for text in texts]
