from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from bookctl.model.channel import Channel, Reminders
from bookctl.model.feed import Feed
from bookctl.model.fields import Day, Grid, Name, Record, Word
from bookctl.model.time import zone_of

FORMAT = 1
Overlap = Literal["refuse", "warn", "allow"]


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rules for when a service can be booked. A service's own table overrides the ledger's, key by key."""

    notice: Annotated[
        Annotated[int, Meta(ge=0, le=525_600)] | None,
        Meta(description="minutes of elapsed time between booking and start; inclusive"),
    ] = None
    horizon: Annotated[
        Annotated[int, Meta(ge=0, le=3650)] | None,
        Meta(description="calendar days ahead that can be booked, the last one included"),
    ] = None
    step: Annotated[
        Annotated[int, Meta(ge=1, le=1440)] | None, Meta(description="minutes between offered starts")
    ] = None
    grid: Annotated[
        Grid | None,
        Meta(
            description="what starts are counted from: the opening `window`, the `clock`'s midnight, or each free `gap`"
        ),
    ] = None
    customer_overlap: Annotated[
        Overlap | None, Meta(description="when a customer would be in two bookings at once")
    ] = None
    padding_inside: Annotated[
        bool | None,
        Meta(description="true: padding too must lie within open hours; false: only the work itself"),
    ] = None
    hold: Annotated[
        Annotated[int, Meta(ge=1, le=43_200)] | None,
        Meta(description="minutes until a hold expires by itself"),
    ] = None


DEFAULTS = Policy(
    notice=0, horizon=365, step=15, grid="window", customer_overlap="refuse", padding_inside=False, hold=30
)


class Closed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days on which nothing is open."""

    date: Annotated[Day, Meta(description="the first closed day, local to each resource")]
    to: Annotated[Day | None, Meta(description="the last closed day, included; absent: the one day")] = None
    name: Annotated[Name | None, Meta(description="why, as a person would say it")] = None


class Settings(Record, frozen=True, kw_only=True):
    """`bookctl.toml`: the ledger itself."""

    format: Annotated[int, Meta(ge=1, description="the ledger format; this page describes 1")]
    name: Annotated[Name, Meta(description="the practice's name")]
    timezone: Annotated[str, Meta(description="IANA zone of pages, hours, closures and horizons")]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217 code of every amount")] = "EUR"
    locale: Annotated[Literal["en", "zh"], Meta(description="language of messages to customers")] = "en"
    week_start: Annotated[Literal["mon", "sun"], Meta(description="first day of a week")] = "mon"
    policy: Annotated[Policy, Meta(description="rules for every service, see Policy")] = Policy()
    closed: Annotated[list[Closed], Meta(description="closed days, see Closed")] = []
    email: Annotated[Word | None, Meta(description="the practice's address: organizer of invitations")] = None
    phone: Annotated[Word | None, Meta(description="for messages to customers")] = None
    address: Annotated[
        Name | None, Meta(description="where customers come to, for messages and calendars")
    ] = None
    url: Annotated[Word | None, Meta(description="the practice's web page")] = None
    domain: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9][a-z0-9.-]*$",
            max_length=100,
            description="right-hand side of the ids in calendars; never change it once somebody subscribed",
        ),
    ] = "bookctl.local"
    feed: Annotated[dict[str, Feed], Meta(description="calendars for others, by name, see Feed")] = {}
    channel: Annotated[
        dict[str, Channel], Meta(description="ways to reach people, by name, see Channel")
    ] = {}
    reminders: Annotated[Reminders, Meta(description="what holds for every message, see Reminders")] = (
        Reminders()
    )

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.timezone)

    @property
    def invitations(self) -> str | None:
        """The channel that invites by itself."""
        return self.reminders.invitations

    @property
    def first_weekday(self) -> int:
        """0 for Monday, 6 for Sunday."""
        return 0 if self.week_start == "mon" else 6


def effective(*layers: Policy) -> Policy:
    """The rules in force: for each key the first layer that sets it, then the default."""
    order = (*layers, DEFAULTS)
    return Policy(
        **{
            key: next(value for layer in order if (value := getattr(layer, key)) is not None)
            for key in Policy.__struct_fields__
        }
    )
