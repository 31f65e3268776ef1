from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli import nouns
from bookctl.cli.options import DryRun
from bookctl.cli.state import current
from bookctl.cli.values import given
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = nouns.noun()
Hours = Annotated[
    list[str] | None,
    typer.Option("--hours", metavar="TEXT", help="'mon-fri 09:00-12:00 13:00-18:00' (may be repeated)."),
]
Skills = Annotated[
    list[str] | None, typer.Option("--skill", metavar="SLUG", help="What it can do (may be repeated).")
]
Capacity = Annotated[
    int | None, typer.Option("--capacity", min=1, max=10_000, help="Units in use at one time.")
]
Padding = Annotated[int | None, typer.Option("--after", min=0, help="Minutes of clean-up.")]
Lead = Annotated[int | None, typer.Option("--before", min=0, help="Minutes of preparation.")]
Zone = Annotated[str | None, typer.Option("--zone", help="IANA zone of its hours, if not the ledger's.")]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(every: Annotated[bool, typer.Option("--all", help="Retired ones too.")] = False) -> None:
    with current().reading() as view:
        today = view.local(view.now).date()
        resources = view.index.catalogue().resources
    kept = {id_: r for id_, r in resources.items() if every or r.retired is None or r.retired > today}
    rows = [
        (id_, r.name, r.kind, " ".join(r.skills), "; ".join(r.hours) or "always")
        for id_, r in sorted(kept.items())
    ]
    columns = [
        Column("id"),
        Column("name"),
        Column("kind"),
        Column("skills", shrink=True),
        Column("hours", shrink=True),
    ]
    nouns.print_rows(columns, rows, [_json(id_, kept[id_]) for id_ in sorted(kept)], "resources")


def _json(id_: str, record: Any) -> dict[str, Any]:
    from msgspec import to_builtins

    return {"id": id_, **to_builtins(record)}


@app.command()
def show(resource: Annotated[str, typer.Argument(help="Id or name.")]) -> None:
    nouns.show_file("resource", resource)


@app.command()
def add(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Lower-case letters, digits, dashes.")],
    name: Annotated[str, typer.Option("--name", help="Free text in any script.")],
    kind: Annotated[str, typer.Option("--kind", help="staff, room, device, bay.")] = "staff",
    skill: Skills = None,
    hours: Hours = None,
    capacity: Capacity = None,
    before: Lead = None,
    after: Padding = None,
    zone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    values = given(name=name, kind=kind, skills=skill, capacity=capacity, zone=zone, hours=canonical(hours))
    nouns.add("resource", id_, values | given(before=before, after=after), dry=dry_run)


@app.command()
def edit(
    resource: Annotated[str, typer.Argument(help="Id or name.")],
    name: Annotated[str | None, typer.Option("--name", help="Free text in any script.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="staff, room, device, bay.")] = None,
    skill: Skills = None,
    hours: Hours = None,
    capacity: Capacity = None,
    before: Lead = None,
    after: Padding = None,
    zone: Zone = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="KEY", help="Back to the default.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    values = given(name=name, kind=kind, skills=skill, capacity=capacity, zone=zone, hours=canonical(hours))
    nouns.edit("resource", resource, values | given(before=before, after=after), unset, dry=dry_run)


@app.command()
def away(
    resource: Annotated[str, typer.Argument(help="Id or name.")],
    when: Annotated[str, typer.Argument(help="'fri', '1 dec..5 dec', 'fri 13:00-17:00'.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why, as a person would say it.")] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.away import Away
        from bookctl.actions.away import away as do
        from bookctl.cli.values import stretch

        return do(desk, nouns.desk_find(desk, "resource", resource), Away(*stretch(desk, when), reason))

    write(action, dry=dry_run)


@app.command()
def retire(
    resource: Annotated[str, typer.Argument(help="Id or name.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The first day without it; else today.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    nouns.retire("resource", resource, on, dry=dry_run)


def canonical(hours: list[str] | None) -> list[str] | None:
    """The weekly hours as a file writes them; Usage where they do not read."""
    if hours is None:
        return None
    from bookctl.actions.problems import Usage
    from bookctl.words import WordError, format_hours, parse_hours

    try:
        return [part.strip() for text in hours for part in format_hours(parse_hours(text)).split(";")]
    except WordError as fault:
        raise Usage(f"--hours: {fault}", help="bookctl help dates") from None
