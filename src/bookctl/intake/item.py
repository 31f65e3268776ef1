"""A booking as another program tells it, the same for every kind of file. Instants are seconds UTC."""

from hashlib import blake2b
from typing import NamedTuple

from bookctl.model.booking import Status
from bookctl.model.time import utc

LONGEST_ID = 120


class Person(NamedTuple):
    """Who booked; any of them may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


class Item(NamedTuple):
    """`key` is the request id of its booking; `end` is None where only the service says how long it lasts.

    `service` and `resources` are the file's words, `own` a booking's id in this ledger or empty;
    `price` is in minor units. `over` is the status it takes once its time has passed.
    """

    line: int
    key: str
    start: int
    end: int | None
    person: Person
    service: str
    resources: tuple[str, ...] = ()
    status: Status = "confirmed"
    over: Status = "completed"
    price: int | None = None
    notes: str = ""
    own: str = ""

    @property
    def said(self) -> str:
        """Time and status as the file has them: what is compared when it is imported again."""
        length = "" if self.end is None else f" {(self.end - self.start) // 60} min"
        return f"{utc(self.start):%Y-%m-%dT%H:%MZ}{length} {self.status}"

    def due(self, now: int) -> Status:
        """The status to take: nobody goes on waiting for what is over."""
        if self.start >= now or (self.end if self.end is not None else self.start) > now:
            return self.status
        if self.status in {"confirmed", "arrived"}:
            return self.over
        return "declined" if self.status in {"requested", "held"} else self.status


def key_of(source: str, id_: str, *parts: str) -> str:
    """The request id: from the other program's id, else from what does not change about a booking."""
    if id_ and not parts and len(id_) <= LONGEST_ID:
        return f"import:{source}:{id_}"
    told = "\x1f".join((id_, *parts))
    digest = blake2b(told.encode(), digest_size=8).hexdigest()
    return f"import:{source}:{id_ + '/' if id_ and len(id_) <= LONGEST_ID else ''}{digest}"
