"""Taking up again what lapsed: it gave its time away, so everything is asked anew."""

from typing import Any

from bookctl.actions import standing
from bookctl.actions.agree import booking_of
from bookctl.actions.desk import Desk
from bookctl.actions.join import taken_seats
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import as_booked, judge, place
from bookctl.actions.quoting import Party, quoted
from bookctl.actions.rejudge import recovered
from bookctl.engine import seats
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import Row
from bookctl.model.money import to_minor


def taken_up(desk: Desk, row: Row, gate: Gate) -> dict[str, Any]:
    """The keys to set: who pays from now on. Refused where its time, its resources, its seat or its customer are not free
    any more, a cap is reached or its coupon used up.
    """
    customer = desk.customer(row.customer or "")
    tier = standing.tier(desk, customer)
    wish = as_booked(desk, row, desk.record(row), tier)._replace(start=row.start)
    if row.session:
        session = desk.row(row.session)
        taken = [count for _, count in taken_seats(desk, session.id)]
        gate.judge(seats.join(session.seats, taken, row.seats))
    else:
        held = tuple(dict.fromkeys(resource for resource, *_ in row.uses))
        gate.overridden += place(desk, wish._replace(asked=held, force=gate.force is not None)).overridden
    what = Taken(row.service, row.start, row.end)
    judge(desk, gate, customer, wish, what)
    item = booking_of(desk, row)
    party = Party(customer, tier, what, wish.addons, row.seats, row.id)
    offered = quoted(desk, party, item.coupon)
    gate.judge(offered if isinstance(offered, Refusal) else None)
    return recovered(
        desk, item, party, None if item.price is None else to_minor(item.price, desk.settings.currency)
    )
