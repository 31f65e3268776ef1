"""Minutes that a price rule gives on top: they come with the time that earns them, and go with it."""

from bookctl.actions.desk import Desk
from bookctl.actions.placing import place, placed
from bookctl.actions.quoting import Party, quoted
from bookctl.engine.policy import Taken
from bookctl.engine.pricing import Quote
from bookctl.engine.wish import Placement, Wish
from bookctl.ledger.index import Row
from bookctl.model.booking import Booking
from bookctl.model.time import MINUTE


def place_with(desk: Desk, wish: Wish, extra: int) -> Placement:
    """Where it goes with so many minutes on top, without them where that is not free; Refused as `place`."""
    if extra:
        longer = wish._replace(minutes=_usual(desk, wish) + extra)
        found = placed(desk, longer._replace(force=False))
        if isinstance(found, Placement):
            return found
        desk.warnings.append(f"the {extra} min on top are not free: booked without them")
    return place(desk, wish)


def place_moved(desk: Desk, wish: Wish, row: Row, item: Booking) -> Placement:
    """Where a booking goes that moves: a length that the rules gave is what they give there, one that was agreed on stays."""
    if not desk.settings.price or wish.start is None:
        return place(desk, wish)
    was, becomes = (_extra(desk, wish, item, at) for at in (row.start, wish.start))
    if was is None or becomes is None or (row.end - row.start) // MINUTE != _usual(desk, wish) + was:
        return place(desk, wish)
    return place_with(desk, wish._replace(minutes=None) if was else wish, becomes)


def _extra(desk: Desk, wish: Wish, item: Booking, start: int) -> int | None:
    """The minutes that the rules give at a start; None where they give no price."""
    customer = desk.customer(item.customer)
    party = Party(customer, wish.tier, Taken(item.service, start, start), wish.addons, item.seats, item.id)
    offered = quoted(desk, party, item.coupon)
    return offered.minutes if isinstance(offered, Quote) else None


def _usual(desk: Desk, wish: Wish) -> int:
    return sum(desk.catalogue.services[id_].length for id_ in (wish.service, *wish.addons))
