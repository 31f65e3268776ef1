from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Instant, Slug, Word

State = Literal["sent", "failed", "unknown", "missed", "done"]


class Message(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[message]]` in `messages/<year>/<date>.toml`, the page of the day it was due: what came of it. No address, no text."""

    key: Annotated[
        str,
        Meta(pattern="^[0-9a-f]{16}$", description="of rule, subject, due instant and action; never twice"),
    ]
    rule: Annotated[Slug, Meta(description="id of the rule, or `invitation`")]
    about: Annotated[Word, Meta(description="id of the booking, customer or purchase")]
    due: Annotated[Instant, Meta(description="when it was due, with offset")]
    at: Annotated[Instant, Meta(description="when it came to this, with offset")]
    state: Annotated[
        State,
        Meta(
            description="`sent`; `failed` for good; `unknown` whether it arrived; `missed` its window; `done` by hand (`--mark-done`)"
        ),
    ]
    channel: Annotated[
        Slug | None, Meta(description="name of the channel; absent: no message, such as a mark")
    ] = None
    to: Annotated[Literal["customer", "resource", "owner"] | None, Meta(description="who got it")] = None
    hash: Annotated[
        Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None,
        Meta(description="SHA-256 of the text, in hexadecimal"),
    ] = None
    reason: Annotated[Word | None, Meta(description="why it failed or was missed; never an address")] = None


class MessagePage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`messages/<year>/<date>.toml`."""

    message: Annotated[list[Message], Meta(description="in the order in which they were recorded")] = []
