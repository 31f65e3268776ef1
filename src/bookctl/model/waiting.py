from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Instant, Record, Slug, Text, Word


class Wait(Record, frozen=True, kw_only=True, gc=False, rename={"start": "from", "end": "to"}):
    """`[[wait]]` in `waiting/<year>/<date>.toml`, the day it was asked: somebody who would like a time that is taken.

    Whether they have been offered one is told by the bookings that name it.
    """

    id: Annotated[str, Meta(description="6 characters, as a booking's")]
    at: Annotated[Instant, Meta(description="when they asked, with offset")]
    customer: Annotated[str, Meta(description="id of the customer")]
    service: Annotated[Slug, Meta(description="id of the service")]
    session: Annotated[str | None, Meta(description="id of the one session they want a seat in")] = None
    start: Annotated[date, Meta(description="the first day that would do")]
    end: Annotated[date, Meta(description="the last day that would do, included")]
    hours: Annotated[
        list[str], Meta(description="only starts within these hours of the week, as in `mon-fri 17:00-20:00`")
    ] = []
    asked: Annotated[list[Slug], Meta(description="ids of the resources it must have")] = []
    seats: Annotated[int, Meta(ge=1, le=10_000, description="how many seats of a class")] = 1
    by: Annotated[Word | None, Meta(description="who entered it")] = None
    dropped: Annotated[Instant | None, Meta(description="when they stopped waiting, with offset")] = None
    reason: Annotated[Text | None, Meta(description="why they stopped; never personal data")] = None


class WaitPage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`waiting/<year>/<date>.toml`: who began to wait on one local day."""

    wait: Annotated[list[Wait], Meta(description="in the order in which they asked")] = []


class Waitlist(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[waitlist]` in `bookctl.toml`: how freed time is given to who waits for it."""

    order: Annotated[
        str,
        Meta(
            pattern="^(first|fit)$",
            description="`first` come, first served; `fit`: who fills the freed time best, then the first",
        ),
    ] = "first"
    offer: Annotated[int, Meta(ge=1, le=43_200, description="minutes for which an offer holds the time")] = (
        120
    )
    notice: Annotated[
        int, Meta(ge=0, le=43_200, description="no offers for what begins within so many minutes")
    ] = 60
