"""The times nearest to one that cannot be had."""

from collections.abc import Callable

from bookctl.actions.caps import BusyScene, open_slots
from bookctl.engine.place import Planner
from bookctl.engine.refuse import horizon_end
from bookctl.engine.wish import Placement, Wish
from bookctl.model.time import DAY, day_start, local_day

NEAR, FAR = 14, 62  # days
AFTER = 2


def around(
    scene: BusyScene, planner: Planner, wish: Wish, fits: Callable[[Placement], bool] = lambda _: True
) -> list[int]:
    """The last start before the wished one and the next two after it that would be granted; instants.

    Looked for from that day on, or from the last one that can be booked, for a fortnight; where a month's cap may be
    full, for two months.
    """
    if wish.start is None:
        return []
    policy, zone = scene.policy(wish.service, wish.tier), scene.catalogue.settings.zone
    last_day = horizon_end(policy, scene.now, zone) - DAY
    begin = max(scene.now, min(day_start(local_day(wish.start, zone), zone), last_day))
    found: list[int] = []
    for days in [NEAR, FAR] if any(cap.every == "month" for cap in policy.cap or ()) else [NEAR]:
        span = begin, max(wish.start, begin) + days * DAY
        found = found or _within(scene, planner, wish, fits, span)
    return found


def _within(
    scene: BusyScene, planner: Planner, wish: Wish, fits: Callable[[Placement], bool], span: tuple[int, int]
) -> list[int]:
    free, start = wish._replace(start=None, avoid=frozenset(), force=False), wish.start or 0
    before: int | None = None
    after: list[int] = []
    for slot in filter(fits, open_slots(scene, planner, free, span)):
        if slot.start < start:
            before = slot.start
        else:
            after.append(slot.start)
        if len(after) == AFTER:
            break
    return ([] if before is None else [before]) + after
