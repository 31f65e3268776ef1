"""What purchases pay for, where files change as text: nothing ever negative, nobody pays with what is not there."""

from collections.abc import Iterable

from bookctl.actions.cover import held_by, parts_of
from bookctl.actions.desk import Desk
from bookctl.actions.problems import Refused
from bookctl.ledger.layout import journal_of
from bookctl.ledger.load import record_from
from bookctl.ledger.transaction import FileChange
from bookctl.model.booking import Booking, Session
from bookctl.model.counted import counted
from bookctl.model.payment import PaymentPage


def prove_money(desk: Desk, changes: Iterable[FileChange], changed: Iterable[Booking | Session]) -> None:
    """Refused where a purchase would go that bookings rely on, or would pay for more than it is worth."""
    for change in changes:
        for id_, customer in _bought(change.path, change.old) - _bought(change.path, change.new):
            _unused(desk, id_, customer)
    customers = {item.customer for item in changed if isinstance(item, Booking) and item.cover}
    for customer in sorted(customers):
        for one in held_by(desk, customer):
            if one.overdrawn:
                raise Refused(
                    f"{one.sold.id} would pay for more than is left of it",
                    help=f"bookctl plan sold {customer} --all",
                )


def _bought(path: str, data: bytes | None) -> set[tuple[str, str]]:
    """Purchases that hold on a page of payments, each with its customer."""
    where = journal_of(path)
    if data is None or where is None or where[0] != "payment":
        return set()
    page, _ = record_from("payment", path, data)
    found = page.purchase if isinstance(page, PaymentPage) else ()
    return {(one.id, one.customer) for one in found if one.voided is None}


def _unused(desk: Desk, id_: str, customer: str) -> None:
    rows = [desk.rows.current(row) for row in desk.index.customer_rows(customer)]
    currency = desk.settings.currency
    using = [row for row in rows if any(part.purchase == id_ for part in parts_of(row, desk.now, currency))]
    if using:
        lines = [f"{row.id}  {desk.local(row.start):%a %d %b %Y %H:%M}  {row.service}" for row in using]
        raise Refused(
            f"{id_} pays for {counted(len(using), 'booking')}", lines=lines, help="cancel or undo them first"
        )
