from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Length, Name, Slug, Word


class Approval(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[approval]]` in `bookctl.toml`: which bookings somebody must agree to first. All conditions given must hold."""

    id: Annotated[Slug, Meta(description="as bookings and their histories name it")]
    name: Annotated[Name | None, Meta(description="why, as a person would say it")] = None
    price_above: Annotated[Amount | None, Meta(description="only bookings that cost more than this")] = None
    first_visit: Annotated[bool, Meta(description="true: only customers who never came before")] = False
    service: Annotated[list[Slug], Meta(description="only these services")] = []
    tier: Annotated[list[Slug], Meta(description="only customers of these tiers")] = []
    source: Annotated[list[Word], Meta(description="only bookings that came from there, as in `portal`")] = []
    approvers: Annotated[
        list[Word], Meta(description="who may agree: ids of resources, or names as `--by` gives them")
    ] = []
    qualified: Annotated[
        bool, Meta(description="true: any person with a skill the service asks for may agree")
    ] = False
    mode: Annotated[Literal["any", "all"], Meta(description="one of the approvers, or every one")] = "any"
    within: Annotated[
        Length | None, Meta(description="how long they have, elapsed: 30m, 48h, 2d; then `escalate` may too")
    ] = None
    escalate: Annotated[list[Word], Meta(description="who else may agree once `within` has passed")] = []
    lapse: Annotated[
        Length | None, Meta(description="the request gives its time free after so long; absent: it waits")
    ] = None
