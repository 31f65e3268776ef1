"""Ranges and queries as typed, for the commands that read."""

from typing import TYPE_CHECKING

from bookctl.actions.problems import Usage
from bookctl.cli.state import View

if TYPE_CHECKING:
    from datetime import date

    from bookctl.ledger.index import Row


def days(view: View, text: str) -> "tuple[date, date]":
    """A range of days as typed, the second not included."""
    from bookctl.words import WordError, parse_range

    try:
        return tuple(parse_range(text, view.words))  # type: ignore[return-value]
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None


def span(view: View, text: str) -> tuple[int, int]:
    """The same as instants, in the ledger's zone."""
    from bookctl.model.time import day_start

    first, last = days(view, text)
    return day_start(first, view.zone), day_start(last, view.zone)


def search(view: View, text: str) -> "list[Row]":
    """Bookings by the query language."""
    from bookctl.words.query import QueryError

    try:
        return view.index.query(text, view.now, view.zone)
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None
