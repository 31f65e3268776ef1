from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Name, Slug, Word

Show = Literal["full", "names", "busy"]


class Feed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[feed.<name>]`: bookings as a calendar that others subscribe to."""

    query: Annotated[Word, Meta(description="which bookings, as in `find`; empty: all of them")] = ""
    show: Annotated[
        Show,
        Meta(
            description="`busy`: only that the time is taken; `names`: who and what; `full`: also phone, price and status"
        ),
    ] = "busy"
    past: Annotated[int, Meta(ge=0, le=3650, description="calendar days back, today not counted")] = 30
    future: Annotated[int, Meta(ge=0, le=3650, description="calendar days ahead, today not counted")] = 365
    path: Annotated[
        Word | None,
        Meta(
            description="file below `public/`, ending in .ics, or .ifb for free/busy; absent: the feed's name and .ics"
        ),
    ] = None
    title: Annotated[
        Name | None, Meta(description="the calendar's name in apps; absent: the practice's name")
    ] = None
    caldav: Annotated[
        Slug | None, Meta(description="name of a CalDAV server in the user's own configuration to publish to")
    ] = None
