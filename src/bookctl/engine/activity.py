"""How active a customer is, by the ledger's own `[activity]`: the one place that says so."""

from typing import Literal

from bookctl.model.settings import Activity

Level = Literal["new", "active", "quiet", "lost"]


def level(since: int | None, limits: Activity, *, ahead: bool) -> Level:
    """`since` is calendar days since the last visit, None before the first; `ahead`: something is booked."""
    if since is None:
        return "new"
    if ahead or since < limits.quiet:
        return "active"
    return "quiet" if since < limits.lost else "lost"
