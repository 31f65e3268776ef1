"""Places in a class."""

from collections.abc import Sequence

from bookctl.engine.wish import Refusal
from bookctl.model.counted import counted


def join(total: int, taken: Sequence[int], wanted: int) -> Refusal | None:
    """None where a party of `wanted` fits beside those who have seats."""
    left = total - sum(taken)
    if wanted <= left:
        return None
    if left <= 0:
        return Refusal("seats", f"no seat is left of {total}")
    return Refusal("seats", f"{counted(left, 'seat')} left of {total}, {wanted} are wanted")


def missing(least: int, taken: Sequence[int]) -> int:
    """How many more must join before the session runs."""
    return max(0, least - sum(taken))
