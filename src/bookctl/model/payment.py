from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Instant, Record, Slug, Text, Word
from bookctl.model.purchase import Freeze, Purchase

PaymentKind = Literal["payment", "deposit", "refund", "tip"]


class Payment(Record, frozen=True, kw_only=True, gc=False):
    """`[[payment]]`: money that changed hands. Entries are only ever added; a wrong one is refunded."""

    id: Annotated[str, Meta(description="6 characters, as a booking's")]
    at: Annotated[Instant, Meta(description="when, with offset")]
    kind: Annotated[
        PaymentKind,
        Meta(
            description="`payment`; `deposit` ahead; `refund` back to the customer; `tip`, which pays for nothing"
        ),
    ] = "payment"
    amount: Annotated[Amount, Meta(description="how much, in the ledger's currency; never negative")]
    method: Annotated[Slug, Meta(description="how: cash, card, wechat, in your own words")] = "cash"
    booking: Annotated[
        str | None, Meta(description="id of the booking it is for; absent: on the customer's account")
    ] = None
    customer: Annotated[str, Meta(description="id of the customer who paid")]
    reason: Annotated[Text | None, Meta(description="why, in words; never personal data")] = None
    by: Annotated[Word | None, Meta(description="who took it")] = None


class PaymentPage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`payments/<year>/<date>.toml`: the money of one local day."""

    payment: Annotated[list[Payment], Meta(description="in the order in which they were recorded")] = []
    purchase: Annotated[list[Purchase], Meta(description="in the order in which they were recorded")] = []
    freeze: Annotated[list[Freeze], Meta(description="in the order in which they were recorded")] = []
