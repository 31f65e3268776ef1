"""Calendar files (.ics): each event is a booking, its service and customer found in what it says."""

from typing import TYPE_CHECKING

from bookctl.actions.desk import Desk
from bookctl.intake import values
from bookctl.intake.fault import Bad, RowFault, Unreadable
from bookctl.intake.item import Item, Person, key_of
from bookctl.intake.mapping import Columns, Mapping
from bookctl.intake.names import Names
from bookctl.intake.rows import Read
from bookctl.intake.table import LARGEST
from bookctl.intake.take import Source
from bookctl.model.booking import Status

if TYPE_CHECKING:
    from bookctl.calendars.foreign import ForeignEvent

PLAIN = Mapping(name="ics", title="Calendar files", columns=Columns(start="DTSTART", name="ATTENDEE"))
STATUS: dict[str, Status] = {"CONFIRMED": "confirmed", "TENTATIVE": "requested", "CANCELLED": "cancelled"}


def calendar_source(data: bytes, file: str, mapping: Mapping | None) -> Source:
    """The events of a file; of a mapping only names, statuses and what becomes of the past count."""
    chosen = mapping or PLAIN
    if len(data) > LARGEST:
        raise Unreadable(file, 1, f"the file is larger than {LARGEST >> 20} MiB")

    def read(desk: Desk, names: Names) -> Read:
        from bookctl.calendars.foreign import CalendarError, read_calendar

        try:
            found = read_calendar(data, zone=desk.zone)
        except CalendarError as fault:
            raise Unreadable(file, fault.line, fault.text) from None
        made = Read([], [Bad(warning.line, warning.text) for warning in found.warnings])
        events = _newest(found.events)
        for event in events:
            try:
                made.items.append(_item(event, names, chosen))
            except RowFault as fault:
                made.bad.append(Bad(event.line, str(fault)))
        return made._replace(left_out=len(found.events) - len(events))

    return Source(chosen, read)


def _newest(events: "list[ForeignEvent]") -> "list[ForeignEvent]":
    """Of several versions of an event the one with the highest SEQUENCE, then the newest (RFC 5546, section 2.1.5)."""
    kept: dict[tuple[str, int | None], ForeignEvent] = {}
    for event in sorted(events, key=lambda one: (one.sequence, one.stamp)):
        kept[event.uid, event.recurrence_id] = event
    return sorted(kept.values(), key=lambda one: one.line)


def _item(event: "ForeignEvent", names: Names, mapping: Mapping) -> Item:
    if event.all_day:
        raise RowFault("it takes whole days and has no time")
    if event.rrule or event.rdates:
        raise RowFault("it repeats: each time must be an event of its own")
    service, rest = names.summary(values.safe(" ".join(event.summary.split()), "title"))
    one_of_many = () if event.recurrence_id is None else (str(event.recurrence_id),)
    return Item(
        line=event.line,
        key=key_of(mapping.name, values.safe(event.uid, "id"), *one_of_many),
        start=event.start,
        end=event.end if event.end > event.start else None,
        person=_person(event, rest),
        service=service,
        status=STATUS.get(event.status or "", "confirmed"),
        over=mapping.past,
    )


def _person(event: "ForeignEvent", rest: str) -> Person:
    """The first attendee who is not the organizer, else what the title says besides the service."""
    for email, name, _ in event.attendees:
        if event.organizer is None or email.casefold() != event.organizer.casefold():
            return Person(values.safe(name or rest, "name"), "", values.email(email))
    if not rest:
        raise RowFault("no customer: neither an attendee nor a name beside the service")
    return Person(values.safe(rest, "name"))
