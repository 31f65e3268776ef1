from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.cli.options import DryRun
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def pay(
    about: Annotated[str, typer.Argument(help="Id of a booking, or a customer's name or id.")],
    amount: Annotated[str, typer.Argument(help="How much, in the ledger's currency.")],
    method: Annotated[
        str, typer.Option("--method", "-m", metavar="WORD", help="cash, card, wechat, in your own words.")
    ] = "cash",
    kind: Annotated[
        str, typer.Option("--kind", "-k", metavar="KIND", help="payment, deposit, refund or tip.")
    ] = "payment",
    reason: Annotated[str | None, typer.Option("--reason", help="Why; never personal data.")] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from typing import get_args

        from bookctl.actions.pay import pay as do
        from bookctl.actions.problems import Usage
        from bookctl.actions.requests import Pay
        from bookctl.model.payment import PaymentKind

        if kind not in get_args(PaymentKind):
            raise Usage(f"{kind!r} is no kind", help=f"--kind {', '.join(get_args(PaymentKind))}")
        return do(desk, Pay(about=about, amount=amount, kind=kind, method=method, reason=reason))  # type: ignore[arg-type]

    write(action, dry=dry_run)
