"""One booking in full: what `show` prints."""

from collections.abc import Iterator, Sequence

from bookctl.model.text import shown
from bookctl.model.time import wall
from bookctl.render.cells import cut, pad, width, wrap
from bookctl.render.style import Look
from bookctl.render.views import Detail, Happening
from bookctl.render.when import clock

_LEAST_VALUE = 20


def booking(view: Detail, look: Look) -> list[str]:
    """The id and status, the facts as aligned `key: value` lines, and the history, the oldest first."""
    sign = look.style.paint(view.status, f"{look.glyphs.status(view.status)} {view.status}")
    made = [f"{look.style.paint('heading', shown(view.id))}  {sign}"]
    facts = [(shown(key), value) for key, value in view.facts if value]
    size = max((width(key) for key, _ in facts), default=0) + 3
    for key, value in facts:
        made += _fact(key, value, size, look)
    if view.history:
        made += ["", look.style.paint("heading", "history"), *_history(view, look)]
    return made


def _fact(key: str, value: str, size: int, look: Look) -> Iterator[str]:
    """Lines of a value hang below its first."""
    left = look.style.paint("dim", f"{key}:") + " " * (size - width(key) - 1)
    for paragraph in value.split("\n"):
        for line in wrap(shown(paragraph), max(_LEAST_VALUE, look.width - size)):
            yield (left + line).rstrip()
            left = " " * size


def _history(view: Detail, look: Look) -> list[str]:
    what = max(width(shown(one.text)) for one in view.history)
    who = max(width(shown(one.by)) for one in view.history)
    return [_happened(one, view, (what, who), look) for one in view.history]


def _happened(one: Happening, view: Detail, sizes: Sequence[int], look: Look) -> str:
    when = f"{wall(one.at, view.zone):%Y-%m-%d} {clock(one.at, view.zone)}"
    parts = (when, pad(shown(one.text), sizes[0]), pad(shown(one.by), sizes[1]), shown(one.reason))
    text = cut("  " + "  ".join(parts).rstrip(), look.width, look.glyphs.ellipsis)
    return look.style.paint("dim", text[: 2 + len(when)]) + text[2 + len(when) :]
