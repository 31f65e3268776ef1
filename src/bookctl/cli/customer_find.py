"""Customers by their query language."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli import nouns
from bookctl.cli.find import quoted_word
from bookctl.cli.state import View, current
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.ledger.index import CustomerRow

COLUMNS = (
    Column("id"), Column("name"), Column("phone"), Column("e-mail", shrink=True), Column("tags", shrink=True),
)  # fmt: skip


_KEYED = re.compile(r"[^\s:：<>=]+[:：<>=].*").fullmatch


def find(
    query: Annotated[
        list[str], typer.Argument(help="tag:vip 'visits>3' quiet>60 has:allergy segment:NAME 李娜.")
    ],
    limit: Annotated[int | None, typer.Option("--limit", "-l", min=1, help="At most so many.")] = None,
) -> None:
    with current().reading(everything=True) as view:
        found = searched(view, joined(query))[:limit]
    print_customers(found)


def joined(words: list[str]) -> str:
    """One query; a single word that has words with keys in it was a whole query in the shell's quotes."""
    if len(words) == 1 and len(words[0].split()) > 1 and all(map(_KEYED, words[0].split())):
        return words[0]
    return " ".join(map(quoted_word, words))


def searched(view: View, text: str) -> "list[CustomerRow]":
    """Usage with the sentence where the query does not read."""
    from bookctl.words.query import QueryError

    try:
        return view.index.find_customers(text, view.now, view.zone)
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None


def print_customers(found: "list[CustomerRow]") -> None:
    rows = [(one.id, one.name, one.phone or "", one.email or "", " ".join(one.tags)) for one in found]
    nouns.print_rows(COLUMNS, rows, [one._asdict() for one in found], "customers")
