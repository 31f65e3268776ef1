from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Name, Text


class Segment(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[segment.NAME]` in `bookctl.toml`: customers as a saved query. Who is in it is worked out whenever it is asked."""

    query: Annotated[Text, Meta(min_length=1, description="as `bookctl customer find` takes it")]
    name: Annotated[Name | None, Meta(description="as a person would say it")] = None
