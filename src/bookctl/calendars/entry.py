"""What a calendar shows, decided before it is written: the one shape feeds, exports and invitations share."""

from typing import Literal, NamedTuple

from bookctl.model.booking import Booking, Session, sequence

__all__ = ["Calendar", "Entry", "Person", "changed", "created", "sequence", "uid_of"]


class Person(NamedTuple):
    """An organizer or attendee; `partstat` as RFC 5545, section 3.2.12."""

    email: str
    name: str | None = None
    partstat: str = "NEEDS-ACTION"


class Entry(NamedTuple):
    """One event. Instants are seconds UTC, half-open; `zone` is the IANA name it is spoken of in.

    `changed` is the instant of the last change of what it says (DTSTAMP and LAST-MODIFIED), `sequence`
    counts changes of time, place or status (RFC 5545, section 3.8.7.4).
    """

    uid: str
    start: int
    end: int
    zone: str
    summary: str
    sequence: int
    changed: int
    created: int
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"] = "CONFIRMED"
    busy: bool = True
    description: str | None = None
    location: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    private: bool = False
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()


class Calendar(NamedTuple):
    """What stands above the events. A feed has no `method` (RFC 5546); a single event's download no `name`."""

    name: str | None = None
    description: str | None = None
    zone: str | None = None
    method: Literal["REQUEST", "CANCEL", "REPLY", "PUBLISH"] | None = None


def uid_of(id_: str, domain: str) -> str:
    """The same for the whole life of a booking or session."""
    return f"{id_}@{domain}"


def created(record: Booking | Session) -> int:
    """The first entry of the history; the start where there is none."""
    return int((record.history[0].at if record.history else record.start).timestamp())


def changed(record: Booking | Session) -> int:
    """The newest entry of the history; the start where there is none."""
    return max((int(event.at.timestamp()) for event in record.history), default=int(record.start.timestamp()))
