from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli import nouns
from bookctl.cli.answers import Answers, answers_of
from bookctl.cli.options import DryRun, Force, Own, Resources, Yes
from bookctl.cli.rows import rfc3339
from bookctl.cli.state import View, current
from bookctl.cli.write import moment, write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.index import Row

app = nouns.noun()
Session = Annotated[str, typer.Argument(help="Id of a session, or its beginning.")]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(when: Annotated[str, typer.Argument(help="'next week', 'nov'.")] = "next 14 days") -> None:
    from bookctl.cli.query import span

    with current().reading() as view:
        found = [row for row in view.index.rows(*span(view, when)) if row.kind == "session"]
        lines = [_line(view, row) for row in found]
        records = [_json(view, row) for row in found]
    columns = [
        Column("id"),
        Column("when"),
        Column("class", shrink=True),
        Column("seats", "right"),
        Column("status"),
    ]
    nouns.print_rows(columns, lines, records, "sessions")


def _taken(view: View, row: "Row") -> int:
    from bookctl.model.status import occupies

    seats = view.index.session_rows(row.id)
    return sum(
        s.seats for s in seats if occupies(s.status, view.local(s.until) if s.until else None, view.now)
    )


def _line(view: View, row: "Row") -> tuple[str, ...]:
    name = view.index.names("service").get(row.service, row.service)
    when = f"{view.local(row.start):%a %d %b %Y %H:%M}-{view.local(row.end):%H:%M}"
    return row.id, when, name, f"{_taken(view, row)}/{row.seats}", row.status


def _json(view: View, row: "Row") -> dict[str, object]:
    from bookctl.cli.rows import booking_json

    return booking_json(row._asdict(), view.zone) | {"taken": _taken(view, row)}


@app.command()
def show(session: Session) -> None:
    from bookctl.cli.show import show as do

    do(session, None)
    state = current()
    if state.env.shape("table", "plain", "json") != "json":
        from bookctl.cli.wait import waiting_lines

        with state.reading() as view:
            waiting = waiting_lines(view, session)
        state.print([f"waits  {'  '.join(part for part in one if part)}" for one in waiting])


@app.command()
def decide(
    session: Annotated[
        str | None, typer.Argument(help="Id of a session; all whose decision has come, if not said.")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.decide import decide as do

        return do(desk, session)

    write(action, dry=dry_run, yes=yes)


@app.command()
def add(
    service: Annotated[str, typer.Argument(help="Id or name of a class.")],
    when: Annotated[str, typer.Argument(help="'fri 18:00'.")],
    resource: Resources = None,
    seats: Annotated[
        int | None, typer.Option("--seats", min=1, max=10_000, help="Another number than usual.")
    ] = None,
    min_seats: Annotated[int | None, typer.Option("--min-seats", min=0, help="How many must join.")] = None,
    force: Force = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.requests import OpenSession
        from bookctl.actions.session import open_session

        start = rfc3339(moment(desk, when).at, desk.zone)
        asked = resource or []
        return open_session(
            desk,
            OpenSession(
                service=service, start=start, resources=asked, seats=seats, min_seats=min_seats, force=force
            ),
        )

    write(action, dry=dry_run)


@app.command()
def edit(
    session: Session,
    seats: Annotated[
        int | None, typer.Option("--seats", min=1, max=10_000, help="How many may join.")
    ] = None,
    min_seats: Annotated[int | None, typer.Option("--min-seats", min=0, help="How many must join.")] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.session import resize

        return resize(desk, session, seats, min_seats)

    write(action, dry=dry_run)


@app.command()
def retire(
    session: Session,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    from bookctl.cli.cancel import cancel

    cancel(session, reason, dry_run=dry_run, yes=yes)


@app.command()
def join(
    session: Session,
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    seats: Annotated[int, typer.Option("--seats", min=1, max=10_000, help="How many seats.")] = 1,
    cover: Annotated[
        str | None, typer.Option("--cover", metavar="ID", help="The purchase that pays for it, or 'none'.")
    ] = None,
    coupon: Annotated[str | None, typer.Option("--coupon", help="A code that changes the price.")] = None,
    answer: Answers = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.book import book
        from bookctl.actions.requests import Book

        row = desk.row(session)
        return book(
            desk,
            Book(
                customer=customer,
                service=row.service,
                start=rfc3339(row.start, desk.zone),
                session=row.id,
                seats=seats,
                cover=cover,
                coupon=coupon.lower() if coupon else None,
                answers=answers_of(answer),
                force=force,
                own=own,
            ),
        )

    write(action, dry=dry_run)


@app.command()
def leave(
    session: Session,
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")] = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.join import seat_of
        from bookctl.actions.mark import cancel as do
        from bookctl.actions.requests import Cancel

        seat = seat_of(desk, session, customer).id
        return do(desk, Cancel(booking=seat, reason=reason, force=force, own=own))

    write(action, dry=dry_run)
