"""From a wish to a plan, or to the refusal that no time of day will change."""

from collections.abc import Iterator, Sequence

from bookctl.engine.demand import Demand, demands_of, phases, price
from bookctl.engine.hours import midnight
from bookctl.engine.match import assign
from bookctl.engine.plan import Part, Plan, Roster, label
from bookctl.engine.say import listed
from bookctl.engine.wish import Refusal, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.service import Service, Step
from bookctl.model.time import MINUTE

LONGEST = 43_200  # minutes: a month


class _Impossible(Exception):
    """Carries the refusal out of the middle of planning; it never leaves this file."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text)
        self.refusal = refusal


def make_plan(roster: Roster, wish: Wish) -> Plan | Refusal:
    """What the wish needs whenever it is; its start, customer and preferences are left aside."""
    try:
        return _plan(roster, wish)
    except _Impossible as impossible:
        return impossible.refusal


def _plan(roster: Roster, wish: Wish) -> Plan:
    catalogue = roster.catalogue
    service, addons = _services(catalogue, wish)
    steps = _steps(service, addons, wish)
    policy = catalogue.policy(wish.service, wish.tier)
    asked_for = _parts(roster, demands_of(steps, catalogue), wish.avoid, padded=bool(policy.padding_inside))
    parts, open_choice = _with_asked(_able(asked_for, wish.service), catalogue, wish)
    return Plan(
        service=wish.service,
        seconds=sum(step.minutes for step in steps) * MINUTE,
        price=price(service, addons, catalogue.settings.currency),
        parts=parts,
        policy=policy,
        asked=open_choice,
        zone=catalogue.settings.zone,
        tier=wish.tier,
        retired=tuple(_retirements(catalogue, wish)),
    )


def _services(catalogue: Catalogue, wish: Wish) -> tuple[Service, list[Service]]:
    for id_ in (wish.service, *wish.addons):
        if id_ not in catalogue.services:
            raise _Impossible(Refusal("unknown", f"there is no service {id_}"))
    service = catalogue.services[wish.service]
    file = f"services/{wish.service}.toml"
    if service.addon:
        text = f"{wish.service} is an add-on: it is booked on top of another service"
        raise _Impossible(Refusal("addon", text, file, "addon"))
    if service.is_class and wish.customer is not None:
        text = f"{wish.service} is a class: customers join one of its sessions"
        raise _Impossible(Refusal("class", text, file, "seats"))
    for id_ in wish.addons:
        if id_ not in service.addons:
            text = f"{id_} cannot be booked on top of {wish.service}"
            raise _Impossible(Refusal("addon", text, file, "addons"))
    return service, [catalogue.services[id_] for id_ in wish.addons]


def _steps(service: Service, addons: Sequence[Service], wish: Wish) -> tuple[Step, ...]:
    """The phases, of which the first takes up what an own length makes longer or shorter."""
    file = f"services/{wish.service}.toml"
    if wish.minutes is None:
        if not service.steps:
            text = f"{wish.service} has no length: say how many minutes it is to last"
            raise _Impossible(Refusal("length", text, file, "minutes"))
        return phases(service, addons)
    if len(service.step) > 1:
        text = f"{wish.service} has {len(service.step)} steps, so its length cannot be changed as a whole"
        raise _Impossible(Refusal("length", text, file, "step"))
    rest = sum(addon.length for addon in addons)
    if not rest < wish.minutes <= LONGEST:
        text = f"{wish.minutes} minutes are {'too long: a month is the most' if wish.minutes > rest else 'too few'}"
        raise _Impossible(
            Refusal("length", f"{text} for {wish.service}{' with its add-ons' if rest else ''}")
        )
    needs = service.step[0].needs if service.step else service.needs
    return phases(Service(name=service.name, minutes=wish.minutes - rest, needs=needs), addons)


def _parts(
    roster: Roster, demands: Sequence[Demand], avoid: frozenset[str], *, padded: bool
) -> Iterator[Part]:
    seen: dict[str, int] = {}
    for demand in demands:
        need = demand.need
        text = label(need)
        seen[text] = seen.get(text, 0) + 1
        name = text if seen[text] == 1 else f"{text} ({need.role or f'no. {seen[text]}'})"
        able = [id_ for id_ in roster.able(need) if id_ not in avoid]
        yield Part(name, demand, tuple(roster.candidate(id_, demand, padded=padded) for id_ in able))


def _able(parts: Iterator[Part], service: str) -> tuple[Part, ...]:
    """Refused where somebody is missing whatever the time, or there is too little of what is there."""
    file = f"services/{service}.toml"
    able = []
    for part in parts:
        units = max(run.units for run in part.demand.runs)
        roomy = tuple(one for one in part.candidates if one.resource.capacity >= units)
        if not roomy:
            largest = max((one.resource.capacity for one in part.candidates), default=0)
            text = f"{service} needs {units} of {part.label}, there are at most {largest}"
            if not largest:
                text = f"there is no {part.label}, which {service} needs"
            raise _Impossible(Refusal("capacity" if largest else "need", text, file, "needs"))
        able.append(part._replace(candidates=roomy))
    if assign([[one.id for one in part.candidates] for part in able], lambda *_: (0,)) is None:
        text = f"{service} needs {listed([part.label for part in able])}, and there are too few for one each"
        raise _Impossible(Refusal("need", text, file, "needs"))
    return tuple(able)


def _with_asked(
    parts: tuple[Part, ...], catalogue: Catalogue, wish: Wish
) -> tuple[tuple[Part, ...], frozenset[str]]:
    """A part that alone can take an asked resource takes it; where several can, the choice stays open."""
    free = set()
    for id_ in dict.fromkeys(wish.asked):
        if id_ not in catalogue.resources:
            raise _Impossible(Refusal("unknown", f"there is no resource {id_}"))
        fitting = [at for at, part in enumerate(parts) if any(one.id == id_ for one in part.candidates)]
        if not fitting:
            raise _Impossible(_unfit(parts, wish, id_))
        if len(fitting) > 1:
            free.add(id_)
            continue
        part = parts[fitting[0]]
        only = part._replace(candidates=tuple(one for one in part.candidates if one.id == id_))
        parts = (*parts[: fitting[0]], only, *parts[fitting[0] + 1 :])
    chosen = assign(
        [[one.id for one in part.candidates] for part in parts], lambda _, id_: (int(id_ not in free),)
    )
    if chosen is None or not free.issubset(chosen):
        text = f"{wish.service} does not need {listed(wish.asked)} all at once"
        raise _Impossible(Refusal("need", text, resources=wish.asked))
    return parts, frozenset(free)


def _unfit(parts: Sequence[Part], wish: Wish, id_: str) -> Refusal:
    wanted = listed([part.label for part in parts]) if parts else "nothing"
    others = [one for one in wish.asked if one != id_]
    text = f"{id_} is not what {wish.service} needs{' beside ' + listed(others) if others else ''}: it needs {wanted}"
    return Refusal("need", text, f"services/{wish.service}.toml", "needs", resources=(id_,))


def _retirements(catalogue: Catalogue, wish: Wish) -> Iterator[tuple[int, str]]:
    for id_ in (wish.service, *wish.addons):
        if (day := catalogue.services[id_].retired) is not None:
            yield midnight(day, catalogue.settings.zone), id_
