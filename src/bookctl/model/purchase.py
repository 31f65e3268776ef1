from datetime import date
from typing import Annotated

from msgspec import Meta

from bookctl.model.fields import Amount, Instant, Name, Record, Slug, Word


class Purchase(Record, frozen=True, kw_only=True):
    """`[[purchase]]` in `payments/<year>/<date>.toml`: what a customer bought ahead."""

    id: Annotated[str, Meta(description="6 characters, as a booking's")]
    customer: Annotated[str, Meta(description="id of the customer")]
    plan: Annotated[Slug, Meta(description="what was bought, in your own words")]
    at: Annotated[Instant, Meta(description="when, with offset")]
    name: Annotated[Name | None, Meta(description="what messages call it; absent: the plan")] = None
    sessions: Annotated[
        Annotated[int, Meta(ge=1, le=10_000)] | None,
        Meta(description="how many visits it covers; absent: no limit"),
    ] = None
    expires: Annotated[
        date | None, Meta(description="the last day on which it holds; absent: it never runs out")
    ] = None
    price: Annotated[Amount | None, Meta(description="what was paid, in the ledger's currency")] = None
    by: Annotated[Word | None, Meta(description="who sold it")] = None
