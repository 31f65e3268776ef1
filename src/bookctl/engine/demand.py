"""What a service with its add-ons asks for, over all of its steps."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bookctl.model.catalogue import Catalogue
from bookctl.model.money import to_minor
from bookctl.model.service import Need, Service, Step

Key = tuple[str | None, frozenset[str], str | None, str | None, int]


class Run(NamedTuple):
    """Minutes of work [start, end) after the booking's start; the padding is the need's, None the resource's."""

    start: int
    end: int
    before: int | None = None
    after: int | None = None
    units: int = 1


class Demand(NamedTuple):
    """One resource that is asked for: the need as first written, and when it works. Runs never touch."""

    need: Need
    runs: tuple[Run, ...]


def demands(service: Service, addons: Sequence[Service], catalogue: Catalogue) -> tuple[Demand, ...]:
    """The distinct resources the booking takes, in the order in which they are first asked for.

    Needs are the same when kind, skills, resource and role are, and the n-th such need of one step is
    the n-th of another. A named resource is one however often a step names it: its units add up, unless
    there is only one of it.
    """
    return demands_of(phases(service, addons), catalogue)


def demands_of(steps: Sequence[Step], catalogue: Catalogue) -> tuple[Demand, ...]:
    """As `demands`, for phases one after the other."""
    found: dict[Key, Demand] = {}
    start = 0
    for step in steps:
        end = start + step.minutes
        for key, need in _numbered(step, catalogue):
            run = Run(start, end, need.before, need.after, need.units)
            known = found.get(key)
            found[key] = Demand(known.need, _joined(known.runs, run)) if known else Demand(need, (run,))
        start = end
    return tuple(found.values())


def phases(service: Service, addons: Sequence[Service]) -> tuple[Step, ...]:
    """The service's steps and then those of the add-ons.

    An add-on with minutes and no needs prolongs what went before; one with needs and no minutes needs
    them during all of the booking.
    """
    steps = list(service.steps)
    for addon in addons:
        needs = steps[-1].needs if steps else []
        steps += [step if step.needs else Step(minutes=step.minutes, needs=needs) for step in addon.steps]
    throughout = [need for addon in addons if not addon.steps for need in addon.needs]
    return tuple(Step(minutes=step.minutes, needs=[*step.needs, *throughout]) for step in steps)


def _numbered(step: Step, catalogue: Catalogue) -> Iterator[tuple[Key, Need]]:
    seen: dict[Key, int] = {}
    named: dict[str, Need] = {}
    for need in step.needs:
        if need.resource is not None:
            named[need.resource] = _together(named.get(need.resource), need, catalogue)
    for need in step.needs:
        if need.resource is None:
            key: Key = (need.kind, frozenset(need.skills), None, need.role, 0)
            seen[key] = seen.get(key, -1) + 1
            yield (*key[:4], seen[key]), need
        elif need.resource in named:
            yield (None, frozenset(), need.resource, None, 0), named.pop(need.resource)


def _together(one: Need | None, other: Need, catalogue: Catalogue) -> Need:
    if one is None:
        return other
    resource = catalogue.resources.get(other.resource or "")
    many = resource is not None and resource.capacity > 1
    units = one.units + other.units if many else max(one.units, other.units)
    return Need(
        resource=other.resource,
        before=_longer(one.before, other.before),
        after=_longer(one.after, other.after),
        units=units,
    )


def _joined(runs: tuple[Run, ...], run: Run) -> tuple[Run, ...]:
    last = runs[-1]
    if last.end < run.start:
        return (*runs, run)
    if last.end > run.start:
        raise ValueError("steps come one after the other")
    return (*runs[:-1], Run(last.start, run.end, last.before, run.after, max(last.units, run.units)))


def _longer(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)


def length(service: Service, addons: Sequence[Service]) -> int:
    """Minutes from the booking's start to its end."""
    return service.length + sum(addon.length for addon in addons)


def price(service: Service, addons: Sequence[Service], currency: str) -> int | None:
    """Minor units; None where neither the service nor an add-on has a price."""
    prices = [part.price for part in (service, *addons) if part.price is not None]
    return sum(to_minor(amount, currency) for amount in prices) if prices else None
