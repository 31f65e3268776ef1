from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.find import quoted_word
from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from bookctl.ledger.index import Row

app = typer.Typer(rich_markup_mode=None)
SHAPES = ("ics", "ifb", "csv", "json", "hledger", "beancount")
SHOWN = ("full", "names", "busy")


@app.command()
def export(
    query: Annotated[
        list[str] | None, typer.Argument(help="As in find; without one, the whole book.")
    ] = None,
    show: Annotated[str, typer.Option("--show", help="In calendars: full, names or busy.")] = "names",
) -> None:
    if show not in SHOWN:
        raise Usage(f"--show is {', '.join(SHOWN)}, not {show!r}")
    state = current()
    shape = state.env.shape(*SHAPES) if state.env.format or state.env.output else "csv"
    text = " ".join(quoted_word(word) for word in query or ())
    with state.reading(everything=True) as view:
        if shape in {"hledger", "beancount"}:
            state.print(_accounts(view, text, shape))
        elif shape in {"ics", "ifb"}:
            from bookctl.cli.feed import put

            put(state, _calendar(view, text, show, shape))
        else:
            _records(view, text, shape)


def _calendar(view: View, text: str, show: str, shape: str) -> bytes:
    """A query as a calendar; its file has no name of its own, so that no app makes a new calendar of it."""
    from bookctl.calendars.build import calendar, free_busy
    from bookctl.calendars.cache import Cache
    from bookctl.calendars.entry import Calendar
    from bookctl.calendars.feed import chosen_by
    from bookctl.cli.feed import book_of
    from bookctl.words.query import QueryError

    book = book_of(view)
    try:
        rows = chosen_by(view.index, text, view.now, view.zone)
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None
    if shape == "ifb":
        window = (rows[0].start, max(row.end for row in rows)) if rows else (view.now, view.now + 86_400)
        return free_busy(book, "export", rows, window)
    with Cache(book.root) as cache:
        return calendar(book, rows, show, Calendar(), cache)  # type: ignore[arg-type]  # one of SHOWN


def _accounts(view: View, text: str, shape: str) -> str:
    from datetime import date

    from bookctl.reports import accounts
    from bookctl.reports.frame import Ask
    from bookctl.reports.source import Source
    from bookctl.words.query import QueryError

    source = Source(view.opened.root, view.index, view.zone, view.now)
    ask = Ask(date(2000, 1, 1), date(2100, 12, 30), where=text)
    try:
        return (accounts.hledger if shape == "hledger" else accounts.beancount)(source, ask)
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None


def _records(view: View, text: str, shape: str) -> None:
    from bookctl.cli.find import COLUMNS, lines
    from bookctl.cli.query import search
    from bookctl.cli.rows import booking_json
    from bookctl.render.table import csv_text, json_text

    found: list[Row] = search(view, text)
    if shape == "json":
        records = [booking_json(row._asdict(), view.zone) for row in found]
        view.state.print(json_text({"bookings": records}))
    else:
        view.state.print(csv_text([column.title for column in COLUMNS], lines(view, found)))
