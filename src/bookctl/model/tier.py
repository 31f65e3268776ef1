from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Count, Name, Slug
from bookctl.model.policy import Percent, Policy


class Tier(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[tier]]` in `bookctl.toml`, the lowest first: customers who have earned, or were given, other terms.

    A customer is in the highest tier of which any one condition holds.
    """

    id: Annotated[Slug, Meta(description="as policies, approvals and prices name it")]
    name: Annotated[Name | None, Meta(description="as a person would say it")] = None
    tag: Annotated[Slug | None, Meta(description="given by hand: customers with this tag")] = None
    visits: Annotated[Count | None, Meta(description="earned: so many completed visits, ever")] = None
    spend: Annotated[
        Amount | None, Meta(description="earned: visits worth so much within the last 365 days")
    ] = None
    discount: Annotated[Percent | None, Meta(description="off every price, as in `10%`")] = None
    policy: Annotated[Policy, Meta(description="other rules for them, see Policy")] = Policy()
