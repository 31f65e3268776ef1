"""A customer's answer to an invitation (RFC 5546, section 3.2.3). Beyond PARTSTAT nothing in it is believed."""

from typing import NamedTuple

from bookctl.actions.attendance import Attendance
from bookctl.actions.problems import NotFound, Problem, Refused, Usage
from bookctl.calendars.reply_mail import opened
from bookctl.calendars.reply_read import Event, Message, read_message
from bookctl.model.ids import is_short_id

_ANSWERS: dict[str, Attendance] = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "DECLINED": "declined",
}
_OTHERS = {
    "COUNTER": ("the customer proposes another time", "bookctl move {id} TIME, or answer them"),
    "REFRESH": ("the customer asks for the invitation again", "bookctl message invite {id}"),
    "REQUEST": ("this is an invitation, not an answer to one", None),
    "CANCEL": ("somebody else cancels an appointment of theirs", None),
    "PUBLISH": ("this is a calendar, not an answer", None),
}


class Reply(NamedTuple):
    """`attendance` is None where nothing was decided; `claimed` are the addresses that must be the customer's."""

    booking: str
    attendance: Attendance | None
    sequence: int
    stamp: int | None
    claimed: tuple[str, ...]


def read_reply(data: bytes, *, domain: str) -> Reply:
    """From an e-mail or a bare calendar. Usage where it does not read, NotFound where it is about no booking of ours,
    Refused where it asks for something else. The booking may still not exist.
    """
    mail = opened(data)
    calendar = read_message(mail.ics)
    event = _event(calendar)
    booking = _booking(event.uid, domain)
    if calendar.method != "REPLY":
        raise _other(calendar.method, booking)
    if event.recurring:
        raise Refused(f"the answer is about one date of a series, and {booking} is none")
    email, attendance = _answer(event, mail.sender)
    claimed = (email,) if mail.sender is None else (email, mail.sender)
    return Reply(booking, attendance, event.sequence, event.stamp, claimed)


def _event(calendar: Message) -> Event:
    if len({event.uid for event in calendar.events}) != 1:
        raise Usage("an answer is about one appointment; this is about none or several")
    return calendar.events[0]


def _booking(uid: str, domain: str) -> str:
    id_, _, where = uid.rpartition("@")
    if where.lower() != domain or not is_short_id(id_.lower()):
        raise NotFound("this is about an appointment that is not in this book")
    return id_.lower()


def _other(method: str, booking: str) -> Problem:
    text, way = _OTHERS.get(
        method, ("this is no answer to an invitation: it has another METHOD, or none", None)
    )
    return Refused(f"{booking}: {text}; nothing was changed", help=way.format(id=booking) if way else None)


def _answer(event: Event, sender: str | None) -> tuple[str, Attendance | None]:
    """The attendee who wrote; of several the one that From names."""
    told = {(email.casefold(), state): email for email, state in event.attendees}
    if len(told) > 1 and sender is not None:
        told = {key: email for key, email in told.items() if key[0] == sender.casefold()}
    if len(told) != 1:
        raise Usage("an answer comes from one attendee; this names none or several")
    (((_, state), email),) = told.items()
    return email, _ANSWERS.get(state)
