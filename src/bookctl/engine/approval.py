"""Which bookings somebody must agree to, who that is, and when it is settled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from bookctl.engine.say import listed
from bookctl.model.approval import Approval
from bookctl.model.money import to_minor

_SECONDS = {"m": 60, "h": 3600, "d": 86_400}


class Case(NamedTuple):
    """What decides whether a booking needs agreement; the price in minor units."""

    service: str
    price: int | None
    first_visit: bool
    tier: str | None
    source: str | None


class Side(NamedTuple):
    """Who would agree: their name as `--by` gives it, and whether they have a skill the service asks for."""

    by: str | None
    qualified: bool = False


Given = Mapping[str, int]
"""Who agreed, see `folded`, and the instant at which they did."""


def folded(by: str | None) -> str:
    """A name by which somebody agrees: `Chen` is `chen`."""
    return (by or "").casefold()


def needed(approvals: Iterable[Approval], case: Case, currency: str) -> list[Approval]:
    """Those whose conditions all hold."""
    return [one for one in approvals if _applies(one, case, currency)]


def _applies(one: Approval, case: Case, currency: str) -> bool:
    return (
        (one.price_above is None or (case.price or 0) > to_minor(one.price_above, currency))
        and (not one.first_visit or case.first_visit)
        and (not one.service or case.service in one.service)
        and (not one.tier or case.tier in one.tier)
        and (not one.source or case.source in one.source)
    )


def may(one: Approval, side: Side, asked: int, now: int) -> bool:
    """Whether this person may agree; those it escalates to only once the time has run out."""
    by = folded(side.by)
    return (
        by in _names(one.approvers)
        or (one.qualified and side.qualified)
        or (overdue(one, asked, now) and by in _names(one.escalate))
        or not (one.approvers or one.qualified or one.escalate)
    )


def unworkable(one: Approval) -> str | None:
    """Why nobody could ever agree as the rule means it; None where it is sound."""
    if not one.escalate or one.within is not None:
        return None
    if one.approvers or one.qualified:
        return "escalate needs within: after how long they may agree too"
    return "nobody may agree: name approvers, or within for those it escalates to"


def overdue(one: Approval, asked: int, now: int) -> bool:
    """Whether the approvers' time has run out; exactly at its end it has."""
    return one.within is not None and now >= asked + seconds(one.within)


def settled(one: Approval, given: Given, asked: int) -> bool:
    """Whether those who agreed are enough; whom it was escalated to is enough alone, once it was."""
    escalated = any(by in _names(one.escalate) and overdue(one, asked, at) for by, at in given.items())
    if one.mode == "any" or escalated:
        return bool(given)
    return _names(one.approvers) <= set(given) and bool(given)


def open_ones(
    approvals: Sequence[Approval], ids: Collection[str], given: Mapping[str, Given], asked: int
) -> list[Approval]:
    """Of those a booking asked for, the ones that are not settled; one that the settings forgot is settled."""
    return [one for one in approvals if one.id in ids and not settled(one, given.get(one.id, {}), asked)]


def missing(one: Approval, given: Given) -> str:
    """Who still has to agree, in words."""
    if one.mode == "all" and one.approvers:
        return listed([who for who in one.approvers if folded(who) not in given])
    who = [*one.approvers, *(["anybody qualified"] if one.qualified else [])]
    return " or ".join(who) or "somebody"


def lapse(approvals: Iterable[Approval]) -> int | None:
    """Seconds after which a request for these gives its time free by itself; None where it waits for ever."""
    return min((seconds(one.lapse) for one in approvals if one.lapse is not None), default=None)


def seconds(length: str) -> int:
    """Of `30m`, `48h`, `2d`: elapsed."""
    return int(length[:-1]) * _SECONDS[length[-1]]


def _names(names: Iterable[str]) -> set[str]:
    return {folded(name) for name in names}
