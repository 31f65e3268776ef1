"""A wish without its time, worked out once: what is needed, who could serve it, which rules hold."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.demand import Demand, Run
from bookctl.engine.hours import OpenHours
from bookctl.engine.spans import Span, merge
from bookctl.model.catalogue import Catalogue
from bookctl.model.policy import Policy
from bookctl.model.resource import Resource
from bookctl.model.service import Need, Service
from bookctl.model.time import MINUTE


class Hold(NamedTuple):
    """A stretch that is held, padding included: seconds after the booking's start, half-open."""

    first: int
    last: int
    units: int


class Candidate(NamedTuple):
    """A resource that could serve a need, with what that would take of it.

    `works` must lie within its open hours. `alone`: it is held in one stretch, and has no unit to spare for anybody else.
    """

    id: str
    resource: Resource
    hours: OpenHours
    holds: tuple[Hold, ...]
    works: tuple[Span, ...]
    alone: bool
    versatility: int

    @property
    def reach(self) -> Span:
        """From the first instant it is held to the last, as offsets."""
        return self.holds[0].first, self.holds[-1].last


class Part(NamedTuple):
    """One demand: what it is called in sentences, unique within the plan, and who could serve it."""

    label: str
    demand: Demand
    candidates: tuple[Candidate, ...]


class Plan(NamedTuple):
    """All of a wish but its time. `asked` are the wanted resources that more than one part could take."""

    service: str
    seconds: int
    price: int | None
    parts: tuple[Part, ...]
    policy: Policy
    asked: frozenset[str]
    zone: ZoneInfo
    tier: str | None
    retired: tuple[tuple[int, str], ...]


class Roster:
    """Who can do what in a catalogue; all is worked out when first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._hours: dict[str, OpenHours] = {}
        self._able: dict[tuple[str | None, frozenset[str], str | None], tuple[str, ...]] = {}

    def hours(self, id_: str) -> OpenHours:
        if id_ not in self._hours:
            self._hours[id_] = OpenHours(self.catalogue.resources[id_], self.catalogue.settings)
        return self._hours[id_]

    def able(self, need: Need) -> tuple[str, ...]:
        """Ids of the resources that meet the need; a named one whatever its kind and skills."""
        key = (need.kind, frozenset(need.skills), need.resource)
        if key not in self._able:
            self._able[key] = tuple(id_ for id_ in sorted(self.catalogue.resources) if self._meets(id_, key))
        return self._able[key]

    def _meets(self, id_: str, key: tuple[str | None, frozenset[str], str | None]) -> bool:
        kind, skills, named = key
        if named is not None:
            return id_ == named
        resource = self.catalogue.resources[id_]
        return kind in {None, resource.kind} and skills.issubset(resource.skills)

    @cached_property
    def versatility(self) -> dict[str, int]:
        """For each resource how many services could use it, and of equals how many skills it has."""
        counts = {id_: len(resource.skills) for id_, resource in self.catalogue.resources.items()}
        for service in self.catalogue.services.values():
            for id_ in {id_ for need in _needs(service) for id_ in self.able(need)}:
                counts[id_] += 1000
        return counts

    def candidate(self, id_: str, demand: Demand, *, padded: bool) -> Candidate:
        """`padded`: the padding too must lie within open hours."""
        resource = self.catalogue.resources[id_]
        holds = tuple(_holds(demand.runs, resource))
        works: Sequence[Span] = [(run.start * MINUTE, run.end * MINUTE) for run in demand.runs]
        return Candidate(
            id_,
            resource,
            self.hours(id_),
            holds,
            tuple(merge((hold.first, hold.last) for hold in holds) if padded else works),
            len(holds) == 1 and holds[0].units == resource.capacity,
            self.versatility[id_],
        )


def _needs(service: Service) -> Iterator[Need]:
    yield from service.needs
    for step in service.step:
        yield from step.needs


def _holds(runs: Sequence[Run], resource: Resource) -> Iterator[Hold]:
    """Runs with their padding; those that then meet become one, which takes the most of either."""
    last: Hold | None = None
    for run in runs:
        before = resource.before if run.before is None else run.before
        after = resource.after if run.after is None else run.after
        hold = Hold((run.start - before) * MINUTE, (run.end + after) * MINUTE, run.units)
        if last is not None and hold.first <= last.last:
            hold = Hold(min(last.first, hold.first), max(last.last, hold.last), max(last.units, hold.units))
        elif last is not None:
            yield last
        last = hold
    if last is not None:
        yield last


def label(need: Need) -> str:
    """In words: staff with deep-tissue and tuina."""
    if need.resource is not None:
        return need.resource
    skills = " and ".join(need.skills)
    kind = need.kind or "anything"
    return f"{kind} with {skills}" if skills else kind
