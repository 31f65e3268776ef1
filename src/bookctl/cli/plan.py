from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli import nouns
from bookctl.cli.options import DryRun, Force
from bookctl.cli.state import View, current
from bookctl.cli.values import amount, given, stretch
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.engine.cover import Holding
    from bookctl.ledger.index import PurchaseRow

app = nouns.noun()
Id = Annotated[str, typer.Argument(help="Id or name of a plan.")]
Who = Annotated[str, typer.Argument(help="Id of a purchase, or whoever holds one only.")]
Price = Annotated[str | None, typer.Option("--price", help="In the ledger's currency.")]
Sessions = Annotated[
    int | None, typer.Option("--sessions", min=1, max=10_000, help="A pass: how many visits.")
]
Value = Annotated[str | None, typer.Option("--value", help="A balance: what it is worth, bonus included.")]
Services = Annotated[
    list[str] | None,
    typer.Option("--service", "-s", metavar="ID", help="What it covers (may be repeated); else all."),
]
Valid = Annotated[str | None, typer.Option("--valid", help="How long: 90d, 6mo, 1y; else for ever.")]
FreezeDays = Annotated[int | None, typer.Option("--freeze", min=0, help="How many days it may be frozen.")]
Tier = Annotated[str | None, typer.Option("--tier", metavar="ID", help="The tier of whoever holds it.")]
SOLD = [
    Column("id"), Column("customer", shrink=True), Column("plan", shrink=True), Column("left", "right"),
    Column("until"), Column("state"),
]  # fmt: skip


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(every: Annotated[bool, typer.Option("--all", help="Retired ones too.")] = False) -> None:
    from msgspec import to_builtins

    from bookctl.ledger.format import money

    with current().reading() as view:
        today = view.local(view.now).date()
        plans = {
            i: p for i, p in view.index.plans().items() if every or p.retired is None or p.retired > today
        }
        currency = view.settings.currency
    rows = [
        (
            i, p.name, p.kind, "" if p.price is None else money(float(p.price), currency),
            str(p.sessions or "") if p.kind == "pass" else "" if p.value is None else money(float(p.value), currency),
            p.valid or "", " ".join(p.services),
        )
        for i, p in plans.items()
    ]  # fmt: skip
    columns = [
        Column("id"), Column("name", shrink=True), Column("kind"), Column("price", "right"), Column("worth", "right"),
        Column("valid"), Column("covers", shrink=True),
    ]  # fmt: skip
    nouns.print_rows(columns, rows, [{"id": i, **to_builtins(p)} for i, p in plans.items()], "plans")


@app.command()
def show(plan: Id) -> None:
    nouns.show_file("plan", plan)


@app.command()
def add(
    plan: Annotated[str, typer.Argument(help="Its id: lower-case letters, digits, dashes.")],
    name: Annotated[str, typer.Option("--name", help="Free text in any script.")],
    kind: Annotated[str, typer.Option("--kind", help="pass, balance or membership.")],
    price: Price = None,
    sessions: Sessions = None,
    value: Value = None,
    services: Services = None,
    valid: Valid = None,
    freeze: FreezeDays = None,
    tier: Tier = None,
    dry_run: DryRun = False,
) -> None:
    values = _values(price, sessions, value, services, valid) | given(freeze=freeze, tier=tier)
    nouns.add("plan", plan, {"name": name, "kind": kind, **values}, dry=dry_run)


@app.command()
def edit(
    plan: Id,
    name: Annotated[str | None, typer.Option("--name", help="Free text in any script.")] = None,
    price: Price = None,
    sessions: Sessions = None,
    value: Value = None,
    services: Services = None,
    valid: Valid = None,
    freeze: FreezeDays = None,
    tier: Tier = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="KEY", help="Back to the default.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    values = given(name=name, freeze=freeze, tier=tier) | _values(price, sessions, value, services, valid)
    nouns.edit("plan", plan, values, unset, dry=dry_run)


@app.command()
def retire(
    plan: Id,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="From which day; else today.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    nouns.retire("plan", plan, on, dry=dry_run)


@app.command()
def sell(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    plan: Id,
    price: Annotated[str | None, typer.Option("--price", help="Another price than usual.")] = None,
    method: Annotated[str, typer.Option("--method", help="How it was paid: cash, card, wechat.")] = "cash",
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.plan import Sale
        from bookctl.actions.plan import sell as do

        return do(desk, Sale(customer, plan, amount(desk, price), method))

    write(action, dry=dry_run)


@app.command()
def sold(
    customer: Annotated[str | None, typer.Argument(help="Whose; else everybody's.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Those that are used up, over or taken back too.")
    ] = False,
) -> None:
    from bookctl.actions import lookup
    from bookctl.actions.cover import held_by
    from bookctl.actions.free import Standpoint

    with current().reading() as view:
        who = lookup.customer(view.index, customer).id if customer else None
        bought = {one.id: one for one in view.index.purchases(who)}
        scene = Standpoint(view.index, view.now)
        found = [
            one
            for id_ in dict.fromkeys(row.customer for row in bought.values())
            for one in held_by(scene, id_)
        ]
        today = view.local(view.now).date()
        kept = [one for one in found if every or state(one, today) in {"holds", "frozen"}]
        rows = [_line(view, bought[one.sold.id], one) for one in kept]
        records = [_json(view, bought[one.sold.id], one) for one in kept]
    nouns.print_rows(SOLD, rows, records, "purchases")
    if found and not kept:
        current().say("nothing is left of what was sold; --all shows it")


@app.command()
def freeze(
    who: Who,
    days: Annotated[str, typer.Argument(help="'dec 1 to dec 10', 'next week'; the last day included.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why; never personal data.")] = None,
    force: Force = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.plan import freeze as do
        from bookctl.actions.problems import Usage

        first, last = stretch(desk, days)
        if hasattr(first, "hour"):
            raise Usage("a purchase is frozen for whole days")
        return do(desk, who, (first, last), reason, force)

    write(action, dry=dry_run)


@app.command()
def void(
    who: Who,
    refund: Annotated[str | None, typer.Option("--refund", help="What is given back for it.")] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.plan import void as do

        return do(desk, who, amount(desk, refund))

    write(action, dry=dry_run)


def state(one: "Holding", today: Any) -> str:
    """How it stands with a purchase today."""
    if one.sold.voided:
        return "taken back"
    if one.last is not None and today > one.last:
        return "over"
    if one.spent:
        return "used up"
    return "holds" if one.holds(today) else "frozen"


def left_of(view: View, one: "Holding") -> str:
    """What is left, in visits or money."""
    from bookctl.model.money import format_minor

    if one.sold.kind == "balance":
        return f"{format_minor(one.value, view.settings.currency)} {view.settings.currency}"
    return "any number" if one.sessions is None else f"{one.sessions} of {one.sold.sessions}"


def _line(view: View, row: "PurchaseRow", one: "Holding") -> tuple[str, ...]:
    who = view.index.customer(row.customer)
    until = "" if one.last is None else one.last.isoformat()
    today = view.local(view.now).date()
    return (
        row.id,
        who.name if who else row.customer,
        row.name or row.plan,
        left_of(view, one),
        until,
        state(one, today),
    )


def _json(view: View, row: "PurchaseRow", one: "Holding") -> dict[str, Any]:
    from bookctl.cli.rows import rfc3339
    from bookctl.model.money import format_minor

    value = format_minor(one.value, view.settings.currency) if one.sold.kind == "balance" else None
    told = {"sessions_left": one.sessions, "value_left": value, "last_day": one.last and one.last.isoformat()}
    today = view.local(view.now).date()
    times = {key: at and rfc3339(at, view.zone) for key, at in (("at", row.at), ("voided", row.voided))}
    return row._asdict() | times | told | {"state": state(one, today), "frozen": [
        {"from": part.first.isoformat(), "to": part.last.isoformat()} for part in one.frozen
    ]}  # fmt: skip


def _values(
    price: str | None, sessions: int | None, value: str | None, services: list[str] | None, valid: str | None
) -> dict[str, Any]:
    values: dict[str, Any] = given(sessions=sessions, valid=valid)
    if price is not None:
        values["price"] = lambda desk: amount(desk, price)
    if value is not None:
        values["value"] = lambda desk: amount(desk, value)
    if services:
        values["services"] = lambda desk: [nouns.desk_find(desk, "service", text) for text in services]
    return values
