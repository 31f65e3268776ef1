"""An e-mail as bytes. Its headers are written and checked here, never by a library that would decode what they hold.

Python's own package, up to 3.11.9 among others, wrote what an RFC 2047 word decodes to, line breaks included
(CVE-2024-6923): a customer's name could add headers. So nothing with `=?` or a control character comes in, words that are
not ASCII are encoded here, and the finished bytes are read back before they are believed.
"""

import base64
from datetime import UTC, datetime

from bookctl.messages.address import Mailbox, email_address, mailbox
from bookctl.messages.channels.letter import Letter
from bookctl.model.text import unsafe

LINE, WORD = 76, 42  # characters of a line; bytes of text in one encoded word
_PLAIN_NAME = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&'*+-/=?^_`{|}~")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class BadHeader(ValueError):
    """The sentence names the header, never its value."""


def mail(letter: Letter, sender: str, domain: str) -> tuple[str, str, bytes]:
    """Envelope sender, envelope recipient and the message, lines ending in CRLF; BadHeader or BadAddress otherwise."""
    origin, to = mailbox(sender), email_address(letter.to or "")
    headers = [
        ("From", _box("From", origin)),
        ("To", to),
        *([("Reply-To", email_address(letter.reply_to))] if letter.reply_to else []),
        ("Subject", _text("Subject", letter.subject)),
        ("Date", _date(letter.at)),
        ("Message-ID", f"<{_token(letter.key)}@{domain}>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", _token(letter.language)),
        ("MIME-Version", "1.0"),
    ]
    kind, body = _body(letter)
    data = (
        "".join(f"{name}: {value}\r\n" for name, value in [*headers, *kind]).encode("ascii") + b"\r\n" + body
    )
    _proven(data, [name for name, _ in [*headers, *kind]], letter.subject, to)
    return origin.address, to, data


def _checked(name: str, value: str) -> str:
    """RFC 2047 words in what somebody typed are decoded by every mail program; here nobody types them in earnest."""
    if "=?" in value or (unsafe(value) is not None) or any(sign in value for sign in "\r\n\0"):
        raise BadHeader(f"the {name} contains what could be taken for a header")
    return value


def _text(name: str, value: str) -> str:
    """Unstructured text, folded; short ASCII as it stands."""
    _checked(name, value)
    if value.isascii() and len(name) + 2 + len(value) <= LINE and value == " ".join(value.split(" ")).strip():
        return value
    return _words(value)


def _words(value: str) -> str:
    """Encoded words (RFC 2047) of whole characters, one a line."""
    chunks, size = [""], 0
    for sign in value:
        width = len(sign.encode())
        if size + width > WORD:
            chunks.append("")
            size = 0
        chunks[-1] += sign
        size += width
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def _box(name: str, box: Mailbox) -> str:
    if not box.name:
        return box.address
    _checked(name, box.name)
    plain = set(box.name) <= _PLAIN_NAME and len(box.name) <= LINE // 2
    shown = (
        (f'"{box.name}"' if not box.name.replace(" ", "").isalnum() else box.name)
        if plain
        else _words(box.name)
    )
    return f"{shown}\r\n <{box.address}>"


def _token(value: str) -> str:
    if not value or not value.replace("-", "").replace(".", "").isalnum() or not value.isascii():
        raise BadHeader("a key or language is no plain word")
    return value


def _date(at: int) -> str:
    """RFC 5322, whatever the machine's locale says."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{_DAYS[when.weekday()]}, {when.day:02d} {_MONTHS[when.month - 1]} {when:%Y %H:%M:%S} +0000"


def _body(letter: Letter) -> tuple[list[tuple[str, str]], bytes]:
    """The content's headers and its bytes: text alone, or with an invitation (RFC 6047)."""
    text = letter.body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").replace("\n", "\r\n") + "\r\n"
    if letter.ics is None:
        return _part("text/plain; charset=utf-8", text.encode())
    from bookctl.calendars.invite_mail import mime

    kind, body = mime(text.encode(), letter.ics, _token(letter.method or ""), letter.key)
    return [("Content-Type", kind)], body


def _part(kind: str, data: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Base64 throughout: no line is too long, begins with a dot or is changed on the way."""
    lines = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return [("Content-Type", kind), ("Content-Transfer-Encoding", "base64")], lines


def _proven(data: bytes, names: list[str], subject: str, to: str) -> None:
    """Reads the message as a mail program would: just these headers, one recipient, this subject."""
    from email import message_from_bytes
    from email.header import decode_header, make_header
    from email.headerregistry import Address
    from email.policy import compat32

    read = message_from_bytes(data, policy=compat32)
    if read.keys() != names or read.defects:
        raise BadHeader("the message would have other headers than it should")
    if str(make_header(decode_header(read["Subject"]))) != subject:
        raise BadHeader("the Subject would read otherwise than it should")
    if Address(addr_spec=read["To"]).addr_spec != to:
        raise BadHeader("the To would be another address than it should")
