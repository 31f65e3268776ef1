from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Refused, Usage
from bookctl.cli.nouns import print_rows
from bookctl.cli.state import current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.cli.state import View

app = typer.Typer(rich_markup_mode=None)


@app.command()
def price(
    service: Annotated[str, typer.Argument(help="Id or name.")],
    when: Annotated[str, typer.Argument(help="'fri 10:00'; else now.")] = "",
    addon: Annotated[
        list[str] | None, typer.Option("--addon", "-a", metavar="ID", help="An add-on (may be repeated).")
    ] = None,
    customer: Annotated[str | None, typer.Option("--customer", "-c", help="Whose tier counts.")] = None,
    coupon: Annotated[str | None, typer.Option("--coupon", help="A code that changes the price.")] = None,
) -> None:
    from bookctl.actions.price import Question, answer
    from bookctl.engine.wish import Refusal
    from bookctl.model.money import format_minor

    with current().reading() as view:
        asked = Question(service, _at(view, when), tuple(addon or ()), customer, coupon and coupon.lower())
        found = answer(view.index, view.now, asked)
        if isinstance(found, Refusal):
            raise Refused.by(found)
        currency = view.settings.currency
        lines = [(of, format_minor(amount, currency)) for of, amount in found.lines]
        if found.minutes:
            lines.append((f"{found.minutes} min on top", ""))
        total = "" if found.total is None else format_minor(found.total, currency)
    records = [{"of": of, "amount": amount, "currency": currency} for of, amount in lines]
    print_rows(
        [Column("of"), Column(currency, "right")],
        [*lines, ("total", total or "no price")],
        records,
        "lines",
    )


def _at(view: "View", when: str) -> int:
    from bookctl.words import WordError, parse_moment

    if not when:
        return view.now
    try:
        return parse_moment(when, view.words).at
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None
