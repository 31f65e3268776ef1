"""What an end that came too late costs: by the terms under which the booking was made."""

from bookctl.actions.amounts import decimal
from bookctl.actions.desk import Desk
from bookctl.actions.requests import Cancel, Mark
from bookctl.engine.policy import is_late
from bookctl.engine.pricing import share_of
from bookctl.ledger.index import Row
from bookctl.model.booking import Booking, Terms
from bookctl.model.money import to_minor
from bookctl.model.policy import Share

AGREED = frozenset({"confirmed", "arrived"})  # nothing is owed for what was never agreed to


def ending(desk: Desk, row: Row, target: str, request: Mark | Cancel) -> dict[str, object]:
    """The keys to set besides the status; none where it was in time, or whoever ends it waives the fee by force."""
    if row.kind != "booking" or row.status not in AGREED or request.force is not None:
        return {}
    item = desk.record(row)
    if not isinstance(item, Booking):
        return {}
    terms = item.terms or Terms()
    if target == "no-show":
        return _fee(desk, item, terms.no_show_fee)
    if target == "cancelled" and is_late(row.start, terms.cancel, desk.now, desk.zone):
        return {"late": True, **_fee(desk, item, terms.late_fee)}
    return {}


def _fee(desk: Desk, item: Booking, share: Share | None) -> dict[str, object]:
    """Of the whole price, whoever pays it; what was covered is used up besides."""
    currency = desk.settings.currency
    price = 0 if item.price is None else to_minor(item.price, currency)
    covered = sum(to_minor(part.amount, currency) for part in item.cover)
    minor = share_of(share, price, currency)
    if isinstance(share, str):
        minor = max(0, minor - covered)
    return {"fee": decimal(minor, currency)} if minor else {}
