from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Count, Name, Slug

Change = Annotated[str, Meta(pattern=r"^[+-][0-9]{1,9}(\.[0-9]{1,4})?%?$")]


class Price(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"start": "from", "end": "to"}
):
    """`[[price]]` in `bookctl.toml`: what changes a price. All conditions given must hold; they apply in order."""

    id: Annotated[Slug, Meta(description="as the lines of a booking name it")]
    name: Annotated[Name | None, Meta(description="as a bill says it")] = None
    change: Annotated[
        Change | None,
        Meta(description="`-20%` or `+20%` of the price so far, `-50` or `+50` in the ledger's currency"),
    ] = None
    minutes: Annotated[
        Annotated[int, Meta(ge=1, le=1440)] | None,
        Meta(description="so much more time for the same price, where the service has one step"),
    ] = None
    service: Annotated[list[Slug], Meta(description="only these services")] = []
    category: Annotated[
        list[Name], Meta(description="only services with one of these in their category")
    ] = []
    tier: Annotated[list[Slug], Meta(description="only customers of these tiers")] = []
    hours: Annotated[
        list[str],
        Meta(description="only starts within these hours of the week, as in `mon-fri 10:00-15:00`"),
    ] = []
    start: Annotated[date | None, Meta(description="only starts from this day on")] = None
    end: Annotated[date | None, Meta(description="only starts up to this day, included")] = None
    coupon: Annotated[Slug | None, Meta(description="only with this code, in lower case")] = None
    uses: Annotated[Count | None, Meta(description="how many bookings may have it in all")] = None
    each: Annotated[Count | None, Meta(description="how many bookings of one customer may have it")] = None
