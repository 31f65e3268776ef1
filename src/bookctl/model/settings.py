from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from bookctl.model.approval import Approval
from bookctl.model.channel import Channel, Reminders
from bookctl.model.feed import Feed
from bookctl.model.fields import Day, Name, Record, Word
from bookctl.model.policy import Policy
from bookctl.model.pricing import Price
from bookctl.model.segment import Segment
from bookctl.model.tier import Tier
from bookctl.model.time import zone_of
from bookctl.model.waiting import Waitlist

FORMAT = 1


class Closed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days on which nothing is open."""

    date: Annotated[Day, Meta(description="the first closed day, local to each resource")]
    to: Annotated[Day | None, Meta(description="the last closed day, included; absent: the one day")] = None
    name: Annotated[Name | None, Meta(description="why, as a person would say it")] = None


class Retention(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `bookctl retain` erases, and after how long. Without a key that kind is kept for ever."""

    customers: Annotated[
        Annotated[int, Meta(ge=1, le=1200)] | None,
        Meta(
            description="months since the last visit, booking or purchase, or else since `created`, after which a person is forgotten"
        ),
    ] = None
    messages: Annotated[
        Annotated[int, Meta(ge=1, le=1200)] | None,
        Meta(description="months after which pages of messages are erased"),
    ] = None


class Activity(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When somebody who has nothing booked ahead counts as quiet, and when as lost."""

    quiet: Annotated[
        int,
        Meta(ge=1, le=3650, description="calendar days since the last visit after which a customer is quiet"),
    ] = 60
    lost: Annotated[
        int,
        Meta(ge=1, le=3650, description="calendar days since the last visit after which a customer is lost"),
    ] = 180


class Settings(Record, frozen=True, kw_only=True):
    """`bookctl.toml`: the ledger itself."""

    format: Annotated[int, Meta(ge=1, description="the ledger format; this page describes 1")]
    name: Annotated[Name, Meta(description="the practice's name")]
    timezone: Annotated[str, Meta(description="IANA zone of pages, hours, closures and horizons")]
    region: Annotated[
        Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None,
        Meta(
            description="country of telephone numbers without one, ISO 3166 alpha-2; absent: the time zone's"
        ),
    ] = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217 code of every amount")] = "EUR"
    locale: Annotated[Literal["en", "zh"], Meta(description="language of messages to customers")] = "en"
    week_start: Annotated[Literal["mon", "sun"], Meta(description="first day of a week")] = "mon"
    policy: Annotated[Policy, Meta(description="rules for every service, see Policy")] = Policy()
    tier: Annotated[list[Tier], Meta(description="customers on other terms, see Tier")] = []
    approval: Annotated[list[Approval], Meta(description="what somebody must agree to, see Approval")] = []
    price: Annotated[list[Price], Meta(description="what changes prices, see Price")] = []
    waitlist: Annotated[Waitlist, Meta(description="who gets freed time, see Waitlist")] = Waitlist()
    pay_link: Annotated[
        Word | None,
        Meta(description="where customers pay, with `{booking}`, `{amount}` and `{currency}` filled in"),
    ] = None
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
    segment: Annotated[
        dict[str, Segment], Meta(description="customers by a saved query, by name, see Segment")
    ] = {}
    channel: Annotated[
        dict[str, Channel], Meta(description="ways to reach people, by name, see Channel")
    ] = {}
    reminders: Annotated[Reminders, Meta(description="what holds for every message, see Reminders")] = (
        Reminders()
    )
    retention: Annotated[Retention, Meta(description="what is erased after how long, see Retention")] = (
        Retention()
    )
    activity: Annotated[
        Activity, Meta(description="when customers count as quiet and as lost, see Activity")
    ] = Activity()
    epoch: Annotated[int, Meta(ge=1, description="how many histories the ledger had; `forget` counts on")] = 1
    replaced: Annotated[
        list[Annotated[str, Meta(pattern="^[0-9a-f]{40,64}$")]],
        Meta(
            description="the first commits of histories that `forget` replaced: a clone that has one must not be merged"
        ),
    ] = []

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.timezone)

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-2; None where neither `region` nor the time zone says it."""
        from bookctl.model.region import region_of

        return self.region or region_of(self.timezone)

    @property
    def invitations(self) -> str | None:
        """The channel that invites by itself."""
        return self.reminders.invitations

    @property
    def first_weekday(self) -> int:
        """0 for Monday, 6 for Sunday."""
        return 0 if self.week_start == "mon" else 6
