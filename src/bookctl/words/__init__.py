"""What people type, in English and Chinese: read whole or refused with a sentence, never guessed.

Each name loads its own module when it is first asked for, so that a command pays for its words only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookctl.model.hours import Window, format_hours
    from bookctl.words.calendar import Context
    from bookctl.words.clock import parse_time
    from bookctl.words.days import parse_date
    from bookctl.words.echo import echo_date, echo_moment
    from bookctl.words.lengths import parse_days, parse_duration
    from bookctl.words.moments import Moment, parse_moment
    from bookctl.words.price import parse_money
    from bookctl.words.ranges import Range, parse_range
    from bookctl.words.source import WordError
    from bookctl.words.weekly import parse_hours

__all__ = [
    "Context",
    "Moment",
    "Range",
    "Window",
    "WordError",
    "echo_date",
    "echo_moment",
    "format_hours",
    "parse_date",
    "parse_days",
    "parse_duration",
    "parse_hours",
    "parse_moment",
    "parse_money",
    "parse_range",
    "parse_time",
]
_HOMES = {
    "bookctl.model.hours": ("Window", "format_hours"),
    "bookctl.words.calendar": ("Context",),
    "bookctl.words.clock": ("parse_time",),
    "bookctl.words.days": ("parse_date",),
    "bookctl.words.echo": ("echo_date", "echo_moment"),
    "bookctl.words.lengths": ("parse_days", "parse_duration"),
    "bookctl.words.moments": ("Moment", "parse_moment"),
    "bookctl.words.price": ("parse_money",),
    "bookctl.words.ranges": ("Range", "parse_range"),
    "bookctl.words.source": ("WordError",),
    "bookctl.words.weekly": ("parse_hours",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            globals()[name] = value = getattr(import_module(home), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
