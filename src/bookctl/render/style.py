"""Colours and glyphs. Meaning is in the glyph and its place; colour only repeats it."""

from collections.abc import Mapping
from typing import NamedTuple

NARROW, USUAL, WIDE = 20, 80, 1000


class Style(NamedTuple):
    """What each kind of text looks like, as the parameters of a terminal's SGR sequence; plain by default."""

    heading: str = ""
    dim: str = ""
    now: str = ""
    current: str = ""
    warning: str = ""
    error: str = ""
    added: str = ""
    removed: str = ""
    requested: str = ""
    held: str = ""
    confirmed: str = ""
    arrived: str = ""
    completed: str = ""
    declined: str = ""
    cancelled: str = ""
    no_show: str = ""
    session: str = ""

    def paint(self, name: str, text: str) -> str:
        """The text in the style of that name (a field's, or a status); nothing is added around empty text."""
        code = getattr(self, name.replace("-", "_")) if name else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN = Style()
# The 8 basic colours without black and white, bold, dim, and reverse for what is now: right on light and dark.
COLOURED = Style(
    heading="1",
    dim="2",
    now="7",
    current="1",
    warning="33",
    error="1;31",
    added="32",
    removed="31",
    requested="33",
    held="33",
    confirmed="32",
    arrived="1;36",
    completed="2;32",
    declined="2",
    cancelled="2",
    no_show="31",
    session="36",
)


class Glyphs(NamedTuple):
    """The signs everything is drawn with, one cell each but for `conflict` and `ellipsis`."""

    requested: str = "○"
    held: str = "○"
    confirmed: str = "●"
    arrived: str = "▸"
    completed: str = "✓"
    declined: str = "×"
    cancelled: str = "×"
    no_show: str = "!"
    blocked: str = "▒"
    free: str = "·"
    conflict: str = "‼"
    padding: str = "~"
    rule: str = "─"
    ellipsis: str = "…"
    current: str = ">"
    now: str = "^"

    def status(self, status: str) -> str:
        return str(getattr(self, status.replace("-", "_")))


UNICODE = Glyphs()
ASCII = Glyphs(
    requested="?",
    held="?",
    confirmed="*",
    arrived=">",
    completed="+",
    declined="x",
    cancelled="x",
    blocked="#",
    free=".",
    conflict="!!",
    rule="-",
    ellipsis="..",
)


class Look(NamedTuple):
    """How to draw: colours, signs, and how many cells a line may take."""

    style: Style = PLAIN
    glyphs: Glyphs = UNICODE
    width: int = USUAL


def choose(
    stream_is_tty: bool,
    env: Mapping[str, str],
    color: str = "auto",
    ascii: bool = False,  # noqa: A002 - the option's own name
    encoding: str = "utf-8",
    *,
    columns: int | None = None,
) -> Look:
    """How to draw on a stream. `color` is auto, always or never; `columns` is what the terminal says of itself.

    Colour: --color, then NO_COLOR and FORCE_COLOR (where not empty), then TERM=dumb, then whether it is a terminal.
    ASCII: --ascii, LC_ALL or LANG of C or POSIX, or a stream of another encoding than UTF-8.
    Width: COLUMNS, then `columns`, then 80.
    """
    return Look(
        COLOURED if _coloured(stream_is_tty, env, color) else PLAIN,
        ASCII if ascii or not _is_unicode(encoding) or _is_c(env) else UNICODE,
        _width(env.get("COLUMNS", ""), columns),
    )


def _coloured(tty: bool, env: Mapping[str, str], color: str) -> bool:
    if color != "auto":
        return color == "always"
    if env.get("NO_COLOR"):
        return False
    if forced := env.get("FORCE_COLOR"):
        return forced != "0"
    return tty and env.get("TERM") != "dumb"


def _is_c(env: Mapping[str, str]) -> bool:
    """Whether the user asked for the plain locale, which Python takes for UTF-8 (PEP 538, PEP 540)."""
    said = env.get("LC_ALL") or env.get("LANG")
    return said in {"C", "POSIX"}


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def _width(said: str, columns: int | None) -> int:
    wanted = int(said) if said.isascii() and said.isdigit() else 0
    return max(NARROW, min(wanted or columns or USUAL, WIDE))
