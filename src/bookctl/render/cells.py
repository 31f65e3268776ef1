"""How wide text is on a terminal, in cells; text is measured and cut by what a reader sees as one character."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

Align = Literal["left", "right", "center"]
_JOINER, _EMOJI = "\u200d", "\ufe0f"
_KEYCAPS = frozenset("#*0123456789©®")
_ALWAYS_WIDE = (
    (0x2630, 0x2637),  # trigrams and hexagrams, wide since Unicode 16
    (0x268A, 0x268F),
    (0x4DC0, 0x4DFF),
    (0x1F6DC, 0x1F6DC),  # emoji younger than the oldest Python's tables
    (0x1FA70, 0x1FA7C),
    (0x1FA80, 0x1FA8A),
    (0x1FA8E, 0x1FAC6),
    (0x1FACE, 0x1FADC),
    (0x1FADF, 0x1FAEA),
    (0x1FAEF, 0x1FAF8),
)


@lru_cache(maxsize=4096)
def _char(char: str) -> int:
    code, kind = ord(char), unicodedata.category(char)
    if any(first <= code <= last for first, last in _ALWAYS_WIDE):
        return 2
    if kind == "Cn":
        return 1 + (0x20000 <= code < 0x3FFFE)
    if kind in {"Mn", "Me", "Mc", "Cc", "Zl", "Zp"} or (kind == "Cf" and code != 0xAD):
        return 0
    if 0x1160 <= code <= 0x11FF or code == 0x3164 or 0x1F3FB <= code <= 0x1F3FF:
        return 0  # the second and third part of a Korean syllable, its filler, and skin tones
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Cells the text takes; line breaks and controls count nothing."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _JOINER in text or _EMOJI in text:
        return sum(cells for _, cells in clusters(text))
    return sum(map(_char, text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What a reader sees as single characters, each with its cells; joined together they are the text."""
    held, cells, wideable = "", 0, False
    chars = iter(text)
    for char in chars:
        if char == _JOINER:
            held += char + next(chars, "")
        elif char == _EMOJI:
            cells, wideable, held = cells + wideable, False, held + char
        elif (own := _char(char)) == 0 or (_is_flag(char) and len(held) == 1 and _is_flag(held)):
            held, cells = held + char, cells + own
        else:
            if held:
                yield held, cells
            held, cells, wideable = char, own, own == 1 and (char >= "\u203c" or char in _KEYCAPS)
    if held:
        yield held, cells


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def cut(text: str, cells: int, ellipsis: str = "…") -> str:
    """The text in at most that many cells, never half a character; the ellipsis stands where some is missing."""
    if width(text) <= cells:
        return text
    room = cells - width(ellipsis)
    return head(text, room) + ellipsis if room >= 0 else head(text, cells)


def head(text: str, cells: int) -> str:
    """The longest beginning that fits."""
    made, used = "", 0
    for cluster, own in clusters(text):
        used += own
        if used > cells:
            break
        made += cluster
    return made


def pad(text: str, cells: int, align: Align = "left") -> str:
    """The text with spaces around it up to that many cells; wider text stays as it is."""
    missing = max(0, cells - width(text))
    before = {"left": 0, "right": missing, "center": missing // 2}[align]
    return " " * before + text + " " * (missing - before)


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most that many cells, broken at spaces and beside wide characters, else only where one must."""
    lines = [""]
    for glue, word in _words(text):
        if width(lines[-1] + glue + word) <= cells:
            lines[-1] += glue + word
            continue
        rest = word
        while width(rest) > cells and (piece := head(rest, cells)):
            lines.append(piece)
            rest = rest[len(piece) :]
        lines.append(rest)
    return [line for line in lines if line] or [""]


def _words(text: str) -> Iterator[tuple[str, str]]:
    """What may not be broken, each with the space before it; a full-width stop stays with what it ends."""
    for number, part in enumerate(text.split(" ")):
        glue, held, wide = (" " if number else ""), "", False
        for cluster, own in clusters(part):
            stop = own == 2 and unicodedata.category(cluster[0]) in {"Po", "Pe", "Pf"}
            if held and not stop and (wide or own == 2):
                yield glue, held
                glue, held = "", ""
            held, wide = held + cluster, own == 2
        yield glue, held
