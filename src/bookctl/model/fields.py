"""The kinds of value that stand in a ledger file, with their limits; the descriptions are the specification."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
Slug = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Minutes = Annotated[int, Meta(ge=0, le=43_200)]
Instant = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=1, le=10_000)]
Shift = Annotated[int, Meta(ge=-43_200, le=86_400)]
Word = Annotated[str, Meta(max_length=200)]
Amount = int | float
Length = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,4}(m|h|d)$")]
Day = date
Moment = date | datetime
Grid = Literal["window", "clock", "gap"]
Extra = dict[str, Any]


class Record(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What every record shares: unknown keys are refused, except below `fields` and `x`."""

    fields: Annotated[
        Extra, Meta(description="your own values; bookctl keeps them and never reads them")
    ] = {}
    x: Annotated[Extra, Meta(description="values of other programs, one table each")] = {}
