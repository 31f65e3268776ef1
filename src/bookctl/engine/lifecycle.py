"""The steps in a booking's life."""

from bookctl.engine.wish import Refusal

NEXT: dict[str, tuple[str, ...]] = {
    "requested": ("held", "confirmed", "declined", "cancelled"),
    "held": ("requested", "confirmed", "declined", "cancelled"),
    "confirmed": ("arrived", "completed", "no-show", "cancelled"),
    "arrived": ("completed", "cancelled"),
    "completed": (),
    "declined": (),
    "cancelled": (),
    "no-show": (),
}


def advance(status: str, target: str) -> Refusal | None:
    """None where a booking may go from the one status to the other."""
    possible = NEXT.get(status, ())
    if target in possible:
        return None
    if status == target:
        return Refusal("status", f"it is {status} already")
    if not possible:
        return Refusal("status", f"it is {status}, and that is final: it cannot become {target}")
    return Refusal("status", f"it is {status}: it can become {_listed(possible)}, not {target}")


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
