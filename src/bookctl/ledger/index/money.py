"""Payments and purchases in the index: by time, booking and customer."""

from typing import TYPE_CHECKING

from bookctl.ledger.index.rows import FreezeRow, PaymentRow, PurchaseRow
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.model.payment import PaymentPage

_PAID = "SELECT id, at, kind, amount, method, booking, customer FROM paid"
_BOUGHT = """
SELECT id, at, customer, plan, name, sessions, expires, price, kind, value, services, freeze, tier, method, by,
    voided, refunded, page
FROM bought
"""


def put(store: Store, path: str, day: int, page: "PaymentPage") -> None:
    """Adds a page the database does not have; `day` is its ordinal."""
    store.many(
        "INSERT INTO paid VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.id,
                day,
                int(one.at.timestamp()),
                one.kind,
                one.amount,
                one.method,
                one.booking,
                one.customer,
            )
            for one in page.payment
        ],
    )
    store.many(
        "INSERT INTO bought VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.id, day, int(one.at.timestamp()), one.customer, one.plan, one.name, one.sessions,
                one.expires.isoformat() if one.expires else None, one.price,
                one.kind, one.value, " ".join(one.services), one.freeze, one.tier, one.method, one.by,
                None if one.voided is None else int(one.voided.timestamp()), one.refunded, path,
            )
            for one in page.purchase
        ],
    )  # fmt: skip
    store.many(
        "INSERT INTO frozen VALUES (?, ?, ?, ?, ?)",
        [
            (one.purchase, day, one.start.isoformat(), one.end.isoformat(), int(one.at.timestamp()))
            for one in page.freeze
        ],
    )


def drop(store: Store, day: int) -> None:
    store.run("DELETE FROM paid WHERE day = ?", day)
    store.run("DELETE FROM bought WHERE day = ?", day)
    store.run("DELETE FROM frozen WHERE day = ?", day)


def between(store: Store, start: int, end: int) -> list[PaymentRow]:
    rows = store.rows(f"{_PAID} WHERE at >= ? AND at < ? ORDER BY at, id", start, end)
    return [PaymentRow._make(row) for row in rows]


def of(store: Store, booking: str | None, customer: str | None) -> list[PaymentRow]:
    """Those for the booking and by the customer, where both are given; all for neither."""
    given = [
        (key, value) for key, value in (("booking", booking), ("customer", customer)) if value is not None
    ]
    where = " AND ".join(f"{key} = ?" for key, _ in given) or "1"
    sql = f"{_PAID} WHERE {where} ORDER BY at, id"  # the keys are those above
    return [PaymentRow._make(row) for row in store.rows(sql, *(value for _, value in given))]


def bought(store: Store, customer: str | None) -> list[PurchaseRow]:
    sql = f"{_BOUGHT} WHERE ?1 IS NULL OR customer = ?1 ORDER BY at, id"
    return [
        PurchaseRow._make((*row[:10], tuple(row[10].split()), *row[11:])) for row in store.rows(sql, customer)
    ]


def known(store: Store, id_: str) -> bool:
    """Whether a payment or a purchase has the id."""
    return bool(
        store.rows(
            "SELECT 1 FROM paid WHERE id = ?1 UNION ALL SELECT 1 FROM bought WHERE id = ?1 LIMIT 1", id_
        )
    )


def frozen(store: Store) -> list[FreezeRow]:
    """Every freeze, by first day."""
    rows = store.rows("SELECT purchase, first, last, at FROM frozen ORDER BY first, purchase, at")
    return [FreezeRow._make(row) for row in rows]
