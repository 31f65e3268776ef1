from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Length, Name, Record, Slug, Text

Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Length0 = Annotated[str, Meta(pattern=r"^(0m|[1-9][0-9]{0,4}(m|h|d))$")]
_DAYS = Annotated[int, Meta(ge=1, le=3650)]


class When(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a rule is due: exactly one of `before`, `after`, `day`, `pending`, `birthday`, `quiet` and `expiring`."""

    before: Annotated[Length | None, Meta(description="so long before `of`, elapsed time: 30m, 24h, 2d")] = (
        None
    )
    after: Annotated[Length0 | None, Meta(description="so long after `of`, elapsed time; `0m`: at once")] = (
        None
    )
    of: Annotated[
        Literal["start", "end", "created", "status"],
        Meta(description="what `before`, `after` and `day` count from; `status`: the change to `status`"),
    ] = "start"
    status: Annotated[
        Literal[
            "requested",
            "held",
            "confirmed",
            "arrived",
            "completed",
            "declined",
            "cancelled",
            "no-show",
            "moved",
        ]
        | None,
        Meta(description='with `of = "status"`: the change that counts; `moved` is a move'),
    ] = None
    day: Annotated[
        Annotated[int, Meta(ge=-365, le=365)] | None,
        Meta(description="calendar days from the day of `of`: -1 is the day before, 3 the third day after"),
    ] = None
    at: Annotated[
        Clock | None,
        Meta(description="wall-clock time of `day`, `birthday`, `quiet`, `expiring`; absent: 10:00"),
    ] = None
    pending: Annotated[Length | None, Meta(description="a booking has been requested for so long")] = None
    birthday: Annotated[bool, Meta(description="on the customer's birthday")] = False
    quiet: Annotated[
        _DAYS | None, Meta(description="calendar days since the customer's last visit, with none ahead")
    ] = None
    expiring: Annotated[
        _DAYS | None, Meta(description="calendar days before a customer's purchase runs out")
    ] = None


class Then(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a rule does: `send` a template, `mark` the booking, `run` one of the user's own programs, or `offer` the freed time."""

    send: Annotated[Slug | None, Meta(description="name of a template")] = None
    to: Annotated[
        Literal["customer", "resource", "owner"],
        Meta(description="who gets it; `resource`: every person the booking uses"),
    ] = "customer"
    channel: Annotated[
        list[Slug], Meta(description="names of channels: the first that reaches them is used")
    ] = []
    mark: Annotated[
        Literal["confirm", "decline", "cancel", "no-show", "done"] | None,
        Meta(description="the booking's next status"),
    ] = None
    run: Annotated[
        Slug | None, Meta(description="name of a program in the user's own configuration; it reads JSON")
    ] = None
    offer: Annotated[
        bool, Meta(description="true: what the booking set free is held for who waits for it")
    ] = False


class Rule(Record, frozen=True, kw_only=True, rename={"condition": "if"}):
    """`rules/<id>.toml`: when something is due, if a condition holds, then something happens, once."""

    name: Annotated[Name, Meta(description="what it is for, as a person would say it")]
    when: Annotated[When, Meta(description="when it is due, see When")]
    condition: Annotated[
        Text | None,
        Meta(description="an expression over `booking`, `customer` and `service`; absent: always"),
    ] = None
    then: Annotated[list[Then], Meta(max_length=10, description="what happens, see Then")]
    window: Annotated[
        Length | None,
        Meta(
            description="how late it may still happen; absent: until the start for what comes before it, else 24h"
        ),
    ] = None
    marketing: Annotated[bool, Meta(description="true: only to customers who consented to marketing")] = False
    unless_booked_within: Annotated[
        Length | None,
        Meta(description="not for a booking that was made so shortly before: it has just been confirmed"),
    ] = None
    paused: Annotated[bool, Meta(description="true: kept, but never due")] = False
