"""Customers in the index: kept, found by what a person remembers of them."""

import unicodedata
from typing import TYPE_CHECKING, Any

from bookctl.ledger.index.rows import CustomerRow
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.model.customer import Customer

_COLUMNS = "id, name, phone, email, tags, language, prefers, retired, alerts"
_MANY = 500  # below the least number of variables a SQLite allows
_DIGITS = 3
# The best reason for which somebody was found; the name in whole counts as much as the id.
_SEARCH = f"""
SELECT {_COLUMNS} FROM (
    SELECT *, CASE
        WHEN id = :id THEN 0
        WHEN folded = :text THEN 1
        WHEN (:text <> '' AND mail = :text) OR (:digits <> '' AND digits = :digits) THEN 2
        WHEN substr(folded, 1, length(:text)) = :text THEN 3
        WHEN substr(id, 1, length(:id)) = :id THEN 4
        WHEN instr(folded, :text) THEN 5
        WHEN :digits <> '' AND instr(digits, :digits) THEN 6
        WHEN instr(mail, :text) THEN 7
    END AS rank FROM person
) WHERE rank IS NOT NULL ORDER BY rank, retired IS NOT NULL, folded, id
"""  # noqa: S608 - the columns are those above


def fold(text: str) -> str:
    """One spelling for what looks or sounds the same: width, ligatures, case."""
    return unicodedata.normalize("NFKC", text).casefold()


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def is_number(text: str) -> bool:
    """Whether it may be a telephone number, or a part of one."""
    return set(text) <= set("0123456789+-() /.") and digits_of(text) != ""


def put(store: Store, id_: str, one: "Customer") -> None:
    store.run(
        "INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id_, one.name, one.phone, one.email, " ".join(one.tags), one.language, " ".join(one.prefers),
        one.retired.isoformat() if one.retired else None, f"{one.birthday:%m-%d}" if one.birthday else None,
        "\n".join(alert.told for alert in one.alert),
        fold(one.name), digits_of(one.phone or ""), fold(one.email or ""),
    )  # fmt: skip


def drop(store: Store, id_: str) -> None:
    store.run("DELETE FROM person WHERE id = ?", id_)


def some(store: Store, ids: list[str]) -> dict[str, CustomerRow]:
    found: dict[str, CustomerRow] = {}
    for at in range(0, len(ids), _MANY):
        part = ids[at : at + _MANY]
        marks = ",".join("?" * len(part))
        rows = store.rows(f"SELECT {_COLUMNS} FROM person WHERE id IN ({marks})", *part)  # noqa: S608 - only marks
        found.update((row[0], _row(row)) for row in rows)
    return found


def search(store: Store, text: str) -> list[CustomerRow]:
    """By id, name, phone or e-mail, in whole or in part, the best match first; everybody for no text."""
    folded = fold(text.strip())
    digits = digits_of(text) if is_number(text) else ""
    values = {"id": text.strip().lower(), "text": folded, "digits": digits if len(digits) >= _DIGITS else ""}
    return [_row(row) for row in store.db.execute(_SEARCH, values).fetchall()]


def born_on(store: Store, days: list[str]) -> list[CustomerRow]:
    """Those whose birthday is one of the days, written as MM-DD, in order of id."""
    marks = ",".join("?" * len(days))
    sql = f"SELECT {_COLUMNS} FROM person WHERE birthday IN ({marks}) ORDER BY id"  # noqa: S608 - only marks
    return [_row(row) for row in store.rows(sql, *days)]


def everybody(store: Store) -> list[tuple[CustomerRow, str | None]]:
    """All customers by name and id, each with their birthday as MM-DD."""
    rows = store.rows(f"SELECT {_COLUMNS}, birthday FROM person ORDER BY folded, id")  # noqa: S608 - the columns are those above
    return [(_row(row[:-1]), row[-1]) for row in rows]


def tagged(store: Store) -> dict[str, frozenset[str]]:
    """The tags of each customer who has any."""
    return {
        id_: frozenset(tags.split())
        for id_, tags in store.rows("SELECT id, tags FROM person WHERE tags <> ''")
    }


def _row(row: Any) -> CustomerRow:
    id_, name, phone, email, tags, language, prefers, retired, alerts = row
    return CustomerRow(
        id_,
        name,
        phone,
        email,
        tuple(tags.split()),
        language,
        tuple(prefers.split()),
        retired,
        tuple(alerts.split("\n")) if alerts else (),
    )
