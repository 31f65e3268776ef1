from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.actions.problems import Usage
from bookctl.cli import nouns
from bookctl.cli.options import DryRun, Force, Own, Resources, Yes
from bookctl.cli.state import View, current
from bookctl.cli.values import amount, on_the_day_of
from bookctl.cli.write import moment, words_of, write
from bookctl.render.table import Column
from bookctl.words.repeated import spoken

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.series_change import How, Scope
    from bookctl.model.series import Series

app = nouns.noun()
Which = Annotated[str, typer.Argument(help="Id of the series, or of one of its dates.")]
ScopeOption = Annotated[str, typer.Option("--scope", help="one, following or all.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")]
SCOPES = ("one", "following", "all")
COLUMNS = [
    Column("id"), Column("rule", shrink=True), Column("customer", shrink=True), Column("service", shrink=True),
    Column("ahead", "right"), Column("next"),
]  # fmt: skip


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(every: Annotated[bool, typer.Option("--all", help="Those that are over too.")] = False) -> None:
    with current().reading() as view:
        found = [(id_, one, _ahead(view, id_)) for id_, one in view.index.series().items()]
        kept = [row for row in found if every or row[2]]
        rows = [_line(view, *row) for row in kept]
        records = [_json(view, *row) for row in kept]
    nouns.print_rows(COLUMNS, rows, records, "series")


@app.command()
def show(series: Which) -> None:
    from bookctl.actions.lookup import booking

    with current().reading() as view:
        known = view.index.series()
        ids = [id_ for id_ in known if id_.startswith(series.lower())]
        id_ = ids[0] if len(ids) == 1 else booking(view.index, series).more.series
        if id_ is None:
            raise Usage(f"{series} is of no series", help="bookctl series list")
        rows = [row for row in view.index.rows(-(1 << 40), 1 << 40) if row.extra and row.more.series == id_]
        lines = [(row.id, f"{view.local(row.start):%a %d %b %Y %H:%M}", row.status) for row in rows]
        told = [
            {"id": row.id, "start": view.local(row.start).isoformat(), "status": row.status} for row in rows
        ]
        if id_ in known:
            current().say(f"{id_}: {spoken(known[id_].rule)}, from {known[id_].start.replace('T', ' ')}")
    nouns.print_rows([Column("id"), Column("when"), Column("status")], lines, told, "dates")


@app.command()
def add(
    words: Annotated[
        list[str],
        typer.Argument(
            help="[CUSTOMER] SERVICE WHEN: 'every tue 17:00 for 10 weeks'; no customer for a class."
        ),
    ],
    resource: Resources = None,
    addon: Annotated[
        list[str] | None, typer.Option("--addon", "-a", metavar="ID", help="An add-on (may be repeated).")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, max=43_200, help="Another length than usual.")
    ] = None,
    seats: Annotated[
        int | None, typer.Option("--seats", min=1, max=10_000, help="A class: how many seats.")
    ] = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="ID", help="What it is billed under.")
    ] = None,
    coupon: Annotated[str | None, typer.Option("--coupon", help="A code that changes the price.")] = None,
    cover: Annotated[
        str | None,
        typer.Option("--cover", metavar="ID", help="The purchase that must pay for each date, or 'none'."),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where it came from: phone, wechat.")] = None,
    skip: Annotated[
        bool, typer.Option("--skip-conflicts", help="Leave out the dates that cannot be had, and tell them.")
    ] = False,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    if len(words) not in {2, 3}:
        raise Usage(
            "say CUSTOMER SERVICE WHEN, or SERVICE WHEN for a class", help="bookctl series add --help"
        )

    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series import Ask
        from bookctl.actions.series import add as do
        from bookctl.words import WordError
        from bookctl.words.repeats import parse_repeat

        try:
            start, rule = parse_repeat(words[-1], words_of(desk))
        except WordError as fault:
            raise Usage(str(fault), help="bookctl help series") from None
        customer = words[0] if len(words) > 2 else None
        ask = Ask(
            words[-2], start, rule, customer, tuple(resource or ()), tuple(addon or ()), minutes, seats, skip, own,
            project=project, coupon=coupon.lower() if coupon else None, cover=cover, source=source, force=force,
        )  # fmt: skip
        return do(desk, ask)

    write(action, dry=dry_run, yes=yes)


@app.command()
def move(
    date: Which,
    when: Annotated[str, typer.Argument(help="The new start of that date; the others move as far.")],
    scope: ScopeOption = "following",
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series_change import chosen, move_series

        _, this, _ = chosen(desk, date, scope_of(scope))
        at = moment(desk, on_the_day_of(desk, this.id, when)).at
        return move_series(desk, date, at, scope_of(scope), _how(force, own=own))

    write(action, dry=dry_run, yes=yes)


@app.command()
def cancel(
    date: Which,
    scope: ScopeOption = "following",
    reason: Reason = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series_change import cancel_series

        return cancel_series(desk, date, scope_of(scope), reason, _how(force, own=own))

    write(action, dry=dry_run, yes=yes)


@app.command()
def edit(
    date: Which,
    scope: ScopeOption = "following",
    resource: Resources = None,
    price: Annotated[str | None, typer.Option("--price", help="Another price.")] = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="ID", help="What it is billed under.")
    ] = None,
    seats: Annotated[
        int | None, typer.Option("--seats", min=1, max=10_000, help="A class: how many seats.")
    ] = None,
    force: Force = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series_change import edit_series

        values: dict[str, object] = {"price": amount(desk, price), "project": project, "seats": seats}
        given = {key: value for key, value in values.items() if value is not None}
        return edit_series(desk, date, scope_of(scope), given, resource or [], _how(force, own=False))

    write(action, dry=dry_run, yes=yes)


@app.command()
def extend(
    series: Which,
    by: Annotated[str, typer.Argument(help="'10 more', '8 weeks', 'until 2027-06-30'.")],
    skip: Annotated[
        bool, typer.Option("--skip-conflicts", help="Leave out the dates that cannot be had.")
    ] = False,
    force: Force = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series import Ask, longer_rule, members, named
        from bookctl.actions.series import extend as do

        id_, one = named(desk, series)
        last = max((row.start for row in members(desk, id_, every=True)), default=desk.now)
        rule = longer_rule(desk, one, last, by)
        from datetime import datetime

        return do(
            desk,
            id_,
            rule,
            Ask(one.service, datetime.fromisoformat(one.start), rule, one.customer, skip=skip, force=force),
        )

    write(action, dry=dry_run, yes=yes)


@app.command()
def stop(
    series: Which,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From which day on; else today.")
    ] = None,
    reason: Reason = None,
    force: Force = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.series_change import stop as do
        from bookctl.cli.values import day
        from bookctl.model.time import day_start

        first = day_start(day(desk, since), desk.zone) if since else desk.now
        return do(desk, series, first, reason, _how(force, own=False))

    write(action, dry=dry_run, yes=yes)


def scope_of(text: str) -> "Scope":
    if text not in SCOPES:
        raise Usage(f"a scope is {', '.join(SCOPES)}, not {text!r}")
    return text  # type: ignore[return-value]


def _how(force: str | None, *, own: bool) -> "How":
    from bookctl.actions.series_change import How

    return How(force, own)


def _ahead(view: View, id_: str) -> list[Any]:
    rows = view.index.rows(view.now, 1 << 40)
    open_ = {"requested", "held", "confirmed"}
    return [
        row
        for row in rows
        if row.extra and row.more.series == id_ and row.status in open_ and row.start >= view.now
    ]


def _line(view: View, id_: str, one: "Series", ahead: list[Any]) -> tuple[str, ...]:
    who = view.index.customer(one.customer) if one.customer else None
    service = view.index.names("service").get(one.service, one.service)
    first = f"{view.local(ahead[0].start):%a %d %b %H:%M}" if ahead else ""
    state = f"stopped {one.stopped}" if one.stopped else spoken(one.rule)
    return id_, state, who.name if who else one.customer or "", service, str(len(ahead)), first


def _json(view: View, id_: str, one: "Series", ahead: list[Any]) -> dict[str, Any]:
    from msgspec import to_builtins

    return {"id": id_, **to_builtins(one), "ahead": [view.local(row.start).isoformat() for row in ahead]}
