"""A booking as an invitation to its customer (RFC 5546), to be sent by e-mail (RFC 6047)."""

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.problems import Refused
from bookctl.calendars import invite_text
from bookctl.calendars.entry import Calendar, Entry, Person, created, uid_of
from bookctl.calendars.invite_due import Method, Step
from bookctl.model.booking import Booking, span_of
from bookctl.model.customer import Customer
from bookctl.model.service import Service
from bookctl.model.settings import Settings

# Dot-atoms only (RFC 5321): other local parts exist on paper, and are where injections hide.
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*",
    re.ASCII | re.IGNORECASE,
)


class Invitation(NamedTuple):
    """One message: its text for people, `ics` for calendars (CRLF, UTF-8), whose METHOD is `method`."""

    method: Method
    subject: str
    body: str
    ics: bytes


def invitation(
    record: Booking, step: Step, *, settings: Settings, service: Service | None, customer: Customer, now: int
) -> Invitation:
    """The message of that step. `now` is its DTSTAMP. Refused where there is nobody to send it to, or from."""
    organizer = _organizer(settings)
    email = _attendee(record.id, customer, organizer)
    facts = _facts(record, step, settings, service, customer)
    entry = _entry(record, step, facts, now)._replace(
        organizer=Person(organizer, _cn(settings.name)),
        attendees=(Person(email, _cn(customer.name)),),
        uid=uid_of(record.id, settings.domain),
        url=settings.url if (settings.url or "").startswith(("https://", "http://")) else None,
    )
    text = invite_text.body(facts, customer.name)
    return Invitation(step.method, _one_line(invite_text.subject(facts)), text, _ics(entry, step.method))


def _organizer(settings: Settings) -> str:
    if not settings.email:
        raise Refused(
            "the practice has no e-mail address to invite from",
            help='email = "hello@example.com" at the top of bookctl.toml',
        )
    if not _ADDRESS.fullmatch(settings.email):
        raise Refused("the practice's e-mail address in bookctl.toml is no address")
    return settings.email


def _attendee(booking: str, customer: Customer, organizer: str) -> str:
    if not customer.email:
        raise Refused(
            f"the customer of {booking} has no e-mail address", help="bookctl customer edit --email"
        )
    if not _ADDRESS.fullmatch(customer.email):
        raise Refused(f"the e-mail address of {booking}'s customer is none a calendar takes")
    if customer.email.casefold() == organizer.casefold():
        raise Refused(f"the customer of {booking} has the practice's own address: nobody invites themselves")
    return customer.email


def _facts(
    record: Booking, step: Step, settings: Settings, service: Service | None, customer: Customer
) -> invite_text.Facts:
    moved = step.again or any(event.moved for event in record.history)
    kind: invite_text.Kind = "cancelled" if step.method == "CANCEL" else "changed" if moved else "new"
    return invite_text.Facts(
        customer.language or settings.locale,
        kind,
        settings.name,
        service.name if service else None,
        *span_of(record),
        ZoneInfo(record.zone or settings.timezone),
        settings.address,
        settings.phone,
        settings.email,
    )


def _entry(record: Booking, step: Step, facts: invite_text.Facts, now: int) -> Entry:
    return Entry(
        uid="",
        start=facts.start,
        end=facts.end,
        zone=facts.zone.key,
        summary=invite_text.summary(facts),
        sequence=step.sequence,
        changed=now,
        created=min(created(record), now),
        status="CANCELLED" if step.method == "CANCEL" else "CONFIRMED",
        busy=step.method != "CANCEL",
        description=None if step.method == "CANCEL" else invite_text.description(facts),
        location=facts.address,
        private=True,  # the customer's colleagues may see their calendar
    )


def _ics(entry: Entry, method: Method) -> bytes:
    from bookctl.calendars.event import event_bytes, zone_used
    from bookctl.calendars.write import calendar_bytes

    return calendar_bytes(Calendar(method=method), [event_bytes(entry)], filter(None, [zone_used(entry)]))


def _cn(name: str) -> str:
    """A parameter cannot hold double quotes (RFC 5545, section 3.1)."""
    return _one_line(name.replace('"', "'"))


def _one_line(text: str) -> str:
    """Nothing that a mail program could take for a header or an encoded word."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).replace("=?", "= ?").split())
