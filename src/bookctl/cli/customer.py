from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.actions.problems import Usage
from bookctl.cli import nouns
from bookctl.cli.customer_find import find
from bookctl.cli.customer_import import import_
from bookctl.cli.customer_segment import segment
from bookctl.cli.options import DryRun, Yes
from bookctl.cli.state import current
from bookctl.cli.values import day, given
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = nouns.noun()
app.command("import")(import_)
app.command()(find)
app.command()(segment)
Phone = Annotated[str | None, typer.Option("--phone", help="Digits, spaces and + - ( ).")]
Email = Annotated[str | None, typer.Option("--email", help="One address.")]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="SLUG", help="Your own word (may be repeated).")
]
Shared = Annotated[
    bool, typer.Option("--shared", help="Another customer may have the same number or address.")
]
Prefers = Annotated[
    list[str] | None,
    typer.Option("--prefers", metavar="ID", help="A resource they usually want (may be repeated)."),
]
Language = Annotated[str | None, typer.Option("--language", help="en or zh.")]
Birthday = Annotated[str | None, typer.Option("--birthday", metavar="DATE", help="1990-05-17.")]
Source = Annotated[str | None, typer.Option("--source", help="How they found the practice.")]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    text: Annotated[str, typer.Argument(help="Only those whose name, phone or e-mail has this.")] = "",
) -> None:
    with current().reading(everything=True) as view:
        found = view.index.search_customers(text)
    rows = [(c.id, c.name, c.phone or "", c.email or "", " ".join(c.tags)) for c in found]
    columns = [
        Column("id"),
        Column("name"),
        Column("phone"),
        Column("e-mail", shrink=True),
        Column("tags", shrink=True),
    ]
    nouns.print_rows(columns, rows, [c._asdict() for c in found], "customers")


@app.command()
def show(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    file: Annotated[bool, typer.Option("--file", help="The record's file as it stands.")] = False,
) -> None:
    if file:
        nouns.show_file("customer", customer)
        return
    from bookctl.cli.customer_show import show as picture

    picture(customer)


@app.command()
def export(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
) -> None:
    """All that the book holds of a person, as JSON."""
    from bookctl.actions import lookup
    from bookctl.render.table import json_text
    from bookctl.reports.dossier import dossier
    from bookctl.reports.source import Source

    state = current()
    with state.reading(everything=True) as view:
        id_ = lookup.customer(view.index, customer).id
        made = dossier(Source(view.opened.root, view.index, view.zone, view.now), id_)
    state.print(json_text({"person": made}))


@app.command()
def alert(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    text: Annotated[str, typer.Argument(help="What must be known, in one line.")],
    kind: Annotated[
        str, typer.Option("--kind", help="allergy, contraindication, health, access or other.")
    ] = "other",
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.people import alert as do

        return do(desk, customer, text, kind)

    write(action, dry=dry_run)


@app.command()
def merge(
    customer: Annotated[str, typer.Argument(help="The record that stays.")],
    other: Annotated[str, typer.Argument(help="The same person's other record.")],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.people import merge as do

        return do(desk, customer, other)

    write(action, dry=dry_run, yes=yes)


@app.command()
def add(
    name: Annotated[str, typer.Option("--name", help="Free text in any script.")],
    phone: Phone = None,
    email: Email = None,
    tag: Tags = None,
    prefers: Prefers = None,
    language: Language = None,
    birthday: Birthday = None,
    source: Source = None,
    shared: Shared = False,
    dry_run: DryRun = False,
) -> None:
    values = _values(phone, email, tag, prefers, language)
    values |= _contacts(phone, email, None, shared=shared)
    values |= {"created": lambda desk: desk.day(desk.now)}
    nouns.add("customer", None, {"name": name, **values, **_more(birthday, source)}, dry=dry_run)


@app.command()
def edit(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    name: Annotated[str | None, typer.Option("--name", help="Free text in any script.")] = None,
    phone: Phone = None,
    email: Email = None,
    tag: Tags = None,
    prefers: Prefers = None,
    language: Language = None,
    birthday: Birthday = None,
    source: Source = None,
    shared: Shared = False,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="KEY", help="Back to the default.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    values = given(name=name) | _values(phone, email, tag, prefers, language) | _more(birthday, source)
    values |= _contacts(phone, email, customer, shared=shared)
    nouns.edit("customer", customer, values, unset, dry=dry_run)


@app.command()
def retire(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="From which day; else today.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    nouns.retire("customer", customer, on, dry=dry_run)


def _values(
    phone: str | None,
    email: str | None,
    tag: list[str] | None,
    prefers: list[str] | None,
    language: str | None,
) -> dict[str, Any]:
    if language not in {None, "en", "zh"}:
        raise Usage(f"--language is en or zh, not {language!r}")
    values = given(phone=phone, email=email, tags=tag, language=language)
    if prefers:
        values["prefers"] = lambda desk: [nouns.desk_find(desk, "resource", text) for text in prefers]
    return values


def _contacts(phone: str | None, email: str | None, customer: str | None, *, shared: bool) -> dict[str, Any]:
    """Number and address as they are kept; `customer` is whose they are, where the book knows the person."""
    from bookctl.actions import contact

    def alone(desk: "Desk", number: str | None, address: str | None) -> None:
        if not shared:
            contact.alone(desk, number, address, desk.customer(customer).id if customer else None)

    def kept_phone(desk: "Desk") -> str | None:
        kept = contact.phone(desk, phone) if phone else phone
        alone(desk, kept, None)
        return kept

    def kept_email(desk: "Desk") -> str | None:
        kept = contact.email(email) if email else email
        alone(desk, None, kept)
        return kept

    return given(phone=phone and kept_phone, email=email and kept_email)


def _more(birthday: str | None, source: str | None) -> dict[str, Any]:
    values = given(source=source)
    return values | ({"birthday": lambda desk: day(desk, birthday)} if birthday else {})
