from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Name, Slug, Word

ChannelKind = Literal["email", "command", "file", "apprise"]


class Channel(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[channel.<name>]`: a way to reach somebody. Servers, programs and secrets stand in the user's own configuration."""

    kind: Annotated[ChannelKind, Meta(description="how it is sent")]
    delivery: Annotated[
        Literal["once", "again"] | None,
        Meta(
            description="what to do where nobody knows whether it arrived: `once` never repeats it, `again` sends it again; absent: `again` for email and file, else `once`"
        ),
    ] = None
    to: Annotated[
        Literal["email", "phone", "none"] | None,
        Meta(
            description="which of a person's contacts it needs; `none`: the channel knows itself whom it reaches; absent: email for email, else phone"
        ),
    ] = None
    sender: Annotated[
        Name | None, Meta(description="the From of an e-mail, as in `Still Water <hello@example.com>`")
    ] = None
    use: Annotated[
        Slug | None, Meta(description="its entry in the user's own configuration; absent: the channel's name")
    ] = None
    silent: Annotated[
        bool, Meta(description="true: it disturbs nobody, so quiet hours do not hold it back")
    ] = False

    @property
    def repeats(self) -> bool:
        """Whether a message of which nobody knows whether it arrived is sent again."""
        return (self.delivery or ("again" if self.kind in {"email", "file"} else "once")) == "again"

    @property
    def contact(self) -> str:
        return self.to or ("email" if self.kind == "email" else "phone")


class Reminders(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[reminders]`: what holds for every message."""

    sender: Annotated[
        Word | None,
        Meta(
            description="id of the one machine that sends, see `bookctl remind --status`; absent: none does yet"
        ),
    ] = None
    quiet: Annotated[
        Word | None,
        Meta(
            description="no message disturbs anybody in these hours, as in `21:00-08:00`, in the ledger's zone"
        ),
    ] = None
    owner: Annotated[
        dict[str, Word],
        Meta(description='the owner\'s address on each channel, as in `{ email = "a@example.com" }`'),
    ] = {}
    invitations: Annotated[
        Slug | None,
        Meta(
            description="name of the e-mail channel over which customers' calendars are told of bookings, moves and cancellations; absent: only by `bookctl message invite --send`"
        ),
    ] = None
    most: Annotated[
        int, Meta(ge=1, le=10_000, description="messages in one run; the rest waits for the next")
    ] = 200
