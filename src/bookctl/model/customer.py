from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Instant, Name, Record, Slug, Text, Word


class Note(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A remark on a customer or one of their bookings."""

    at: Annotated[Instant, Meta(description="when it was written, with offset")]
    text: Annotated[Text, Meta(description="the remark")]
    booking: Annotated[str | None, Meta(description="id of the booking it is about")] = None
    by: Annotated[Word | None, Meta(description="who wrote it")] = None


class Answer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was answered to a service's question for one booking; the last one counts."""

    booking: Annotated[str, Meta(description="id of the booking")]
    question: Annotated[Slug, Meta(description="id of the service's question")]
    value: Annotated[
        bool | int | float | Text,
        Meta(description="the answer, of the question's type; a date as text, as in `2026-11-27`"),
    ]
    at: Annotated[Instant, Meta(description="when it was given, with offset")]
    by: Annotated[Word | None, Meta(description="who wrote it down")] = None


class Alert(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What whoever works with the person must know before they do."""

    text: Annotated[Name, Meta(description="in one line, as it is shown")]
    kind: Annotated[
        Literal["allergy", "contraindication", "health", "access", "other"],
        Meta(description="what it is about"),
    ] = "other"
    since: Annotated[date | None, Meta(description="when it was noted")] = None

    @property
    def told(self) -> str:
        return self.text if self.kind == "other" else f"{self.kind}: {self.text}"


class Relation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the person belongs to another customer."""

    to: Annotated[Slug, Meta(description="id of the other customer")]
    kind: Annotated[Word, Meta(description="parent, child, partner, friend, employer, in your own words")]


class Customer(Record, frozen=True, kw_only=True):
    """`customers/<id>.toml`: all personal data, and nowhere else. The id says nothing about the person."""

    name: Annotated[Name, Meta(description="free text in any script")]
    phone: Annotated[
        Annotated[str, Meta(max_length=40)] | None, Meta(description="digits, spaces and + - ( )")
    ] = None
    email: Annotated[Annotated[str, Meta(max_length=254)] | None, Meta(description="one address")] = None
    language: Annotated[Literal["en", "zh"] | None, Meta(description="absent: the ledger's locale")] = None
    birthday: Annotated[date | None, Meta(description="for greetings")] = None
    consent: Annotated[
        list[Literal["marketing"]],
        Meta(description="what they agreed to; messages that advertise need `marketing`"),
    ] = []
    optout: Annotated[
        list[Slug], Meta(description="names of channels on which they want no messages; `all`: on none")
    ] = []
    tags: Annotated[list[Slug], Meta(description="your own words, for searches and rules")] = []
    alert: Annotated[
        list[Alert], Meta(description="shown whenever the person is booked, shown or arrives, see Alert")
    ] = []
    health: Annotated[Text | None, Meta(description="what else of their health matters")] = None
    preferences: Annotated[Text | None, Meta(description="how they like it")] = None
    address: Annotated[Name | None, Meta(description="where they live")] = None
    referrer: Annotated[Slug | None, Meta(description="id of the customer who sent them")] = None
    relation: Annotated[list[Relation], Meta(description="other customers they belong to, see Relation")] = []
    source: Annotated[Word | None, Meta(description="how they found the practice")] = None
    prefers: Annotated[list[Slug], Meta(description="ids of the resources they usually want")] = []
    created: Annotated[date | None, Meta(description="when the record was made")] = None
    note: Annotated[list[Note], Meta(description="remarks, see Note")] = []
    answer: Annotated[list[Answer], Meta(description="answers to services' questions, see Answer")] = []
    retired: Annotated[date | None, Meta(description="from this day on not offered when typing names")] = None
    forgotten: Annotated[
        date | None,
        Meta(
            description="the day on which all else about the person was erased; bookings and money keep the id"
        ),
    ] = None
