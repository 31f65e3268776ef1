from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Instant, Name, Record, Slug, Word
from bookctl.model.plan import PlanKind


class Purchase(Record, frozen=True, kw_only=True):
    """`[[purchase]]` in `payments/<year>/<date>.toml`: what a customer bought ahead. What is left is derived."""

    id: Annotated[str, Meta(description="6 characters, as a booking's")]
    customer: Annotated[str, Meta(description="id of the customer")]
    plan: Annotated[Slug, Meta(description="id of the plan, or what was bought in your own words")]
    at: Annotated[Instant, Meta(description="when, with offset")]
    name: Annotated[Name | None, Meta(description="what messages call it; absent: the plan")] = None
    kind: Annotated[PlanKind, Meta(description="as the plan's")] = "pass"
    sessions: Annotated[
        Annotated[int, Meta(ge=1, le=10_000)] | None,
        Meta(description="how many visits it covers; absent: no limit"),
    ] = None
    value: Annotated[Amount | None, Meta(description="a balance: what it is worth")] = None
    services: Annotated[list[Slug], Meta(description="what it covers; none: every service")] = []
    expires: Annotated[
        date | None,
        Meta(description="the last day on which it holds, freezes aside; absent: it never runs out"),
    ] = None
    freeze: Annotated[
        Annotated[int, Meta(ge=0, le=3650)], Meta(description="how many days in all it may be frozen")
    ] = 0
    tier: Annotated[Slug | None, Meta(description="the tier of who holds it")] = None
    price: Annotated[Amount | None, Meta(description="what was paid, in the ledger's currency")] = None
    method: Annotated[Slug | None, Meta(description="how it was paid: cash, card, wechat")] = None
    by: Annotated[Word | None, Meta(description="who sold it")] = None
    voided: Annotated[Instant | None, Meta(description="when what was left of it was taken back")] = None
    refunded: Annotated[Amount | None, Meta(description="what was given back for it then")] = None


class Freeze(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"start": "from", "end": "to"}
):
    """`[[freeze]]` in `payments/<year>/<date>.toml`: days on which a purchase covers nothing and does not run out."""

    purchase: Annotated[str, Meta(description="id of the purchase")]
    start: Annotated[date, Meta(description="the first frozen day")]
    end: Annotated[date, Meta(description="the last frozen day, included")]
    at: Annotated[Instant, Meta(description="when it was entered, with offset")]
    reason: Annotated[Word | None, Meta(description="why, in words; never personal data")] = None
    by: Annotated[Word | None, Meta(description="who entered it")] = None
