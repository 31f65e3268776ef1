"""Who waits for what, in the index."""

from typing import TYPE_CHECKING

from bookctl.ledger.index.rows import WaitRow
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.model.waiting import WaitPage

_COLUMNS = "id, at, customer, service, session, first, last, hours, asked, seats, dropped, page"


def put(store: Store, path: str, day: int, page: "WaitPage") -> None:
    """Adds a page the database does not have; `day` is its ordinal."""
    store.many(
        "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.id, day, int(one.at.timestamp()), one.customer, one.service, one.session, one.start.isoformat(),
                one.end.isoformat(), "\n".join(one.hours), " ".join(one.asked), one.seats,
                None if one.dropped is None else int(one.dropped.timestamp()), path,
            )
            for one in page.wait
        ],
    )  # fmt: skip


def drop(store: Store, day: int) -> None:
    store.run("DELETE FROM waiting WHERE day = ?", day)


def all_of(store: Store, since: str) -> list[WaitRow]:
    """Those whose last day is not before the date as YYYY-MM-DD, the dropped too, in the order in which they asked."""
    sql = f"SELECT {_COLUMNS} FROM waiting WHERE last >= ? ORDER BY at, id"  # noqa: S608 - the columns are those above
    return [_row(row) for row in store.rows(sql, since)]


def _row(row: tuple[object, ...]) -> WaitRow:
    hours, asked = str(row[7]), str(row[8])
    return WaitRow._make(
        (*row[:7], tuple(hours.split("\n")) if hours else (), tuple(asked.split()), *row[9:])
    )
