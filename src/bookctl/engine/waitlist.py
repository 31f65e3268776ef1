"""Who waits, how it stands with them, and who is next when time becomes free."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from bookctl.engine.spans import Span
from bookctl.model.hours import DAY_MINUTES, Window
from bookctl.model.time import wall

State = Literal["waiting", "offered", "passed", "served", "dropped", "over"]
OPEN = frozenset({"waiting", "passed"})
ACTIVE = OPEN | {"offered"}
TAKEN = frozenset({"confirmed", "arrived", "completed", "no-show"})
TURNED_DOWN = frozenset({"declined", "cancelled"})
ONCE = 1  # change: an offer that ended and was never taken


class Offer(NamedTuple):
    """A booking that names a wait. Instants, half-open; `changes` is how often its status or time changed."""

    start: int
    end: int
    status: str
    lapsed: bool = False
    changes: int = 0

    @property
    def taken(self) -> bool:
        """They had it, whatever became of it: who cancels what they accepted does not wait any more."""
        return self.status in TAKEN or (self.status == "cancelled" and self.changes > ONCE)

    @property
    def live(self) -> bool:
        return self.status in {"held", "requested"} and not self.lapsed

    @property
    def passed(self) -> bool:
        """It lapsed or was turned down."""
        return not self.live and not self.taken


def state(dropped: int | None, last: int, offers: Sequence[Offer], now: int) -> State:
    """How it stands with a wait at `now`; `last` is the instant from which nothing would do any more."""
    if any(one.taken for one in offers):
        return "served"
    if dropped is not None:
        return "dropped"
    if any(one.live for one in offers):
        return "offered"
    if last <= now:
        return "over"
    return "passed" if any(one.passed for one in offers) else "waiting"


def let_pass(offers: Iterable[Offer], span: Span) -> bool:
    """Whether they had an offer that overlaps the stretch and did not take it: nobody is asked twice."""
    return any(one.passed and one.start < span[1] and one.end > span[0] for one in offers)


class Place(NamedTuple):
    """A time that somebody who waits could be offered; instants, half-open."""

    at: int
    id: str
    start: int
    end: int
    seats: int = 1


def fills(place: Place, freed: Span | None) -> int:
    """Seconds of the freed stretch that it takes, for each seat; all of its own where nothing in particular was freed."""
    first, last = freed or (place.start, place.end)
    return max(0, min(place.end, last) - max(place.start, first)) * place.seats


def queue(places: Iterable[Place], order: str, freed: Span | None) -> list[Place]:
    """One place for each who waits, in the order of the discipline: `first` by when they asked, `fit` by what they fill."""
    if order == "fit":
        return sorted(places, key=lambda one: (-fills(one, freed), one.at, one.id))
    return sorted(places, key=lambda one: (one.at, one.id))


def within(start: int, windows: Sequence[Window], zone: ZoneInfo) -> bool:
    """Whether a start lies in one of the hours of the week, or there are none; a window's end is not included."""
    if not windows:
        return True
    local = wall(start, zone)
    minute = local.hour * 60 + local.minute
    today, before = local.weekday(), (local.weekday() - 1) % 7
    return any(
        (one.day == today and one.start <= minute < one.end)
        or (one.day == before and minute + DAY_MINUTES < one.end)
        for one in windows
    )


class Wanted(Protocol):
    """What somebody waits for: dates as YYYY-MM-DD, both included."""

    @property
    def service(self) -> str: ...
    @property
    def session(self) -> str | None: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...


def rivals(one: Wanted, other: Wanted) -> bool:
    """Whether one time could serve both."""
    if one.service != other.service or one.start > other.end or other.start > one.end:
        return False
    return one.session is None or other.session is None or one.session == other.session
