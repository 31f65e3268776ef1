from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from bookctl.reports.frame import Ask, By, Report
    from bookctl.reports.registry import Entry

app = typer.Typer(rich_markup_mode=None)
SHAPES = ("table", "plain", "csv", "json", "html")


@app.command()
def report(
    name: Annotated[str | None, typer.Argument(help="Which report; without one, they are listed.")] = None,
    when: Annotated[str | None, typer.Argument(help="A range of days: 'last month', '2026-Q4'.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, included.")] = None,
    by: Annotated[str, typer.Option("--by", help="day, week, month or quarter.")] = "",
    compare: Annotated[
        str | None, typer.Option("--compare", help="previous: beside the days before.")
    ] = None,
    where: Annotated[
        str, typer.Option("--where", metavar="QUERY", help="Only these bookings, as in find.")
    ] = "",
    target: Annotated[
        float | None, typer.Option("--target", min=1, max=100, help="Utilisation aimed at, in percent.")
    ] = None,
    top: Annotated[
        int, typer.Option("--top", min=1, max=100_000, help="At most so many rows in rankings.")
    ] = 20,
) -> None:
    from bookctl.reports.registry import BY_NAME

    state = current()
    if name is None:
        _list()
        return
    shape = state.env.shape(*SHAPES)
    entry = BY_NAME.get(name)
    if entry is None:
        raise _unknown(name)
    from bookctl.reports.source import Source

    with state.reading(everything=True) as view:
        ask = _ask(view, entry, (when, from_, to))._replace(
            where=where, target=target and target / 100, top=top
        )
        ask = ask._replace(by=_by(by, ask), compare=_compare(compare))
        made = _build(entry, Source(view.opened.root, view.index, view.zone, view.now), ask)
        _print(view, made, shape)


def _list() -> None:
    from bookctl.cli.nouns import print_rows
    from bookctl.render.table import Column
    from bookctl.reports.registry import REPORTS

    rows = [(entry.name, entry.help, entry.days) for entry in REPORTS]
    records = [{"name": entry.name, "help": entry.help, "days": entry.days} for entry in REPORTS]
    print_rows(
        (Column("report"), Column("what it tells", shrink=True), Column("days")), rows, records, "reports"
    )


def _build(entry: "Entry", source: "object", ask: "Ask") -> "Report":
    from bookctl.actions.problems import Usage
    from bookctl.words.query import QueryError

    try:
        return entry.ask(source, ask)  # type: ignore[arg-type]
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None


def _ask(view: View, entry: "Entry", said: tuple[str | None, str | None, str | None]) -> "Ask":
    from bookctl.actions.problems import Usage
    from bookctl.reports.frame import Ask
    from bookctl.words import WordError, parse_range

    when, from_, to = said
    if when and (from_ or to):
        raise Usage("say the days once: as a range, or with --from and --to")
    try:
        whole = parse_range(when or entry.days, view.words)
        first = parse_range(from_, view.words).start if from_ else whole.start
        behind = parse_range(to, view.words).end if to else whole.end
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None
    if from_ and not to:
        behind = max(behind, first + timedelta(days=1))
    if behind <= first:
        raise Usage(f"the days end on {behind - timedelta(days=1)}, before they begin on {first}")
    return Ask(first, behind - timedelta(days=1))


def _by(said: str, ask: "Ask") -> "By":
    from bookctl.actions.problems import Usage

    if said and said not in {"day", "week", "month", "quarter"}:
        raise Usage(f"--by is day, week, month or quarter, not {said!r}")
    length = (ask.last - ask.first).days
    if said:
        return cast("By", said)
    return "day" if length <= 14 else "week" if length <= 92 else "month"


def _compare(said: str | None) -> bool:
    from bookctl.actions.problems import Usage

    if said not in {None, "previous"}:
        raise Usage(f"--compare is previous, not {said!r}")
    return said is not None


def _unknown(name: str) -> Exception:
    from difflib import get_close_matches

    from bookctl.actions.problems import Usage
    from bookctl.reports.registry import BY_NAME

    close = get_close_matches(name, BY_NAME, 1, 0.5)
    return Usage(
        f"there is no report {name!r}",
        help=f"bookctl report {close[0]}" if close else "bookctl report lists them",
    )


def _print(view: View, made: "Report", shape: str) -> None:
    from bookctl.render import report_data as data

    state, currency = view.state, view.settings.currency
    if shape == "json":
        from bookctl.render.table import json_text

        state.print(json_text(data.json_report(made, currency, view.zone.key)))
    elif shape == "csv":
        state.print(data.csv_report(made, currency))
    elif shape == "html":
        from bookctl.render.report_html import html

        state.print(html(made, currency, view.settings.name, view.settings.locale))
    elif shape == "plain":
        state.print(data.plain_report(made, currency))
    else:
        from bookctl.render.report import report as drawn

        state.print(drawn(made, currency, state.look))
