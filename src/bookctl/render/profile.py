"""A person on one screen: a heading, and facts whose lines hang below their first."""

from collections.abc import Sequence

from bookctl.model.text import shown
from bookctl.render.cells import width, wrap
from bookctl.render.style import Look


def screen(name: str, beside: str, facts: Sequence[tuple[str, str]], look: Look) -> list[str]:
    """Facts without a value are left out; an alert stands out."""
    made = [f"{look.style.paint('heading', shown(name))}  {look.style.paint('dim', shown(beside))}"]
    kept = [(key, value) for key, value in facts if value]
    size = max((width(key) for key, _ in kept), default=0) + 3
    for key, value in kept:
        left = look.style.paint("dim", f"{key}:") + " " * (size - width(key) - 1)
        for paragraph in value.split("\n"):
            for line in wrap(shown(paragraph), max(20, look.width - size)):
                text = look.style.paint("warning", line) if key == "alert" else line
                made.append((left + text).rstrip())
                left = " " * size
    return made
