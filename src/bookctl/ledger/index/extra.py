"""What few bookings and sessions have, as plain values for the index."""

from typing import Any

from bookctl.ledger.index.rows import PLAIN, Extra
from bookctl.model.booking import Booking, Session


def extra_of(one: Booking | Session) -> tuple[Any, ...] | None:
    """None, which takes no room, where there is nothing."""
    made = _booking(one) if isinstance(one, Booking) else _session(one)
    return None if made is None or made == PLAIN else tuple(made)


def _booking(one: Booking) -> Extra | None:
    if not (
        one.cover or one.lines or one.late or one.fee or one.deposit or one.approvals
        or one.series or one.wait or one.project or one.coupon
    ):  # fmt: skip
        return None
    return Extra(
        tuple([(part.purchase, part.sessions, float(part.amount)) for part in one.cover]),
        one.late,
        None if one.fee is None else float(one.fee),
        None if one.deposit is None else float(one.deposit),
        one.series,
        one.wait,
        one.project,
        one.coupon,
        tuple([line.of for line in one.lines]),
        tuple(one.approvals),
    )


def _session(one: Session) -> Extra:
    decide = None if one.decide is None else int(one.decide.timestamp())
    return Extra(series=one.series, decide=decide, min_seats=one.min_seats)
