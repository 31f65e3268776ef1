from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from bookctl.model.fields import Amount, Count, Name, Record, Slug, Text

PlanKind = Literal["pass", "balance", "membership"]
Validity = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,3}(d|mo|y)$")]


class Plan(Record, frozen=True, kw_only=True):
    """`plans/<id>.toml`: what a customer can buy ahead. A sale copies its terms, so later changes touch none."""

    name: Annotated[Name, Meta(description="free text in any script")]
    kind: Annotated[
        PlanKind,
        Meta(
            description="`pass`: a number of visits; `balance`: stored value; `membership`: as many visits as they like"
        ),
    ]
    price: Annotated[Amount | None, Meta(description="what it costs, in the ledger's currency")] = None
    sessions: Annotated[Count | None, Meta(description="a pass: how many visits")] = None
    value: Annotated[
        Amount | None, Meta(description="a balance: what it is worth, bonus included; absent: its price")
    ] = None
    services: Annotated[list[Slug], Meta(description="what it covers; none: every service")] = []
    valid: Annotated[
        Validity | None, Meta(description="how long: `90d`, `6mo`, `1y`; absent: it never runs out")
    ] = None
    freeze: Annotated[
        Annotated[int, Meta(ge=0, le=3650)],
        Meta(description="how many days in all it may be frozen; its end moves as far"),
    ] = 0
    tier: Annotated[Slug | None, Meta(description="the tier of those who hold it")] = None
    description: Annotated[Text | None, Meta(description="for the customer")] = None
    retired: Annotated[date | None, Meta(description="from this day on it is not sold any more")] = None


def lacking(plan: Plan) -> str | None:
    """What a plan needs to be sold, and has not."""
    if plan.kind == "pass" and plan.sessions is None:
        return "a pass needs sessions: how many visits it is good for"
    if plan.kind == "balance" and plan.price is None and plan.value is None:
        return "a balance needs a price, or a value: what it is worth"
    return None
