"""Text that came from a file or a person, made safe to show and to keep."""

import re
from functools import lru_cache

# C0 and C1 controls, bidi overrides and isolates, line and paragraph separators, tags; ZWJ and ZWNJ are letters' glue.
_STEERING = "\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
CLIP = 600


@lru_cache(maxsize=2)
def _pattern(*, lines: bool) -> re.Pattern[str]:
    """What may steer a terminal; with `lines`, but for the line feed. Made when first needed: most text is plain."""
    low = "\x00-\x09\x0b-\x1f" if lines else "\x00-\x1f"
    return re.compile(f"[{low}{_STEERING}]")


def unsafe(text: str, *, lines: bool = False) -> str | None:
    """The first character that may not stand in a name (or, with `lines`, in a note), named; else None."""
    if text.isprintable():  # none of them is
        return None
    found = _pattern(lines=lines).search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def shown(text: str) -> str:
    """The text with every character that could steer a terminal written out, and never over CLIP long."""
    if len(text) > CLIP:
        text = text[:CLIP] + "…"
    return text if text.isprintable() else _pattern(lines=False).sub(_written_out, text)


def shown_lines(text: str) -> str:
    """As `shown`, for text of several lines and any length."""
    return text if text.isprintable() else _pattern(lines=True).sub(_written_out, text)


def escaped_json(text: str) -> str:
    r"""JSON text with what could steer a terminal as \uXXXX, one or two of them (RFC 8259, section 7)."""
    return text if text.isprintable() else _pattern(lines=True).sub(_in_units, text)


def _in_units(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _written_out(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
