"""Who is free for a plan at a start, and who of them is taken."""

from collections.abc import Sequence
from functools import lru_cache

from bookctl.engine.match import assign
from bookctl.engine.occupancy import Busy, Room, blocking, loads_of
from bookctl.engine.plan import Candidate, Part, Plan
from bookctl.engine.spans import Span
from bookctl.engine.wish import Choice, Placement, Wish
from bookctl.model.status import Held

WHY = (
    "asked for",
    "free then",
    "the customer's usual",
    "least busy that day",
    "needed least elsewhere",
    "first by id",
)


# A candidate with what it costs to take it, the heaviest reason first, so that offers compare by that:
# not asked for; 0 free, 1 closed, 2 taken; not usual; load, see `Loads`, on the day; versatility; id.
Offer = tuple[int, int, int, int, int, str, Candidate]
Row = Sequence[Offer]


def ranked(plan: Plan, part: Part, busy: Busy, wish: Wish, day: Span) -> list[Offer]:
    """An offer of each candidate as if it were free, the best first; a single one is not weighed."""
    prefers, asked = wish.prefers, plan.asked
    if len(part.candidates) == 1:
        only = part.candidates[0]
        return [(0, 0, 0, 0, 0, only.id, only)]
    loads = loads_of(busy, day, wish.ignore)
    if prefers or asked:
        row: list[Offer] = [
            (
                int(one.id not in asked),
                0,
                prefers.index(one.id) if one.id in prefers else len(prefers),
                loads[one.id],
                one.versatility,
                one.id,
                one,
            )
            for one in part.candidates
        ]
    else:
        row = [(0, 0, 0, loads[one.id], one.versatility, one.id, one) for one in part.candidates]
    row.sort()
    return row


def _costs(offer: Offer) -> tuple[int, ...]:
    unasked, blocked, unusual, load, versatility, _, _ = offer
    return unasked, blocked, unusual, load, versatility


def is_free(candidate: Candidate, busy: Busy, start: int, ignore: str | None) -> bool:
    """Whether it is open and has enough left at that start, leaving the owner `ignore` aside."""
    covers, holds = candidate.hours.covers, candidate.holds
    for first, last in candidate.works:
        if not covers(start + first, start + last):
            return False
    uses = busy.held(candidate.id, start + holds[0].first, start + holds[-1].last)
    if not uses:
        return True
    if candidate.alone:
        return ignore is not None and all(use.owner == ignore for use in uses)
    return not in_the_way(candidate, uses, start, ignore)


def choose(plan: Plan, busy: Busy, wish: Wish, day: Span) -> Placement | None:
    """The booking at the wished start, with the cheapest resources; None where somebody is missing.

    No resource serves twice and all that was asked for serve. The sums of the costs over all parts are
    the least possible, in the order of `Offer`.
    """
    start, ignore = wish.start or 0, wish.ignore
    table, best = [], []
    for part in plan.parts:
        row = ranked(plan, part, busy, wish, day)
        for offer in row:
            if is_free(offer[6], busy, start, ignore):
                best.append(offer)
                break
        else:
            return None
        table.append(row)
    if plan.asked or len({offer[5] for offer in best}) < len(best):
        return settle(
            plan, start, [[one for one in row if is_free(one[6], busy, start, ignore)] for row in table]
        )
    return placed(plan, start, table, best)


def settle(plan: Plan, start: int, table: Sequence[Row]) -> Placement | None:
    """As `choose`, from the offers that may be taken."""
    by_id = [{offer[5]: offer for offer in row} for row in table]
    ids = assign([list(row) for row in by_id], lambda part, id_: _costs(by_id[part][id_]))
    if ids is None or not plan.asked.issubset(ids):
        return None
    return placed(plan, start, table, [row[id_] for row, id_ in zip(by_id, ids, strict=True)])


def in_the_way(
    candidate: Candidate, uses: Sequence[Held], start: int, ignore: str | None
) -> tuple[Held, ...]:
    """The uses that leave the candidate too little at that start."""
    id_, capacity = candidate.id, candidate.resource.capacity
    found: dict[Held, None] = {}
    for first, last, units in candidate.holds:
        room = Room(id_, capacity, units)
        found.update(dict.fromkeys(blocking(uses, room, start + first, start + last, ignore)))
    return tuple(found)


def placed(plan: Plan, start: int, table: Sequence[Row], best: Sequence[Offer]) -> Placement:
    """The booking that the chosen offers make."""
    uses = []
    chosen = []
    for part, row, offer in zip(plan.parts, table, best, strict=True):
        id_ = offer[5]
        for first, last, units in offer[6].holds:
            uses.append(Held(id_, start + first, start + last, units, ""))
        chosen.append(_choice(part.label, id_, _why(row, offer)))
    return Placement(start, start + plan.seconds, tuple(uses), plan.price, tuple(chosen))


@lru_cache(maxsize=4096)
def _choice(need: str, resource: str, why: str) -> Choice:
    """The few there are in a practice, made once."""
    return Choice(need, resource, why)


def _why(row: Row, offer: Offer) -> str:
    """What tells it from the next best."""
    if len(row) == 1:
        return "the only one"
    if offer is row[-1]:
        return "the last one free"
    other = row[row.index(offer) + 1]
    at = 0
    while offer[at] == other[at]:
        at += 1
    return WHY[at]
