from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.answers import Answers, answers_of
from bookctl.cli.options import DryRun, Force, Own, Resources, Yes
from bookctl.cli.write import moment, write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def book(
    customer: Annotated[str, typer.Argument(help="Name, part of a name, phone or id.")],
    service: Annotated[str, typer.Argument(help="Id or name.")],
    when: Annotated[str, typer.Argument(help="'fri 10:00', '明天下午3点', 'tomorrow 14-15:30'.")],
    resource: Resources = None,
    addon: Annotated[
        list[str] | None, typer.Option("--addon", "-a", metavar="ID", help="An add-on (may be repeated).")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, max=43_200, help="Another length than usual.")
    ] = None,
    seats: Annotated[int, typer.Option("--seats", min=1, max=10_000, help="Seats in a class.")] = 1,
    status: Annotated[str, typer.Option("--status", help="confirmed, requested or held.")] = "confirmed",
    price: Annotated[str | None, typer.Option("--price", help="Another price than usual.")] = None,
    answer: Answers = None,
    coupon: Annotated[str | None, typer.Option("--coupon", help="A code that changes the price.")] = None,
    cover: Annotated[
        str | None,
        typer.Option("--cover", metavar="ID", help="The purchase that pays for it, or 'none'."),
    ] = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="ID", help="What it is billed under.")
    ] = None,
    hold: Annotated[
        int | None, typer.Option("--hold", min=1, max=43_200, help="Hold it so many minutes only.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where it came from: phone, wechat.")] = None,
    request_id: Annotated[
        str | None, typer.Option("--request-id", help="Given twice, it is booked once.")
    ] = None,
    force: Force = None,
    own: Own = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.book import book as do
        from bookctl.actions.requests import Book
        from bookctl.cli.rows import rfc3339
        from bookctl.cli.values import amount, new_status

        start = moment(desk, when)
        return do(
            desk,
            Book(
                customer=customer,
                service=service,
                start=rfc3339(start.at, desk.zone),
                resources=resource or [],
                addons=addon or [],
                minutes=minutes or start.minutes,
                seats=seats,
                status="held" if hold else new_status(status),
                hold=hold,
                coupon=coupon.lower() if coupon else None,
                cover=cover,
                project=project,
                own=own,
                answers=answers_of(answer),
                price=amount(desk, price),
                source=source,
                request=request_id,
                force=force,
            ),
        )

    write(action, dry=dry_run, yes=yes)
