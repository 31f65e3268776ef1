from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Instant, Minutes, Record, Shift, Slug, Text, Word
from bookctl.model.policy import Deadline, Share
from bookctl.model.status import Held

Status = Literal["requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show"]
SessionStatus = Literal["confirmed", "completed", "cancelled"]


class Use(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    gc=False,
    rename={"start": "from", "end": "to"},
):
    """One resource over an explicit stretch, padding included. A bare id is the whole booking, one unit."""

    resource: Annotated[str, Meta(description="id of the resource")]
    start: Annotated[
        int, Meta(ge=-43_200, le=43_200, description="minutes after the booking's start; negative: before")
    ] = 0
    end: Annotated[Shift | None, Meta(description="minutes after the booking's start; absent: its end")] = (
        None
    )
    units: Annotated[int, Meta(ge=1, le=10_000, description="how much of the capacity")] = 1


class Event(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False, rename={"moved": "from"}
):
    """One change in a booking's life. Entries are only ever added."""

    at: Annotated[Instant, Meta(description="when, with offset")]
    status: Annotated[Status | None, Meta(description="the status from then on")] = None
    moved: Annotated[Instant | None, Meta(description="the start before a move")] = None
    by: Annotated[Word | None, Meta(description="who: a resource's id, a user, `portal`, `import`")] = None
    reason: Annotated[Text | None, Meta(description="why, in words; never personal data")] = None
    forced: Annotated[Text | None, Meta(description="the rule that was overridden with --force")] = None
    approved: Annotated[Slug | None, Meta(description="id of the approval that was given")] = None


class Line(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """One line of what made a booking's price."""

    of: Annotated[Slug, Meta(description="id of the service, add-on, price or tier")]
    amount: Annotated[Amount, Meta(description="in the ledger's currency; negative: off the price")]


class Cover(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What a purchase pays of a booking: visits of a pass, an amount of a balance, or all by a membership."""

    purchase: Annotated[str, Meta(description="id of the purchase")]
    sessions: Annotated[int, Meta(ge=0, le=10_000, description="visits it takes from a pass")] = 0
    amount: Annotated[Amount, Meta(description="how much of the price it pays, in the ledger's currency")] = 0


class Terms(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """The policy as it was when the booking was made: a later change of the rules does not touch it."""

    cancel: Annotated[Deadline | None, Meta(description="as in Policy")] = None
    move: Annotated[Deadline | None, Meta(description="as in Policy")] = None
    late_fee: Annotated[Share | None, Meta(description="as in Policy")] = None
    no_show_fee: Annotated[Share | None, Meta(description="as in Policy")] = None


class Booking(Record, frozen=True, kw_only=True, gc=False):
    """`[[booking]]`: one appointment, exactly as it occupies its resources."""

    id: Annotated[str, Meta(description="6 characters of 2-9 and a-z without i l o")]
    service: Annotated[str, Meta(description="id of the service")]
    customer: Annotated[str, Meta(description="id of the customer")]
    start: Annotated[Instant, Meta(description="with offset, to the second")]
    end: Annotated[Instant, Meta(description="with offset, after start; not included")]
    zone: Annotated[str | None, Meta(description="IANA zone it is spoken of in; absent: the ledger's")] = None
    uses: Annotated[
        list[str | Use], Meta(max_length=100, description="what it holds, ids or Use tables")
    ] = []
    asked: Annotated[
        list[str], Meta(max_length=100, description="ids of resources the customer asked for")
    ] = []
    addons: Annotated[list[str], Meta(max_length=50, description="ids of the add-ons booked on top")] = []
    session: Annotated[
        str | None, Meta(description="id of the session it is a seat in; then `uses` is empty")
    ] = None
    seats: Annotated[int, Meta(ge=1, le=10_000, description="how many seats of the session")] = 1
    status: Annotated[Status, Meta(description="where it stands in its life")]
    until: Annotated[
        Instant | None, Meta(description="when a hold expires or a request lapses, with offset")
    ] = None
    price: Annotated[Amount | None, Meta(description="agreed price, in the ledger's currency")] = None
    lines: Annotated[list[Line], Meta(max_length=50, description="what made the price, see Line")] = []
    coupon: Annotated[Slug | None, Meta(description="the code that was given")] = None
    cover: Annotated[list[Cover], Meta(max_length=10, description="what purchases pay of it, see Cover")] = []
    deposit: Annotated[Amount | None, Meta(description="due before it is confirmed")] = None
    terms: Annotated[Terms | None, Meta(description="the rules it was booked under, see Terms")] = None
    approvals: Annotated[
        list[Slug], Meta(max_length=20, description="ids of the approvals it needed when it was made")
    ] = []
    late: Annotated[bool, Meta(description="true: cancelled too late, so its cover is used up")] = False
    fee: Annotated[Amount | None, Meta(description="owed for a late cancellation or a no-show")] = None
    series: Annotated[Slug | None, Meta(description="id of the series it belongs to")] = None
    wait: Annotated[str | None, Meta(description="id of the entry of the waiting list it was offered to")] = (
        None
    )
    project: Annotated[Slug | None, Meta(description="what it is billed under, in your own words")] = None
    minutes: Annotated[Minutes | None, Meta(description="minutes it really took, once completed")] = None
    rating: Annotated[
        Annotated[int, Meta(ge=1, le=5)] | None,
        Meta(description="the customer's rating of the visit, 5 is best"),
    ] = None
    recommend: Annotated[
        Annotated[int, Meta(ge=0, le=10)] | None,
        Meta(description="how likely the customer is to recommend the practice, 10 is most likely"),
    ] = None
    source: Annotated[Word | None, Meta(description="where it came from: phone, wechat, portal")] = None
    request: Annotated[Word | None, Meta(description="the request's own id: given twice, booked once")] = None
    attendance: Annotated[
        Literal["accepted", "tentative", "declined"] | None,
        Meta(description="what the customer answered to the invitation"),
    ] = None
    forced: Annotated[Text | None, Meta(description="the reason why a rule was overridden")] = None
    history: Annotated[list[Event], Meta(description="its changes, the oldest first, see Event")] = []


class Session(Record, frozen=True, kw_only=True, gc=False):
    """`[[session]]`: a class on a date. It uses the resources; bookings hold its seats."""

    id: Annotated[str, Meta(description="6 characters, as a booking's")]
    service: Annotated[str, Meta(description="id of the service, a class")]
    start: Annotated[Instant, Meta(description="with offset, to the second")]
    end: Annotated[Instant, Meta(description="with offset, after start; not included")]
    zone: Annotated[str | None, Meta(description="IANA zone it is spoken of in; absent: the ledger's")] = None
    uses: Annotated[
        list[str | Use], Meta(max_length=100, description="what it holds, ids or Use tables")
    ] = []
    asked: Annotated[list[str], Meta(max_length=100, description="ids of resources it must have")] = []
    seats: Annotated[int, Meta(ge=1, le=10_000, description="how many may join")]
    min_seats: Annotated[
        int, Meta(ge=0, le=10_000, description="how many must have joined for it to run")
    ] = 0
    status: Annotated[SessionStatus, Meta(description="where it stands in its life")]
    decide: Annotated[
        Instant | None, Meta(description="when it is decided whether enough have joined, with offset")
    ] = None
    series: Annotated[Slug | None, Meta(description="id of the series it belongs to")] = None
    forced: Annotated[Text | None, Meta(description="the reason why a rule was overridden")] = None
    history: Annotated[list[Event], Meta(description="its changes, the oldest first, see Event")] = []


class Page(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """`bookings/<year>/<date>.toml`: all that starts on one local day of the ledger's zone."""

    session: Annotated[list[Session], Meta(description="in order of start")] = []
    booking: Annotated[list[Booking], Meta(description="in order of start")] = []

    @property
    def records(self) -> list[Booking | Session]:
        """All of them, sessions first."""
        return [*self.session, *self.booking]


def sequence(record: Booking | Session) -> int:
    """How often its time, place or status changed since it was made (RFC 5545, section 3.8.7.4)."""
    return sum([1 for event in record.history[1:] if event.status is not None or event.moved is not None])


def span_of(record: Booking | Session) -> tuple[int, int]:
    """The instants from which and to which it is, half-open."""
    return int(record.start.timestamp()), int(record.end.timestamp())


def held_by(record: Booking | Session, span: tuple[int, int] | None = None) -> list[Held]:
    """What the record occupies by its `uses`, whatever its status; `span` where its instants are known."""
    start, end = span or span_of(record)
    return [
        Held(use, start, end, 1, record.id)
        if isinstance(use, str)
        else Held(
            use.resource,
            start + use.start * 60,
            end if use.end is None else start + use.end * 60,
            use.units,
            record.id,
        )
        for use in record.uses
    ]
