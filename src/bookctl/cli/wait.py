from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli import nouns
from bookctl.cli.options import DryRun, Resources, Yes
from bookctl.cli.state import View, current
from bookctl.cli.write import words_of, write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from datetime import date

    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.wait_state import Standing

app = nouns.noun()
Id = Annotated[str, typer.Argument(metavar="WAIT", help="Id of who waits, or its beginning.")]
COLUMNS = [
    Column("id"), Column("no", "right"), Column("customer", shrink=True), Column("for", shrink=True),
    Column("when", shrink=True), Column("state"), Column("offer"),
]  # fmt: skip


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    all_: Annotated[
        bool, typer.Option("--all", help="Those too who were served, stopped waiting or waited in vain.")
    ] = False,
) -> None:
    from bookctl.actions.wait_state import EVER, everyone
    from bookctl.engine.waitlist import ACTIVE

    with current().reading() as view:
        found = [one for one in everyone(_scene(view), EVER if all_ else None) if all_ or one.state in ACTIVE]
        lines = [line(view, one) for one in found]
        records = [record(view, one) for one in found]
    nouns.print_rows(COLUMNS, lines, records, "waiting")
    if not found:
        current().say("nobody waits")


@app.command()
def show(wait: Id) -> None:
    from bookctl.actions.wait_state import named
    from bookctl.render.table import json_text

    state = current()
    with state.reading() as view:
        one = named(_scene(view), wait)
        told, offers = line(view, one), [_offer(view, row) for row in one.offers]
        data = record(view, one)
        asked = f"{view.local(one.wait.at):%a %d %b %Y, %H:%M}"
    if state.env.shape("table", "plain", "json") == "json":
        state.print(json_text({"wait": data}))
        return
    names = ("id", "position", "customer", "for", "when", "state")
    lines = [(name, text) for name, text in zip(names, told, strict=False) if text]
    width = max(len(name) for name in names)
    rows = [*lines, ("asked", asked), *(("offered", text) for text in offers)]
    state.print([f"{name:<{width}}  {text}" for name, text in rows])


@app.command()
def add(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    service: Annotated[str | None, typer.Argument(help="Id or name.")] = None,
    when: Annotated[str | None, typer.Argument(help="Days that would do: 'next week', 'A to B'.")] = None,
    hours: Annotated[
        list[str] | None,
        typer.Option("--hours", metavar="HOURS", help="Only starts then: 'mon-fri 17-20' (may be repeated)."),
    ] = None,
    resource: Resources = None,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="A seat in this class and no other.")
    ] = None,
    seats: Annotated[int, typer.Option("--seats", min=1, max=10_000, help="How many seats of a class.")] = 1,
    anyway: Annotated[bool, typer.Option("--anyway", help="Wait although something is free.")] = False,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.wait import Ask
        from bookctl.actions.wait import add as do

        first, last = _days(desk, when) if when is not None else (None, None)
        return do(
            desk,
            Ask(
                customer, service, first, last, tuple(_hours(one) for one in hours or ()), tuple(resource or ()), session, seats, anyway,
                None,
            ),
        )  # fmt: skip

    write(action, dry=dry_run)


@app.command()
def offer(
    wait: Annotated[
        str | None, typer.Argument(metavar="WAIT", help="Id of who waits; everybody, in turn, if not said.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.problems import Refused
        from bookctl.actions.wait_offer import offering
        from bookctl.actions.wait_state import named
        from bookctl.cli.rows import booking_json
        from bookctl.engine.waitlist import OPEN

        def told(outcome: "Outcome") -> "Outcome":
            lines[:] = [_made(desk, row) for row in outcome.data["offers"]]
            return outcome._replace(
                data={"offers": [booking_json(row, desk.zone) for row in outcome.data["offers"]]}
            )

        if wait is None:
            return told(offering(desk))
        one = named(desk, wait)
        if one.state not in OPEN:
            held = f": {one.offered.id} is held" if one.offered else ""
            raise Refused(f"{one.wait.id} is {one.state}{held}")
        return told(offering(desk, [one]))

    lines: list[str] = []
    write(action, dry=dry_run, yes=yes)
    state = current()
    if not dry_run and state.env.shape("table", "plain", "json") != "json":
        state.print(lines)


@app.command()
def drop(
    wait: Id,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the book.")] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.wait import drop as do

        return do(desk, wait, reason)

    write(action, dry=dry_run)


def _scene(view: View) -> Any:
    from bookctl.actions.free import Standpoint

    return Standpoint(view.index, view.now)


def line(view: View, one: "Standing") -> tuple[str, ...]:
    """A wait as a row of a table."""
    from bookctl.actions.wait import days_words

    who = view.index.customer(one.wait.customer)
    service = view.index.names("service").get(one.wait.service, one.wait.service)
    return (
        one.wait.id,
        str(one.position or ""),
        who.name if who else one.wait.customer,
        service,
        days_words(one.wait),
        one.state,
        "" if one.offered is None else _brief(view, one.offered),
    )


def _brief(view: View, row: Any) -> str:
    """7k2m9q until Tue 11:00"""
    return f"{row.id} until {view.local(row.until or row.start):%a %H:%M}"


def _offer(view: View, row: Any) -> str:
    """7k2m9q Fri 27 Nov 10:00, held until Tue 24 Nov 11:00"""
    when = f"{row.id}  {view.local(row.start):%a %d %b %H:%M}"
    if row.status in {"held", "requested"} and row.until is not None:
        over = "lapsed" if row.lapsed(view.now) else "held until"
        return f"{when}, {over} {view.local(row.until):%a %d %b %H:%M}"
    return f"{when}, {row.status}"


def record(view: View, one: "Standing") -> dict[str, Any]:
    """A wait for a program."""
    from bookctl.actions.wait import plain
    from bookctl.cli.rows import rfc3339

    data = plain(one)
    return {"id": data.pop("wait"), "at": rfc3339(one.wait.at, view.zone), **data}


def waiting_lines(view: View, session: str) -> list[tuple[str, ...]]:
    """Who waits for a seat in a session, the first first."""
    from bookctl.actions.lookup import booking
    from bookctl.actions.wait_state import of_session

    return [line(view, one) for one in of_session(_scene(view), booking(view.index, session))]


def _made(desk: "Desk", row: dict[str, Any]) -> str:
    """An offer, as the person who makes it reads it."""
    from bookctl.words import echo_moment

    who = desk.index.customer(row["customer"])
    when = echo_moment(row["start"], (row["end"] - row["start"]) // 60, desk.now, desk.zone)
    until = f"{desk.local(row['until']):%a %d %b %H:%M}"
    name, service = who.name if who else "", desk.service_names.get(row["service"], row["service"])
    return f"{row['id']}  {when}  {name} · {service} · held until {until}"


def _days(desk: "Desk", text: str) -> "tuple[date, date]":
    """As typed; both included."""
    from datetime import timedelta

    from bookctl.actions.problems import Usage
    from bookctl.words import WordError, parse_range

    try:
        first, end = parse_range(text, words_of(desk))
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None
    return first, end - timedelta(days=1)


def _hours(text: str) -> str:
    """As files write them; hours alone are meant for every day."""
    from bookctl.actions.problems import Usage
    from bookctl.model.hours import format_hours
    from bookctl.words import WordError
    from bookctl.words.weekly import parse_hours

    try:
        return format_hours(parse_hours(f"daily {text}" if text.strip()[:1].isdigit() else text))
    except (WordError, ValueError) as fault:
        raise Usage(str(fault), help="as in 'mon-fri 17:00-20:00; sat 10:00-14:00'") from None
