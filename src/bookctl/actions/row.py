"""A record as the index would show it. Apart from the overlay, which those who only ask load without the records."""

from bookctl.ledger.index import Row
from bookctl.ledger.index.extra import extra_of
from bookctl.model.booking import Booking, Session, held_by, sequence, span_of
from bookctl.model.status import Held


def row_of(
    item: Booking | Session, page: str, span: tuple[int, int] | None = None, held: list[Held] | None = None
) -> Row:
    """The record as the index would show it; its instants and what it holds where they are known already."""
    start, end = span or span_of(item)
    booking = item if type(item) is Booking else None
    return Row(  # by position: the names would cost more than all else here
        item.id,
        "booking" if booking else "session",
        page,
        start,
        end,
        item.status,
        item.service,
        booking.customer if booking else None,
        booking.session if booking else None,
        item.seats,
        booking.price if booking else None,
        item.zone,
        int(booking.until.timestamp()) if booking and booking.until else None,
        tuple([use[:4] for use in (held_by(item, (start, end)) if held is None else held)]),
        booking.source if booking else None,
        int(item.history[0].at.timestamp()) if item.history else None,
        booking.minutes if booking else None,
        int(item.history[-1].at.timestamp()) if item.history else None,
        sequence(item),
        extra_of(item),
    )
