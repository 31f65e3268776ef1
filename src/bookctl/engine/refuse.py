"""Why a time will not do: the rules of the whole booking, and what keeps each candidate from it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.choose import in_the_way
from bookctl.engine.closure import why_closed
from bookctl.engine.hours import midnight
from bookctl.engine.occupancy import Busy, peak
from bookctl.engine.plan import Candidate, Part, Plan
from bookctl.engine.policy import written
from bookctl.engine.say import day_words, listed, moment_words, stretch_words
from bookctl.engine.wish import Refusal, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.policy import Policy
from bookctl.model.status import Held
from bookctl.model.time import MINUTE, local_day, wall

MOST = 3  # candidates named in one sentence
NEAREST = ("overlap", "capacity", "away", "busy", "hours", "closed", "retired")


def earliest(plan: Plan, now: int) -> int:
    """The first start that is neither past nor without notice."""
    return now + (plan.policy.notice or 0) * MINUTE


def too_late(plan: Plan, now: int) -> int:
    """The first start beyond the horizon: calendar days in the ledger's zone, the last one included."""
    return horizon_end(plan.policy, now, plan.zone)


def horizon_end(policy: Policy, now: int, zone: ZoneInfo) -> int:
    """As `too_late`, for a policy alone."""
    last = local_day(now, zone) + timedelta(days=policy.horizon or 0)
    return midnight(last + timedelta(days=1), zone)


class About(NamedTuple):
    """What is booked, for whom, under which rules."""

    service: str
    tier: str | None
    policy: Policy


def timing(about: About, catalogue: Catalogue, start: int, now: int) -> Iterator[Refusal]:
    """The rules of notice and horizon that the start breaks, and whether it is past."""
    zone, first = catalogue.settings.zone, now + (about.policy.notice or 0) * MINUTE
    where = about.service, about.tier
    if start < now:
        yield Refusal("past", f"{moment_words(start, zone)} is past")
    elif start < first:
        text = f"{about.service} is booked at least {about.policy.notice} min ahead: the earliest start is now {moment_words(first, zone)}"
        yield Refusal("notice", text, *written(catalogue, *where, "notice"))
    limit = horizon_end(about.policy, now, zone)
    if start >= limit:
        last = day_words(wall(limit - 1, zone).date())
        text = f"{about.service} is booked up to {about.policy.horizon} days ahead: the last day is {last}"
        yield Refusal("horizon", text, *written(catalogue, *where, "horizon"))


def rules(plan: Plan, catalogue: Catalogue, start: int, now: int) -> Iterator[Refusal]:
    """Every rule of the whole booking that the start breaks."""
    yield from timing(About(plan.service, plan.tier, plan.policy), catalogue, start, now)
    for begin, id_ in plan.retired:
        if start >= begin:
            text = f"{id_} is retired from {day_words(wall(begin, plan.zone).date())} on"
            yield Refusal("retired", text, f"services/{id_}.toml", "retired")


def hindrance(candidate: Candidate, catalogue: Catalogue, busy: Busy, wish: Wish) -> Refusal | None:
    """What keeps a candidate from the wished start; None where it is open and free."""
    start, settings = wish.start or 0, catalogue.settings
    for first, last in candidate.works:
        span = (start + first, start + last)
        if candidate.hours.covers(*span):
            continue
        closure = why_closed(candidate.id, candidate.resource, settings, span)
        if closure is not None:
            return Refusal(closure.kind, closure.text, closure.file, closure.key, resources=(candidate.id,))
    first, last = candidate.reach
    uses = busy.held(candidate.id, start + first, start + last)
    blockers = in_the_way(candidate, uses, start, wish.ignore)
    return _taken(candidate, blockers, start, settings.timezone) if blockers else None


def _taken(candidate: Candidate, blockers: tuple[Held, ...], start: int, ledger_zone: str) -> Refusal:
    zone = candidate.resource.zone_in(ledger_zone)
    id_, capacity = candidate.id, candidate.resource.capacity
    if capacity == 1:
        text = f"{id_} is taken {listed(_stretches(blockers, start, zone))}"
        return Refusal("overlap", text, blockers=blockers, resources=(id_,))
    first, last = candidate.reach
    wanted = max(hold.units for hold in candidate.holds)
    left = max(0, capacity - peak(blockers, start + first, start + last))
    text = f"{id_} has {left} of {capacity} left, {wanted} {'is' if wanted == 1 else 'are'} wanted"
    return Refusal("capacity", text, blockers=blockers, resources=(id_,))


def _stretches(blockers: Sequence[Held], start: int, zone: ZoneInfo) -> list[str]:
    day = local_day(start, zone)
    words = [f"{stretch_words((use.start, use.end), zone, day)} by {use.owner}" for use in blockers[:MOST]]
    return [*words, f"{len(blockers) - MOST} times more"] if len(blockers) > MOST else words


def nobody(
    part: Part, candidates: Sequence[Candidate], catalogue: Catalogue, busy: Busy, wish: Wish
) -> Refusal:
    """One refusal for candidates of a part of whom none is free: those at work first, the retired only if alone."""
    start = wish.start or 0
    working = [one for one in candidates if not _retired(one, catalogue, start)] or list(candidates)
    working.sort(
        key=lambda one: not all(one.hours.covers(start + first, start + last) for first, last in one.works)
    )
    found = [why for one in working[:MOST] if (why := hindrance(one, catalogue, busy, wish)) is not None]
    found.sort(key=lambda one: NEAREST.index(one.code))
    if len({one.text for one in found}) == 1:
        return found[0]
    rest = len(working) - len(found)
    more = f"; and {rest} more {'is' if rest == 1 else 'are'} not" if rest else ""
    return found[0]._replace(
        text=f"nobody is free for {part.label}: {'; '.join(one.text for one in found)}{more}",
        blockers=tuple(use for one in found for use in one.blockers),
        resources=tuple(one.id for one in working),
    )


def _retired(candidate: Candidate, catalogue: Catalogue, start: int) -> bool:
    day = candidate.resource.retired
    return day is not None and start >= midnight(day, candidate.resource.zone_in(catalogue.settings.timezone))


def too_few(parts: Sequence[Part], free: Sequence[Sequence[str]]) -> Refusal:
    """Each part has somebody free, but not each its own."""
    ids = tuple(dict.fromkeys(id_ for row in free for id_ in row))
    wanted = listed([part.label for part in parts])
    text = f"only {listed(ids)} {'is' if len(ids) == 1 else 'are'} free then, too few for {wanted}"
    return Refusal("overlap", text, resources=ids)
