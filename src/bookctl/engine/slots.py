"""Free starts, one after the other: a week is looked at only when the weeks before it are used up."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.choose import choose
from bookctl.engine.hours import midnight
from bookctl.engine.occupancy import Busy, Room, Timeline, full_spans
from bookctl.engine.plan import Candidate, Plan
from bookctl.engine.spans import Span, erode, intersect, merge, subtract
from bookctl.engine.wish import Placement, Wish
from bookctl.model.time import DAY, MINUTE, local_day, wall

STRIDE = 7 * DAY
MEMORY = 7 * DAY


class Piece(NamedTuple):
    """Possible starts, half-open; `origin` is what the grid counts from, None where that is too long ago."""

    start: int
    end: int
    origin: int | None


def slots(
    plan: Plan, busy: Busy, wish: Wish, span: Span, day_of: Callable[[int], Span]
) -> Iterator[Placement]:
    """Placements with a start in [start, end) on the policy's grid, every `step` minutes.

    `clock` counts from local midnight, in the zone of the resources where they share one, else in the
    ledger's. `window` counts from where, for every need, somebody who could serve it is at work:
    opening hours alone decide, touching ones are one window, bookings do not shift the grid. `gap`
    counts from the first start at which every need has somebody open and free. A window or gap older
    than MEMORY, as of a resource that never closes, counts as `clock`.
    """
    for starts, book in _weeks(plan, busy, wish, span):
        for start in starts:
            found = choose(plan, book, wish._replace(start=start), day_of(start))
            if found is not None:
                yield found


def _weeks(plan: Plan, busy: Busy, wish: Wish, span: Span) -> Iterator[tuple[Iterator[int], Timeline]]:
    """Week by week the starts at which each need for itself has somebody, and the book around them."""
    grid, step, zone = plan.policy.grid, (plan.policy.step or 1) * MINUTE, _clock_zone(plan)
    low = span[0] - span[0] % MINUTE - MEMORY * (grid != "clock")
    carried: Piece | None = None
    while low < span[1]:
        high = low + STRIDE
        inside = (max(low, span[0]), min(high, span[1]))
        if grid == "gap" or inside[0] < inside[1]:
            book = _fetched(plan, busy, (low, high))
            free = _free_starts(plan, book, wish, (low, high))
        else:
            book, free = Timeline(), []
        if grid == "clock":
            pieces = [Piece(low, high, None)]
        else:
            pieces = _pieces(free if grid == "gap" else _open_starts(plan, (low, high)), low, carried)
            carried = pieces[-1] if pieces and pieces[-1].end == high else Piece(low, high - 1, None)
        yield _starts(pieces, intersect(free, [inside]), step, zone), book
        low = high


def _clock_zone(plan: Plan) -> ZoneInfo:
    zones = {one.resource.zone or plan.zone.key for part in plan.parts for one in part.candidates}
    return ZoneInfo(zones.pop()) if len(zones) == 1 else plan.zone


def _reach(plan: Plan) -> Span:
    """From the first second that is worked or held to the last, as offsets to the start."""
    spans = [one.reach for part in plan.parts for one in part.candidates]
    return min([0, *(first for first, _ in spans)]), max([plan.seconds, *(last for _, last in spans)])


def _fetched(plan: Plan, busy: Busy, starts: Span) -> Timeline:
    """All that could matter to starts within the span, asked for once; the days around count as load."""
    first, last = _reach(plan)
    low, high = starts[0] + first - 2 * DAY, starts[1] + last + 2 * DAY
    ids = dict.fromkeys(one.id for part in plan.parts for one in part.candidates)
    return Timeline(use for id_ in ids for use in busy.held(id_, low, high))


def _open_starts(plan: Plan, starts: Span) -> list[Span]:
    """Starts at which each need has somebody at work, whoever that is."""
    first, last = _reach(plan)
    around = (starts[0] + first, starts[1] + last)
    found = [starts]
    for part in plan.parts:
        at_work = merge(span for one in part.candidates for span in one.hours.spans(*around))
        for run in part.demand.runs:
            found = intersect(found, erode(at_work, run.start * MINUTE, run.end * MINUTE))
    return found


def _free_starts(plan: Plan, book: Timeline, wish: Wish, starts: Span) -> list[Span]:
    """Starts at which each need, taken for itself, has somebody open and free."""
    first, last = _reach(plan)
    around = (starts[0] + first, starts[1] + last)
    found = [starts]
    for part in plan.parts:
        found = intersect(
            found, merge(s for one in part.candidates for s in _free_for(one, book, wish, around))
        )
    return found


def _free_for(candidate: Candidate, book: Timeline, wish: Wish, around: Span) -> list[Span]:
    at_work = candidate.hours.spans(*around)
    found = [around]
    for first, last in candidate.works:
        found = intersect(found, erode(at_work, first, last))
    uses = [use for use in book.held(candidate.id, *around) if use.owner != wish.ignore]
    for hold in candidate.holds:
        full = full_spans(uses, Room(candidate.id, candidate.resource.capacity, hold.units))
        found = intersect(found, erode(subtract([around], full), hold.first, hold.last))
    return found


def _pieces(spans: Sequence[Span], low: int, carried: Piece | None) -> list[Piece]:
    """The spans with their origins; one that was open already before `low` keeps what was known of it."""
    found = []
    for start, end in spans:
        origin: int | None = start
        if start == low and (carried is None or carried.end == low):
            origin = None if carried is None else carried.origin
        found.append(Piece(start, end, origin))
    return found


def _starts(pieces: Sequence[Piece], free: Sequence[Span], step: int, zone: ZoneInfo) -> Iterator[int]:
    """The grid's points in the free spans."""
    for start, end, origin in pieces:
        turn = start if origin is None else origin + MEMORY
        for first, last in intersect(free, [(start, end)]):
            if origin is not None:
                begin = first + (origin - first) % step
                yield from range(begin, min(last, turn), step)
            yield from clock_starts(max(first, turn), last, step, zone)


def clock_starts(start: int, end: int, step: int, zone: ZoneInfo) -> Iterator[int]:
    """Instants of [start, end) whose time of day is a multiple of the step, in seconds.

    A time of day that happens twice gives both, one that does not exist none.
    """
    if start >= end:
        return
    day = local_day(start, zone)
    while (first := midnight(day, zone)) < end:
        day += timedelta(days=1)
        last = midnight(day, zone)
        if last - first == DAY:
            points: Iterator[int] = iter(range(first, last, step))
        else:
            points = (at for at in range(first, last, MINUTE) if _time_of_day(at, zone) % step == 0)
        yield from (at for at in points if start <= at < end)


def _time_of_day(at: int, zone: ZoneInfo) -> int:
    local = wall(at, zone)
    return local.hour * 3600 + local.minute * MINUTE
