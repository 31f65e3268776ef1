"""From what a person typed to one record: an id, an unambiguous beginning of one, or a name."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bookctl.actions.problems import Ambiguous, NotFound
from bookctl.model.text import shown

if TYPE_CHECKING:
    from bookctl.ledger.index import CustomerRow, Index, Row

MOST = 10


def booking(index: "Index", text: str) -> "Row":
    """A booking or session by id or any beginning of it that only one has."""
    found = index.find(text.lower(), limit=MOST + 1) if text else []
    exact = [row for row in found if row.id == text.lower()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise NotFound(
            f"no booking has an id that begins with {shown(text)!r}", help="bookctl find lists bookings"
        )
    raise Ambiguous(
        f"{len(found)}{'+' if len(found) > MOST else ''} ids begin with {shown(text)!r}",
        lines=[f"{row.id}  {row.page[-15:-5]}  {row.service}" for row in found[:MOST]],
        help="type one more character",
    )


def customer(index: "Index", text: str) -> "CustomerRow":
    """A customer by id, name, or a part of name, phone or e-mail that only one has."""
    if (row := index.customer(text)) is not None:
        return row
    found = index.search_customers(text)
    same = [row for row in found if row.name.casefold() == text.casefold()]
    if len(same or found) == 1:
        return (same or found)[0]
    if not found:
        raise NotFound(
            f"no customer is called {shown(text)!r}", help=f'bookctl customer add --name "{shown(text)}"'
        )
    raise Ambiguous(
        f"{len(found)} customers match {shown(text)!r}",
        lines=[f"{row.id}  {shown(row.name)}  {shown(row.phone or row.email or '')}" for row in found[:MOST]],
        help="use the id",
    )


def named(kind: str, names: Mapping[str, str], text: str) -> str:
    """The id of a resource or service, by id or by name, in whole or the only one that contains the text."""
    if text in names:
        return text
    folded = text.casefold()
    for matches in (
        [id_ for id_, name in names.items() if name.casefold() == folded],
        [
            id_
            for id_, name in names.items()
            if folded and (folded in name.casefold() or id_.startswith(folded))
        ],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise Ambiguous(
                f"{len(matches)} {kind}s match {shown(text)!r}",
                lines=[f"{id_}  {shown(names[id_])}" for id_ in matches[:MOST]],
                help="use the id",
            )
    raise NotFound(f"no {kind} is called {shown(text)!r}", help=_nearest(kind, text, names))


def _nearest(kind: str, text: str, names: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    words: Iterable[str] = (*names, *names.values())
    close = get_close_matches(text, list(words), 1, 0.6)
    return f"did you mean {shown(close[0])}?" if close else f"bookctl {kind} list shows them all"
