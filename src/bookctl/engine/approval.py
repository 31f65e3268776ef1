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
    overdue = one.within is not None and now >= asked + seconds(one.within)
    return (
        side.by in one.approvers
        or (one.qualified and side.qualified)
        or (overdue and side.by in one.escalate)
        or not (one.approvers or one.qualified or one.escalate)
    )


def settled(one: Approval, given: Collection[str | None]) -> bool:
    """Whether those who agreed are enough; whom it was escalated to is enough alone."""
    if one.mode == "any" or set(given) & set(one.escalate):
        return bool(given)
    return set(one.approvers) <= set(given) and bool(given)


def open_ones(
    approvals: Sequence[Approval], ids: Collection[str], given: Mapping[str, Collection[str | None]]
) -> list[Approval]:
    """Of those a booking asked for, the ones that are not settled; one that the settings forgot is settled."""
    return [one for one in approvals if one.id in ids and not settled(one, given.get(one.id, ()))]


def missing(one: Approval, given: Collection[str | None]) -> str:
    """Who still has to agree, in words."""
    if one.mode == "all" and one.approvers:
        return listed([who for who in one.approvers if who not in given])
    who = [*one.approvers, *(["anybody qualified"] if one.qualified else [])]
    return " or ".join(who) or "somebody"


def seconds(length: str) -> int:
    """Of `30m`, `48h`, `2d`: elapsed."""
    return int(length[:-1]) * _SECONDS[length[-1]]
