from datetime import date
from typing import Annotated, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from bookctl.model.fields import Minutes, Moment, Name, Record, Slug
from bookctl.model.hours import Window, parse_hours
from bookctl.model.time import zone_of


class Stretch(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"start": "from", "end": "to"}
):
    """A stretch of time away or exceptionally open, in the resource's zone."""

    start: Annotated[Moment, Meta(description="first day, or local date-time")]
    end: Annotated[
        Moment | None,
        Meta(description="last day, included, or local date-time, not included; absent: the one day"),
    ] = None
    reason: Annotated[Name | None, Meta(description="why, as a person would say it")] = None


class Span(NamedTuple):
    """Busy in another calendar: instants, half-open; `file` is where that stands."""

    start: int
    end: int
    file: str


class Resource(Record, frozen=True, kw_only=True):
    """`resources/<id>.toml`: a person, room or device that can be occupied."""

    name: Annotated[Name, Meta(description="free text in any script")]
    kind: Annotated[
        Slug,
        Meta(
            description="what needs ask for: staff, room, device, bay; `staff`, `coach`, `mechanic` and the like are people"
        ),
    ]
    skills: Annotated[list[Slug], Meta(description="what needs ask for besides the kind")] = []
    capacity: Annotated[int, Meta(ge=1, le=10_000, description="units that may be in use at one instant")] = 1
    zone: Annotated[str | None, Meta(description="IANA zone of its hours; absent: the ledger's")] = None
    email: Annotated[
        Annotated[str, Meta(max_length=254)] | None,
        Meta(description="where a person gets messages about their bookings"),
    ] = None
    phone: Annotated[Annotated[str, Meta(max_length=40)] | None, Meta(description="as `email`")] = None
    hours: Annotated[
        list[str],
        Meta(description="weekly open hours, as in `mon-fri 09:00-12:00 13:00-18:00`; absent: always open"),
    ] = []
    before: Annotated[Minutes, Meta(description="minutes of preparation where a need sets none")] = 0
    after: Annotated[Minutes, Meta(description="minutes of clean-up where a need sets none")] = 0
    away: Annotated[list[Stretch], Meta(description="not available, see Stretch")] = []
    open: Annotated[list[Stretch], Meta(description="open besides the weekly hours, see Stretch")] = []
    retired: Annotated[date | None, Meta(description="from this day on it is not booked any more")] = None

    busy: ClassVar[tuple[Span, ...]] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """The weekly hours; ValueError where one does not read."""
        return parse_hours("; ".join(self.hours))

    def zone_in(self, ledger_zone: str) -> ZoneInfo:
        return zone_of(self.zone or ledger_zone)


class BusyResource(Resource, frozen=True, kw_only=True):
    """A resource that has other calendars; `busy` comes from their files, not from its own."""

    busy: tuple[Span, ...] = ()  # type: ignore[misc]  # a field where the plain record has a constant
