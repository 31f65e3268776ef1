"""What can be asked of the book, by the command line and by `apply` alike.

A start is ISO 8601, `2026-11-27T10:00` or with seconds and offset; without an offset it is wall-clock time
in the ledger's zone.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Seats = Annotated[int, Meta(ge=1, le=10_000)]
NewStatus = Literal["requested", "held", "confirmed"]


class Request(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="action"):
    """`own`: the customer does it themself, so that no rule can be overridden."""

    by: str | None = None
    own: bool = False
    force: Annotated[str, Meta(pattern=r"\S")] | None = None


class Book(Request, frozen=True, kw_only=True, tag="book"):
    """A new booking; of a class, a seat in the session that starts then.

    `cover` is the id of the purchase that is to pay for it, or `none`; absent: the best one. `answers` are those to the
    service's questions, by id. `session` says which one is meant where several begin at once. `series` and `wait` say what it came from.
    """

    customer: str
    service: str
    start: str
    resources: list[str] = []
    addons: list[str] = []
    seats: Seats = 1
    minutes: int | None = None
    status: NewStatus = "confirmed"
    price: str | float | None = None
    coupon: str | None = None
    cover: str | None = None
    project: str | None = None
    answers: dict[str, str] = {}
    source: str | None = None
    request: str | None = None
    session: str | None = None
    series: str | None = None
    wait: str | None = None
    hold: Annotated[int, Meta(ge=1, le=43_200)] | None = None


class Move(Request, frozen=True, kw_only=True, tag="move"):
    booking: str
    start: str
    resources: list[str] = []


class Cancel(Request, frozen=True, kw_only=True, tag="cancel"):
    booking: str
    reason: str | None = None


class Mark(Request, frozen=True, kw_only=True, tag="mark"):
    """A step in a booking's life: arrived, done, no-show, confirm, decline."""

    booking: str
    to: str
    minutes: int | None = None
    reason: str | None = None


class Note(Request, frozen=True, kw_only=True, tag="note"):
    """A remark on a booking's customer, or a customer."""

    about: str
    text: str


class Pay(Request, frozen=True, kw_only=True, tag="pay"):
    """Money that changed hands, for a booking or on a customer's account; `amount` as a person writes it."""

    about: str
    amount: str
    kind: Literal["payment", "deposit", "refund", "tip"] = "payment"
    method: str = "cash"
    reason: str | None = None


class Rate(Request, frozen=True, kw_only=True, tag="rate"):
    """What the customer says of a visit; `text` is kept with the customer."""

    booking: str
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    recommend: Annotated[int, Meta(ge=0, le=10)] | None = None
    text: str | None = None


class OpenSession(Request, frozen=True, kw_only=True, tag="session"):
    """A class on a date."""

    service: str
    start: str
    resources: list[str] = []
    seats: Seats | None = None
    min_seats: int | None = None
    series: str | None = None


AnyRequest = Book | Move | Cancel | Mark | Note | Pay | Rate | OpenSession
