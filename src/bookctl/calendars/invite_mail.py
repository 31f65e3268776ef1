"""The body of an e-mail with an invitation (RFC 6047): what Outlook, Google and Apple show as one.

multipart/mixed of a multipart/alternative (text, then the calendar, last) and the calendar once more as invite.ics,
for those who only open attachments.
"""

import base64
from hashlib import sha256


def mime(text: bytes, ics: bytes, method: str, seed: str) -> tuple[str, bytes]:
    """The value of Content-Type, and the body it describes; `seed` makes the boundaries, lines end in CRLF."""
    outer = "mixed-" + sha256(seed.encode()).hexdigest()[:16]
    inner = "alternative-" + outer[6:]
    alternative = _multipart(
        inner,
        _part("text/plain; charset=UTF-8", text),
        _part(f"text/calendar; method={method}; charset=UTF-8", ics),
    )
    attached = _part(
        'application/ics; name="invite.ics"',
        ics,
        'Content-Disposition: attachment; filename="invite.ics"',
    )
    nested = f'Content-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'.encode("ascii") + alternative
    return f'multipart/mixed;\r\n boundary="{outer}"', _multipart(outer, nested, attached)


def _multipart(boundary: str, *parts: bytes) -> bytes:
    lines = [f"--{boundary}\r\n".encode("ascii") + part for part in parts]
    return b"".join(lines) + f"--{boundary}--\r\n".encode("ascii")


def _part(kind: str, data: bytes, *more: str) -> bytes:
    """Base64 throughout: line ends and long lines arrive as they were."""
    head = "\r\n".join((f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *more, "", ""))
    return head.encode("ascii") + base64.encodebytes(data).replace(b"\n", b"\r\n")
