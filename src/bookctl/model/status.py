"""What a booking's status means for time. Plain values, so that the quick commands can load them."""

from datetime import datetime
from typing import NamedTuple

OCCUPYING = frozenset({"requested", "held", "confirmed", "arrived", "completed"})


class Held(NamedTuple):
    """A resource in use: instants, half-open, padding included; `owner` is the booking's or session's id."""

    resource: str
    start: int
    end: int
    units: int
    owner: str


def occupies(status: str, until: datetime | None, now: int) -> bool:
    """Whether a record of that status takes up time; a hold does until it expires."""
    if status == "held" and until is not None:
        return until.timestamp() > now
    return status in OCCUPYING
