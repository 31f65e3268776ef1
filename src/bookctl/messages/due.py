"""What is due and not past, worked out from the book as it is: never from when somebody last looked."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.messages.due_find import Turn, turns
from bookctl.messages.quiet import Quiet, shifted
from bookctl.messages.subjects import Source
from bookctl.model.time import DAY

if TYPE_CHECKING:
    from bookctl.model.rule import Rule, Then

LOOKBACK = 3 * DAY
"""How long after its deadline something is still told as missed."""
AHEAD = 8 * DAY
FORWARD = 2 * DAY  # quiet hours bring a reminder forward by less
LATE = "its time was over"
QUIET = "quiet hours until its time was over"


class Due(NamedTuple):
    """One action of one rule for one subject; `key` is what is never done twice.

    `planned` is the instant before quiet hours, `due` the one after them; it helps while now < `deadline`. `missed`
    says why it is not to be done any more. `silent`: only a channel marked so may carry it. `later` is the rule of
    a reminder that takes its place where that one applies to the booking, see `due_judge`.
    """

    key: str
    rule: str
    about: str
    booking: str | None
    customer: str | None
    then: "Then"
    number: int
    due: int
    planned: int
    deadline: int
    missed: str | None = None
    silent: bool = False
    later: str | None = None


def key_of(rule: str, about: str, anchor: int, number: int, to: str) -> str:
    """Of rule, subject, its instant (see `moments.Planned`), the action's number in the rule and who gets it."""
    return sha256(f"{rule}|{about}|{anchor}|{number}|{to}".encode()).hexdigest()[:16]


def due(
    source: Source, rules: "Mapping[str, Rule]", now: int, zone: ZoneInfo, *, lookback: int = LOOKBACK
) -> Iterator[Due]:
    """Everything that is due at `now` and whose deadline is ahead or no longer ago than `lookback`, in order of time.

    What was done before is among it: the caller leaves out the keys that it knows.
    """
    hours = Hours(source, zone)
    span = now, now - lookback, now + FORWARD
    found = [(turn, hours.of(turn)) for turn in turns(source, rules, span, zone)]
    seen = [(turn, hours.seen(turn, one, now)) for turn, one in found if one.due <= now]
    told = [(turn, one) for turn, one in seen if one is not None]
    last = _last(told)
    return iter(
        sorted((_replaced(turn, one, last) for turn, one in told), key=lambda one: (one.due, one.key))
    )


def next_due(source: Source, rules: "Mapping[str, Rule]", now: int, zone: ZoneInfo) -> int | None:
    """The next instant after `now`, within eight days, at which something becomes due if the book stays as it is."""
    hours = Hours(source, zone)
    instants = [
        hours.held(turn, one, now) if one.due <= now else one.due
        for turn in turns(source, rules, (now, now, now + AHEAD), zone)
        for one in (hours.of(turn),)
    ]
    return min((at for at in instants if at is not None), default=None)


class Hours:
    """Quiet hours, asked for only where something may be due."""

    def __init__(self, source: Source, zone: ZoneInfo) -> None:
        self._source, self._zone = source, zone
        self._known: tuple[Quiet | None, frozenset[str]] | None = None

    def of(self, turn: Turn) -> Due:
        """The turn with quiet hours applied; where they leave no time it is planned as it was, missed or silent."""
        at: int | None = turn.plan.planned
        if self._applies(turn):
            at = shifted(turn.plan.planned, turn.plan.earliest, turn.plan.deadline, self._quiet)
        one = _due(turn, turn.plan.planned if at is None else at)
        return one if at is not None else self._unshifted(one)

    def seen(self, turn: Turn, one: Due, now: int) -> Due | None:
        """As it stands at `now`; None where quiet hours hold it back a while."""
        if now >= one.deadline:
            return one._replace(missed=one.missed or LATE, silent=False)
        if one.missed or one.silent or not self._applies(turn):
            return one
        span = self._quiet.around(now) if self._quiet else None
        if span is None:
            return one
        return self._unshifted(one) if span[1] >= one.deadline else None

    def held(self, turn: Turn, one: Due, now: int) -> int | None:
        """When quiet hours let go of what they hold back at `now`."""
        if now >= one.deadline or self.seen(turn, one, now) is not None or self._quiet is None:
            return None
        span = self._quiet.around(now)
        return span[1] if span else None

    def _unshifted(self, one: Due) -> Due:
        if any(name in self._silent for name in one.then.channel):
            return one._replace(silent=True)
        return one._replace(missed=QUIET)

    def _applies(self, turn: Turn) -> bool:
        """Whether it can disturb somebody: a message, on a channel that is heard, or an offer, which sends one."""
        then = turn.then
        if then.offer:  # nobody answers at night, and the hold would be over by the morning
            return True
        return then.send is not None and not all(name in self._silent for name in then.channel)

    @property
    def _quiet(self) -> Quiet | None:
        return self._load()[0]

    @property
    def _silent(self) -> frozenset[str]:
        return self._load()[1]

    def _load(self) -> tuple[Quiet | None, frozenset[str]]:
        if self._known is None:
            text = self._source.quiet()
            self._known = (Quiet(text, self._zone) if text else None), self._source.silent()
        return self._known


def _due(turn: Turn, at: int) -> Due:
    key = key_of(turn.rule, turn.about, turn.plan.anchor, turn.number, turn.then.to)
    plan = turn.plan
    return Due(
        key, turn.rule, turn.about, turn.booking, turn.customer, turn.then, turn.number, at, plan.planned, plan.deadline
    )  # fmt: skip


def _last(told: Iterable[tuple[Turn, Due]]) -> dict[tuple[str, str], Due]:
    """The latest of the reminders that each booking's people would get now."""
    last: dict[tuple[str, str], Due] = {}
    for turn, one in told:
        if turn.reminds and one.missed is None:
            there = last.get(_group(turn))
            if there is None or (one.planned, one.key) > (there.planned, there.key):
                last[_group(turn)] = one
    return last


def _replaced(turn: Turn, one: Due, last: Mapping[tuple[str, str], Due]) -> Due:
    winner = last.get(_group(turn)) if turn.reminds and one.missed is None else None
    return one._replace(later=winner.rule) if winner is not None and winner.planned > one.planned else one


def _group(turn: Turn) -> tuple[str, str]:
    return turn.about, turn.then.to
