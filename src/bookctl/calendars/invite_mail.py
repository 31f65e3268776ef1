"""The e-mail around an invitation (RFC 6047): what Outlook, Google and Apple show as one.

multipart/mixed of a multipart/alternative (text, then the calendar, last) and the calendar once more as invite.ics,
for those who only open attachments.
"""

import base64
from hashlib import sha256
from typing import TYPE_CHECKING

from bookctl.calendars.invite import Invitation
from bookctl.model.text import unsafe

if TYPE_CHECKING:
    from email.headerregistry import Address
    from email.message import EmailMessage

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version")


class UnsafeHeader(ValueError):
    """A header that could become two. The sentence names it, never its value."""


def envelope(invitation: Invitation, sender: str, to: str, message_id: str, date: int) -> bytes:
    """The whole message, lines ending in CRLF. `sender` is `Name <address>` or an address, `to` an address alone,
    `date` an instant; the same arguments make the same bytes. UnsafeHeader where a value could inject a header.
    """
    kind, content = mime(invitation, message_id)
    given = {"From": sender, "To": to, "Subject": invitation.subject, "Message-ID": message_id}
    for name, value in given.items():
        _guard(name, value)
    head = _head(given, date)
    data = head + f"Content-Type: {kind}\r\n\r\n".encode("ascii") + content
    _prove(data, given)
    return data


def mime(invitation: Invitation, seed: str) -> tuple[str, bytes]:
    """The value of Content-Type, and the body it describes; `seed` makes the boundaries."""
    outer = "mixed-" + sha256(seed.encode()).hexdigest()[:16]
    inner = "alternative-" + outer[6:]
    text = "\r\n".join(invitation.body.splitlines()) + "\r\n"
    alternative = _multipart(
        inner,
        _part("text/plain; charset=UTF-8", text.encode()),
        _part(f"text/calendar; method={invitation.method}; charset=UTF-8", invitation.ics),
    )
    attached = _part(
        'application/ics; name="invite.ics"',
        invitation.ics,
        'Content-Disposition: attachment; filename="invite.ics"',
    )
    nested = f'Content-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'.encode("ascii") + alternative
    return f'multipart/mixed; boundary="{outer}"', _multipart(outer, nested, attached)


def _multipart(boundary: str, *parts: bytes) -> bytes:
    lines = [f"--{boundary}\r\n".encode("ascii") + part for part in parts]
    return b"".join(lines) + f"--{boundary}--\r\n".encode("ascii")


def _part(kind: str, data: bytes, *more: str) -> bytes:
    """Base64 throughout: line ends and long lines arrive as they were."""
    head = "\r\n".join((f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *more, "", ""))
    return head.encode("ascii") + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _guard(name: str, value: str) -> None:
    """Python's own package, up to 3.11.9 among others, writes out what an encoded word holds (CVE-2024-6923)."""
    if "=?" in value or unsafe(value) is not None:
        raise UnsafeHeader(f"the {name} holds what could be taken for a header")


def _head(given: dict[str, str], date: int) -> bytes:
    from datetime import UTC, datetime
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = _address("From", given["From"]), _address("To", given["To"])
    made["Subject"] = given["Subject"]
    made["Date"] = datetime.fromtimestamp(date, UTC)
    made["Message-ID"] = given["Message-ID"]
    made["Auto-Submitted"] = "auto-generated"
    made["MIME-Version"] = "1.0"
    return made.as_bytes().removesuffix(b"\r\n")


def _address(name: str, text: str) -> "Address":
    from email.errors import MessageError
    from email.headerregistry import Address

    shown, bracket, rest = text.strip().rpartition("<")
    if bracket and not rest.endswith(">"):
        raise UnsafeHeader(f"the {name} is no address")
    try:
        return Address(shown.strip().strip('"').strip(), addr_spec=rest.removesuffix(">").strip())
    except (ValueError, IndexError, MessageError):
        raise UnsafeHeader(f"the {name} is no address") from None


def _prove(data: bytes, given: dict[str, str]) -> None:
    """Reads the message back as a mail program would: these headers, these addresses, this subject, and no others."""
    from email import message_from_bytes
    from email.policy import default

    read = message_from_bytes(data, policy=default)
    right = tuple(read.keys()) == (*_HEADERS, "Content-Type") and not any(
        part.defects for part in read.walk()
    )
    if not (right and read["Subject"] == given["Subject"] and _same(read, given)):
        raise UnsafeHeader("the message would have other headers than it should")


def _same(read: "EmailMessage", given: dict[str, str]) -> bool:
    return all(
        [address.addr_spec for address in read[name].addresses] == [_address(name, given[name]).addr_spec]
        for name in ("From", "To")
    )
