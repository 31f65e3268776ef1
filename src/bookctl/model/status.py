"""What a booking's status means for time. Plain values, so that the quick commands can load them."""

from datetime import datetime
from typing import NamedTuple

EXPIRING = frozenset({"requested", "held"})  # until the instant they give their time free by themselves
OCCUPYING = frozenset({"requested", "held", "confirmed", "arrived", "completed"})


class Held(NamedTuple):
    """A resource in use: instants, half-open, padding included; `owner` is the booking's or session's id."""

    resource: str
    start: int
    end: int
    units: int
    owner: str


def occupies(status: str, until: datetime | None, now: int) -> bool:
    """Whether a record of that status takes up time; a hold or a request does until it expires."""
    if until is not None and status in EXPIRING:
        return until.timestamp() > now
    return status in OCCUPYING
