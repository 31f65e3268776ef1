from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from bookctl.model.approval import Approval
from bookctl.model.channel import Channel, Reminders
from bookctl.model.feed import Feed
from bookctl.model.fields import Day, Name, Record, Word
from bookctl.model.policy import Policy
from bookctl.model.pricing import Price
from bookctl.model.tier import Tier
from bookctl.model.time import zone_of
from bookctl.model.waiting import Waitlist

FORMAT = 1


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
