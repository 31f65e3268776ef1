"""The calendar inside an e-mail, and who sent it. Everybody on the net can write such an e-mail."""

import re
from typing import TYPE_CHECKING, NamedTuple

from bookctl.actions.problems import Usage

if TYPE_CHECKING:
    from email.message import Message

LIMIT = 10_000_000
"""Bytes of a whole e-mail."""
MOST_CALENDAR, MOST_LINES, MOST_PARTS = 1_000_000, 400_000, 2_000
_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:@\"]{1,64}@[A-Za-z0-9.-]{1,255}", re.ASCII)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_CALENDARS = {"text/calendar", "application/ics", "text/x-vcalendar"}


class Opened(NamedTuple):
    """`sender` is the one address of From; None where the calendar came without an e-mail around it."""

    ics: bytes
    sender: str | None


def opened(data: bytes) -> Opened:
    """From a whole e-mail (RFC 5322), with or without an mbox line before it, or a bare calendar. Usage otherwise."""
    if len(data) > LIMIT:
        raise Usage(f"this is larger than {LIMIT // 1_000_000} MB; an answer to an invitation is not")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return Opened(_small(start), None)
    if not start:
        raise Usage("there is nothing to read")
    if data.count(b"\n") > MOST_LINES or data.count(b"\n--") > MOST_PARTS:
        raise Usage("this e-mail has more lines or parts than any answer to an invitation")
    return _from_mail(data)


def _from_mail(data: bytes) -> Opened:
    from email import message_from_bytes
    from email.policy import compat32

    try:
        mail = message_from_bytes(data, policy=compat32)
        parts = [part for part in mail.walk() if not part.is_multipart()]
    except RecursionError:
        raise Usage("this e-mail is nested deeper than any answer to an invitation") from None
    return Opened(_small(_calendar(parts)), _sender(mail))


def _calendar(parts: "list[Message]") -> bytes:
    """The first part that is a calendar; the text/calendar of an invitation comes before its attachment."""
    for part in parts:
        if part.get_content_type() in _CALENDARS or (part.get_filename() or "").lower().endswith(".ics"):
            payload = part.get_payload(decode=True)
            return _utf8(payload if isinstance(payload, bytes) else b"", part)
    if any(part.get_content_type() == "application/ms-tnef" for part in parts):
        raise Usage(
            "the answer is in Outlook's own format (winmail.dat), which no other program reads",
            help="bookctl note keeps it by hand",
        )
    raise Usage("this e-mail has no calendar in it")


def _utf8(payload: bytes, part: "Message") -> bytes:
    """In UTF-8, whatever charset the part names."""
    charset = part.get_content_charset("utf-8")
    if charset in {"utf-8", "us-ascii"}:
        return payload
    try:
        return payload.decode(charset).encode()
    except (LookupError, UnicodeError):
        raise Usage("the calendar in this e-mail is not in the charset it names") from None


def _small(ics: bytes) -> bytes:
    if len(ics) > MOST_CALENDAR:
        raise Usage("the calendar in it is larger than any answer to an invitation")
    return ics


def _sender(mail: "Message") -> str:
    """The address in From. A name that looks like an address, several addresses or several Froms are no sender."""
    found = [str(value) for value in mail.get_all("From", [])]
    if len(found) != 1:
        raise Usage("this e-mail has no From, or several")
    bare = _QUOTED.sub(" ", re.sub(r"\s+", " ", found[0][:2000])).strip()
    name, bracket, rest = bare.partition("<")
    address = rest.removesuffix(">") if bracket else name
    if set(name if bracket else "") & set(",;:<>()") or not _ADDRESS.fullmatch(address.strip()):
        raise Usage("the From of this e-mail is not one plain address")
    return address.strip()
