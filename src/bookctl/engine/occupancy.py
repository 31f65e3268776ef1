"""What is taken: uses of resources, and how many units of one are in use at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple, Protocol

from bookctl.engine.spans import Span, intersect, merge
from bookctl.model.status import Held
from bookctl.model.time import DAY


class Busy(Protocol):
    """A book that can be asked what is taken."""

    def held(self, resource: str, start: int, end: int) -> Sequence[Held]:
        """All uses that occupy the resource and overlap [start, end), in any order, without empty ones."""


class Loads(dict[str, int]):
    """Per resource: seconds held, times units, by all uses that overlap a span, but for the owner `ignore`."""

    def __init__(self, busy: Busy, span: Span, ignore: str | None = None) -> None:
        super().__init__()
        self._busy, self._span, self._ignore = busy, span, ignore

    def __missing__(self, resource: str) -> int:
        uses = self._busy.held(resource, *self._span)
        load = sum([(use[2] - use[1]) * use[3] for use in uses if use[4] != self._ignore])
        self[resource] = load
        return load


class Timeline:
    """Uses in memory, in one list per resource and day of UTC: adding and asking do not depend on how many.

    A subclass may fetch what it has not yet in `held`.
    """

    def __init__(self, held: Iterable[Held] = ()) -> None:
        self._days: defaultdict[str, dict[int, list[Held]]] = defaultdict(dict)
        self._owned: defaultdict[str, list[Held]] = defaultdict(list)
        self._loads: dict[Span, Loads] = {}
        self._loads_of_day: defaultdict[int, list[Loads]] = defaultdict(list)
        for use in held:
            self.add(use)

    def add(self, use: Held) -> None:
        """Takes in one use; an empty one takes nothing."""
        resource, start, end, _, owner = use
        if start >= end:
            return
        self._owned[owner].append(use)
        days = self._days[resource]
        for day in range(start // DAY, (end - 1) // DAY + 1):
            for loads in self._loads_of_day.get(day, ()):
                loads.pop(resource, None)
            if day in days:
                days[day].append(use)
            else:
                days[day] = [use]

    def remove(self, owner: str) -> None:
        """Lets go of all that the owner uses."""
        for use in self._owned.pop(owner, ()):
            days = self._days[use.resource]
            for day in range(use.start // DAY, (use.end - 1) // DAY + 1):
                days[day].remove(use)
                for loads in self._loads_of_day.get(day, ()):
                    loads.pop(use.resource, None)

    def held(self, resource: str, start: int, end: int) -> list[Held]:
        """All uses that overlap [start, end)."""
        days = self._days.get(resource)
        if days is None:
            return []
        day = start // DAY
        if (end - start) // DAY > len(days):
            return list(
                {
                    id(use): use for day in days for use in days[day] if use[1] < end and use[2] > start
                }.values()
            )
        found = [use for use in days[day] if use[1] < end and use[2] > start] if day in days else []
        while (begin := (day + 1) * DAY) < end:
            day += 1
            if day in days:  # one that began earlier was found on the day before
                found += [use for use in days[day] if begin <= use[1] < end]
        return found

    def loads(self, start: int, end: int) -> Loads:
        """How much each resource is in use by what overlaps [start, end), kept up to date."""
        loads = self._loads.get((start, end))
        if loads is None:
            loads = self._loads[start, end] = Loads(self, (start, end))
            for day in range(start // DAY, (end - 1) // DAY + 1):
                self._loads_of_day[day].append(loads)
        return loads


def loads_of(busy: Busy, span: Span, ignore: str | None = None) -> Loads:
    """As `Timeline.loads`, for any book, leaving the owner `ignore` aside."""
    return busy.loads(*span) if isinstance(busy, Timeline) and ignore is None else Loads(busy, span, ignore)


def peak(uses: Iterable[Held], start: int, end: int) -> int:
    """The most units in use at any one instant of [start, end)."""
    most = now = 0
    for _, units in edges(use for use in uses if use[1] < end and use[2] > start):
        now += units
        most = max(most, now)
    return most


def edges(uses: Iterable[Held]) -> list[tuple[int, int]]:
    """Where units begin and, negative, end; at one instant what ends comes first."""
    return sorted(
        edge for _, start, end, units, _ in uses if start < end for edge in ((start, units), (end, -units))
    )


class Room(NamedTuple):
    """What is asked for: so many units of a resource that has `capacity` of them."""

    resource: str
    capacity: int
    units: int = 1


def free(busy: Busy, room: Room, start: int, end: int, ignore: str | None = None) -> bool:
    """Whether the units are to be had during all of [start, end), leaving the owner `ignore` aside."""
    others = (use for use in busy.held(room.resource, start, end) if use.owner != ignore)
    return peak(others, start, end) + room.units <= room.capacity


def blocking(
    uses: Iterable[Held], room: Room, start: int, end: int, ignore: str | None = None
) -> tuple[Held, ...]:
    """The uses in the way, by start: none where the units are to be had."""
    others = [use for use in uses if use[1] < end and use[2] > start and use[4] != ignore]
    if room.units > room.capacity:
        return tuple(others)
    full = intersect(full_spans(others, room), [(start, end)])
    inside = [use for use in others if any(use.start < last and use.end > first for first, last in full)]
    return tuple(sorted(inside, key=attrgetter("start", "owner")))


def full_spans(uses: Sequence[Held], room: Room) -> list[Span]:
    """Where the units are not to be had any more."""
    if all(use[3] + room.units > room.capacity for use in uses):
        return merge((use[1], use[2]) for use in uses)
    found: list[Span] = []
    now, since = 0, None
    for at, units in edges(uses):
        now += units
        if since is None and now + room.units > room.capacity:
            since = at
        elif since is not None and now + room.units <= room.capacity:
            found.append((since, at))
            since = None
    return merge(found)


class Clash(NamedTuple):
    """Too much of a resource in use during all of [start, end).

    `owners` are those who use it then, in order of start; one alone where it asks for more than there is.
    """

    resource: str
    start: int
    end: int
    owners: tuple[str, ...]
    units: int
    capacity: int


def overlaps(held: Iterable[Held], capacity: Mapping[str, int] | int) -> list[Clash]:
    """Every stretch in which the units in use exceed the capacity, by resource and start.

    One capacity may stand for all; a resource without one has 1.
    """
    lanes: defaultdict[str, list[Held]] = defaultdict(list)
    for use in held:
        lanes[use[0]].append(use)
    found: list[Clash] = []
    for resource in sorted(lanes):
        limit = capacity if isinstance(capacity, int) else capacity.get(resource, 1)
        lane = lanes[resource]
        lane.sort(key=itemgetter(1))
        if not _one_by_one(lane, limit):
            found += _crowded(lane, limit)
    return found


def _one_by_one(lane: list[Held], limit: int) -> bool:
    """Whether each ends before the next begins and none alone is too much: so it is in most of any book."""
    if max([use[3] for use in lane]) > limit:
        return False
    return all([one[2] <= other[1] for one, other in pairwise(lane)])  # noqa: C419 - a list is faster


def _crowded(lane: list[Held], limit: int) -> Iterator[Clash]:
    """A sweep: between two neighbouring instants at which something begins or ends, nothing changes."""
    begins: list[Held] = [use for use in lane if use.start < use.end]
    instants = sorted({at for use in begins for at in (use.start, use.end)})
    active: list[Held] = []
    upcoming = 0
    last: Clash | None = None
    for at, until in pairwise(instants):
        active = [use for use in active if use.end > at]
        while upcoming < len(begins) and begins[upcoming].start == at:
            active.append(begins[upcoming])
            upcoming += 1
        units = sum([use.units for use in active])
        here = None
        if units > limit:
            owners = tuple(dict.fromkeys(use.owner for use in active))
            here = Clash(lane[0].resource, at, until, owners, units, limit)
            if last and (last.end, last.owners, last.units) == (at, owners, units):
                here, last = here._replace(start=last.start), None
        if last:
            yield last
        last = here
    if last:
        yield last
