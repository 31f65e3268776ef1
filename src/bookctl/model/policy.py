"""The rules a practice sets for its bookings: per ledger, per service and per tier of customers."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Count, Grid, Slug

Overlap = Literal["refuse", "warn", "allow"]
Deadline = Annotated[str, Meta(pattern=r"^(0m|[1-9][0-9]{0,4}(m|h|d))$")]
Percent = Annotated[str, Meta(pattern=r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)%$")]
Share = Amount | Percent
"""An amount in the ledger's currency, or a part of the booking's price."""


class Cap(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """At most so many bookings, or so many minutes, in a calendar day, week or month of the ledger's zone, inclusive."""

    every: Annotated[Literal["day", "week", "month"], Meta(description="what is counted over")]
    per: Annotated[
        Literal["customer", "resource"],
        Meta(description="whose bookings: the customer's, or those of each resource it would take"),
    ] = "customer"
    bookings: Annotated[Count | None, Meta(description="how many bookings at most")] = None
    minutes: Annotated[
        Annotated[int, Meta(ge=1, le=525_600)] | None, Meta(description="how many minutes at most")
    ] = None


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rules for bookings. A tier's table overrides the service's, that the ledger's, key by key."""

    notice: Annotated[
        Annotated[int, Meta(ge=0, le=525_600)] | None,
        Meta(description="minutes of elapsed time between booking and start; inclusive"),
    ] = None
    horizon: Annotated[
        Annotated[int, Meta(ge=0, le=3650)] | None,
        Meta(description="calendar days ahead that can be booked, the last one included"),
    ] = None
    step: Annotated[
        Annotated[int, Meta(ge=1, le=1440)] | None, Meta(description="minutes between offered starts")
    ] = None
    grid: Annotated[
        Grid | None,
        Meta(
            description="what starts are counted from: the opening `window`, the `clock`'s midnight, or each free `gap`"
        ),
    ] = None
    customer_overlap: Annotated[
        Overlap | None, Meta(description="when a customer would be in two bookings at once")
    ] = None
    padding_inside: Annotated[
        bool | None,
        Meta(description="true: padding too must lie within open hours; false: only the work itself"),
    ] = None
    hold: Annotated[
        Annotated[int, Meta(ge=1, le=43_200)] | None,
        Meta(description="minutes until a hold expires by itself"),
    ] = None
    cancel: Annotated[
        Deadline | None,
        Meta(
            description="how long before the start it may still be cancelled in time: `24h` is elapsed time, `1d` the same time of an earlier day; inclusive"
        ),
    ] = None
    move: Annotated[
        Deadline | None, Meta(description="as `cancel`, for moves; after it only `--force` moves")
    ] = None
    late_fee: Annotated[
        Share | None,
        Meta(
            description="owed where it is cancelled after `cancel`: an amount, or a part of the price as in `50%`"
        ),
    ] = None
    no_show_fee: Annotated[Share | None, Meta(description="owed where the customer never came")] = None
    deposit: Annotated[
        Share | None, Meta(description="due before it is confirmed; until then it is held, see `hold`")
    ] = None
    cap: Annotated[list[Cap] | None, Meta(description="how much may be booked, see Cap")] = None
    tiers: Annotated[list[Slug] | None, Meta(description="only for customers of one of these tiers")] = None
    tags: Annotated[list[Slug] | None, Meta(description="only for customers with one of these tags")] = None


DEFAULTS = Policy(
    notice=0, horizon=365, step=15, grid="window", customer_overlap="refuse", padding_inside=False, hold=30
)


def effective(*layers: Policy) -> Policy:
    """The rules in force: for each key the first layer that sets it, then the default."""
    order = (*layers, DEFAULTS)
    return Policy(
        **{
            key: next((value for layer in order if (value := getattr(layer, key)) is not None), None)
            for key in Policy.__struct_fields__
        }
    )
