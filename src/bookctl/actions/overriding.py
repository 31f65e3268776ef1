"""Rules that somebody overrides, and what is kept of that."""

from collections.abc import Callable, Sequence

from bookctl.actions.problems import Refused
from bookctl.engine.wish import Refusal


class Gate:
    """Lets a refusal pass where somebody overrides it and says why, and remembers which."""

    def __init__(self, force: str | None) -> None:
        self.force = force
        self.overridden: list[Refusal] = []

    def judge(self, refusal: Refusal | None, nearest: Callable[[], list[str]] = list) -> None:
        if refusal is None:
            return
        if self.force is None:
            raise Refused.by(refusal, nearest())
        self.overridden.append(refusal)


def codes(overridden: Sequence[Refusal]) -> str | None:
    """What a history says was overridden."""
    return "; ".join(dict.fromkeys(rule.code for rule in overridden)) or None
