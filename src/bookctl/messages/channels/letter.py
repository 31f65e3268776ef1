"""What every channel is given and gives back."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

State = Literal["sent", "failed", "retry", "unknown"]


class Letter(NamedTuple):
    """One message to one address. `key` is the same whenever it is tried again; `at` is an instant.

    `ics` makes it an invitation, `method` is its iTIP method (RFC 5546), the one that stands in `ics`.
    """

    to: str | None
    subject: str
    body: str
    key: str
    language: str
    at: int
    reply_to: str | None = None
    ics: bytes | None = None
    method: str | None = None


class Receipt(NamedTuple):
    """What came of one try. `retry`: surely not delivered, `unknown`: nobody knows. `reason` never holds an address."""

    state: State
    reason: str = ""


class Carrier(Protocol):
    """One channel, ready to send."""

    def send(self, letter: Letter, begin: Callable[[], None] = ...) -> Receipt:
        """Never raises for what the other side does. `begin` is called once, right before what cannot be taken back."""


def nothing() -> None:
    """For a caller who keeps no outbox."""


SENT = Receipt("sent")
