"""Where a booking of the past goes: the rules of time are left aside, a double booking is not."""

from msgspec.structs import replace

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Refused
from bookctl.engine.place import Planner
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.resource import Resource
from bookctl.model.status import Held
from bookctl.model.time import DAY

FAR = 3650  # days
DOUBLE = frozenset({"overlap", "capacity"})


class Past:
    """Places bookings as they were; what does not depend on the booking is worked out once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._timeless = Planner(timeless(desk.catalogue))
        self._shut: set[tuple[object, ...]] = set()  # times of the week at which nobody works

    def place(self, wish: Wish, *, occupies: bool) -> Placement:
        """Who is double-booked is Refused where the file names him, unless forced; others are left out.

        Those who work at that time are preferred to those who do not.
        """
        answer = self._answer(wish)
        if not occupies:
            return answer._replace(overridden=())
        clashes = [why for why in answer.overridden if why.code in DOUBLE]
        unsaid = {id_ for why in clashes for id_ in why.resources if wish.asked and id_ not in wish.asked}
        said = tuple(why for why in clashes if not unsaid.issuperset(why.resources))
        if said and not wish.force:
            raise Refused.by(said[0])
        uses = tuple(use for use in answer.uses if use.resource not in unsaid)
        return answer._replace(uses=uses, overridden=said)

    def _answer(self, wish: Wish) -> Placement:
        desk, start = self._desk, wish.start or 0
        then = start - (desk.policy(wish.service).notice or 0) * 60  # the last moment to ask for it,
        then -= then % DAY  # but the same for all of a day, for which much is worked out once
        at = desk.local(start)
        slot = (wish.service, wish.asked, wish.minutes, at.weekday(), at.time())
        for planner in (self._timeless,) if slot in self._shut else (desk.planner, self._timeless):
            answer = planner.place(desk.busy, wish._replace(force=False), then)
            if isinstance(answer, Placement):
                return answer
            if answer.code == "hours":
                self._shut.add(slot)
        answer = self._timeless.place(desk.busy, wish._replace(force=True), then)
        return answer if isinstance(answer, Placement) else self._named_only(wish, answer)

    def _named_only(self, wish: Wish, why: Refusal) -> Placement:
        """What the catalogue would not allow today: just those whom the file names, all the time."""
        catalogue, start = self._desk.catalogue, wish.start or 0
        minutes = wish.minutes or catalogue.services[wish.service].length
        if not wish.asked or not minutes:
            raise Refused.by(why)
        end = start + minutes * 60
        held = tuple(Held(id_, start, end, 1, "") for id_ in wish.asked)
        return Placement(start, end, held, None, overridden=tuple(self._clashes(held, wish.ignore)))

    def _clashes(self, held: tuple[Held, ...], ignore: str | None) -> list[Refusal]:
        from bookctl.engine.occupancy import peak

        found = []
        for use in held:
            others = [one for one in self._desk.busy.held(*use[:3]) if one.owner != ignore]
            if peak(others, use.start, use.end) >= self._desk.catalogue.resources[use.resource].capacity:
                text = f"{use.resource} is taken by {', '.join(dict.fromkeys(one.owner for one in others))}"
                found.append(Refusal("overlap", text, blockers=tuple(others), resources=(use.resource,)))
        return found


def timeless(catalogue: Catalogue) -> Catalogue:
    """The catalogue as if everybody always worked, nobody had left, and any day could be booked."""
    settings, resources, services = catalogue
    anytime = replace(settings.policy, notice=0, horizon=FAR)
    return Catalogue(
        replace(settings, closed=[], policy=anytime),
        {id_: _always(resource) for id_, resource in resources.items()},
        {
            id_: replace(one, retired=None, policy=replace(one.policy, notice=None, horizon=None))
            for id_, one in services.items()
        },
    )


def _always(one: Resource) -> Resource:
    return Resource(
        name=one.name,
        kind=one.kind,
        skills=one.skills,
        capacity=one.capacity,
        zone=one.zone,
        before=one.before,
        after=one.after,
    )
