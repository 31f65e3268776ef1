from datetime import date
from typing import Annotated

from msgspec import Meta

from bookctl.model.fields import Minutes, Record, Slug, Text


class Series(Record, frozen=True, kw_only=True):
    """`series/<id>.toml`: the same again and again, wall-clock. Its bookings or sessions stand on their own pages."""

    service: Annotated[Slug, Meta(description="id of the service; a class: the dates are sessions")]
    customer: Annotated[str | None, Meta(description="id of the customer; absent for a class")] = None
    start: Annotated[
        str,
        Meta(
            pattern="^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$",
            description="the first date and its time, wall-clock in the ledger's zone",
        ),
    ]
    rule: Annotated[Text, Meta(description="RRULE of RFC 5545, section 3.3.10, as in `FREQ=WEEKLY;BYDAY=TU`")]
    asked: Annotated[list[Slug], Meta(description="ids of the resources it must have")] = []
    addons: Annotated[list[Slug], Meta(description="ids of the add-ons")] = []
    minutes: Annotated[Minutes | None, Meta(description="another length than the service's")] = None
    seats: Annotated[int | None, Meta(description="a class: another number of seats")] = None
    project: Annotated[Slug | None, Meta(description="what its bookings are billed under")] = None
    coupon: Annotated[Slug | None, Meta(description="the coupon that its bookings are made with")] = None
    paid_by: Annotated[
        Slug | None,
        Meta(
            description="id of the purchase that must pay for each date, or `none`; absent: the best there is"
        ),
    ] = None
    until: Annotated[date | None, Meta(description="the last day up to which it was booked")] = None
    stopped: Annotated[date | None, Meta(description="from this day on it takes place no more")] = None
