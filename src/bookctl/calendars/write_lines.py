"""Content lines (RFC 5545, section 3.1), as octets.

Not by a library: those at hand read a backslash before a capital N as a line break, and fold between the
two backslashes of an escaped one.
"""

from collections.abc import Iterable, Sequence
from time import gmtime

WIDTH = 75  # octets of a line without its CRLF
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_SPACE, _ESCAPE = 0x20, 0x5C


def line(name: str, value: str) -> bytes:
    """`name` with its parameters, if any; `value` as it is to stand there."""
    return folded(f"{name}:{value}".encode())


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, section 3.3.11)."""
    return text.translate(_ESCAPES)


def listed(texts: Iterable[str]) -> str:
    return ",".join(escaped(text) for text in texts)


def parameter(text: str) -> str:
    """Quoted where it must be; it holds neither quotes nor control characters."""
    return f'"{text}"' if any(sign in text for sign in ":;,") else text


def utc_text(at: int) -> str:
    year, month, day, hour, minute, second, *_ = gmtime(at)
    return f"{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"


def folded(data: bytes) -> bytes:
    """With CRLF, in lines of 75 octets at most: never within a character, an escape or beside a space."""
    if len(data) <= WIDTH:
        return data + b"\r\n"
    parts, start, width = [], 0, WIDTH
    while len(data) - start > width:
        end = _edge(data, start, start + width)
        parts.append(data[start:end])
        start, width = end, WIDTH - 1
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"


def _edge(data: bytes, start: int, end: int) -> int:
    """Where to part, at `end` or before it; not before a third of the line, so that spaces cannot starve it."""
    for at in range(end, start + WIDTH // 3, -1):
        if _SPACE not in (data[at - 1], data[at]) and _between(data, at):
            return at
    return next(at for at in range(end, start, -1) if _between(data, at))


def _between(data: bytes, at: int) -> bool:
    """Neither inside a UTF-8 sequence nor after a backslash that belongs to what follows."""
    if data[at] & 0xC0 == 0x80:
        return False
    first = at
    while first and data[first - 1] == _ESCAPE:
        first -= 1
    return (at - first) % 2 == 0


def component(name: str, lines: Sequence[bytes]) -> bytes:
    return b"".join([f"BEGIN:{name}\r\n".encode(), *lines, f"END:{name}\r\n".encode()])
