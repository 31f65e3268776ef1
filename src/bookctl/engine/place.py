"""The one gate for time: whether a booking can be made as wished, with whom, and why not."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bookctl.engine.choose import choose, is_free, ranked, settle
from bookctl.engine.occupancy import Busy
from bookctl.engine.plan import Plan, Roster
from bookctl.engine.planning import make_plan
from bookctl.engine.refuse import earliest, hindrance, nobody, rules, too_few, too_late
from bookctl.engine.say import listed, stretch_words
from bookctl.engine.slots import slots
from bookctl.engine.spans import Span
from bookctl.engine.wish import Placement, Reason, Refusal, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.service import Need
from bookctl.model.status import Held
from bookctl.model.time import day_span, local_day

HOUR = 3600


class Planner:
    """Answers for one catalogue; what does not depend on the book is worked out once and kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._zone = catalogue.settings.zone
        self._roster = Roster(catalogue)
        self._plans: dict[tuple[object, ...], Plan | Refusal] = {}
        self._limits: dict[tuple[int | None, int | None], Span] = {}
        self._now: int | None = None
        self._days: dict[int, Span] = {}

    def place(self, busy: Busy, wish: Wish, now: int) -> Placement | Refusal:
        """The booking as it would be made at the wished start, or the first rule that forbids it.

        ValueError where the wish has no start.
        """
        start = wish.start
        if start is None:
            raise ValueError("a wish without a start has no place")
        plan = self._plan(wish)
        if isinstance(plan, Refusal):
            return plan
        first, last = self._bounds(plan, now)
        if first <= start < last:
            found = choose(plan, busy, wish, self._day(start))
            if found is not None:
                return found
        if wish.force and wish.staff:
            return self._forced(plan, busy, wish, now)
        return self._refusal(plan, busy, wish, now)

    def slots(self, busy: Busy, wish: Wish, start: int, end: int, now: int) -> Iterator[Placement]:
        """What `place` grants with a start in [start, end), in order, on the service's grid; worked out as asked for."""
        plan = self._plan(wish)
        if not isinstance(plan, Refusal):
            first, last = self._bounds(plan, now)
            yield from slots(plan, busy, wish, (max(start, first), min(end, last)), self._day)

    def reasons(self, busy: Busy, wish: Wish, now: int) -> list[Reason]:
        """For each need each resource that could serve it: free, taken for it, or why not.

        The retired are left out where there is anybody else. None at all where the wish has no plan,
        which `place` explains. ValueError where the wish has no start.
        """
        answer = self.place(busy, wish, now)
        plan = self._plan(wish)
        if isinstance(plan, Refusal):
            return []
        taken = (
            {} if isinstance(answer, Refusal) else {choice.need: choice.resource for choice in answer.chosen}
        )
        found = []
        for part in plan.parts:
            row = [(one.id, hindrance(one, self.catalogue, busy, wish)) for one in part.candidates]
            working = [(id_, why) for id_, why in row if why is None or why.code != "retired"]
            found += [
                Reason(part.label, id_, why, taken.get(part.label) == id_) for id_, why in working or row
            ]
        return found

    def able(self, need: Need) -> tuple[str, ...]:
        """Ids of the resources that meet a need."""
        return self._roster.able(need)

    def _plan(self, wish: Wish) -> Plan | Refusal:
        service, addons, asked, minutes = wish.service, wish.addons, wish.asked, wish.minutes
        key = (service, addons, asked, minutes, wish.customer is None, wish.tier, wish.avoid)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = make_plan(self._roster, wish)
        return plan

    def _bounds(self, plan: Plan, now: int) -> Span:
        """The starts that the rules of the whole booking allow."""
        if now != self._now:
            self._now = now
            self._limits.clear()
        key = (plan.policy.notice, plan.policy.horizon)
        bounds = self._limits.get(key)
        if bounds is None:
            bounds = self._limits[key] = earliest(plan, now), too_late(plan, now)
        if plan.retired:
            return bounds[0], min(bounds[1], *(at for at, _ in plan.retired))
        return bounds

    def _day(self, at: int) -> Span:
        """The local day, in the ledger's zone, by whose load resources are chosen."""
        day = self._days.get(at // HOUR)
        if day is None or not day[0] <= at < day[1]:
            day = self._days[at // HOUR] = day_span(local_day(at, self._zone), self._zone)
        return day

    def _refusal(self, plan: Plan, busy: Busy, wish: Wish, now: int) -> Refusal:
        for rule in rules(plan, self.catalogue, wish.start or 0, now):
            return rule
        start, free = wish.start or 0, []
        for part in plan.parts:
            ids = [one.id for one in part.candidates if is_free(one, busy, start, wish.ignore)]
            wanted = [one for one in part.candidates if one.id in plan.asked and one.id not in ids]
            if wanted or not ids:
                return nobody(part, wanted or part.candidates, self.catalogue, busy, wish)
            free.append(ids)
        return too_few(plan.parts, free)

    def _forced(self, plan: Plan, busy: Busy, wish: Wish, now: int) -> Placement | Refusal:
        """What is blocked is taken where nothing free will do, rather closed than taken by others."""
        start = wish.start or 0
        table, kept = [], {}
        for part in plan.parts:
            row = []
            for offer in ranked(plan, part, busy, wish, self._day(start)):
                why = hindrance(offer[6], self.catalogue, busy, wish)
                if why is not None:
                    kept[offer[5]] = why
                blocked = 0 if why is None else 2 if why.blockers else 1
                row.append((offer[0], blocked, *offer[2:]))
            table.append(sorted(row))
        found = settle(plan, start, table)
        if found is None:
            return self._refusal(plan, busy, wish, now)
        overridden = [kept[choice.resource] for choice in found.chosen if choice.resource in kept]
        return found._replace(overridden=(*rules(plan, self.catalogue, start, now), *overridden))


def place(catalogue: Catalogue, busy: Busy, wish: Wish, now: int) -> Placement | Refusal:
    """As `Planner.place`, for one question."""
    return Planner(catalogue).place(busy, wish, now)


def reasons(catalogue: Catalogue, busy: Busy, wish: Wish, now: int) -> list[Reason]:
    """As `Planner.reasons`, for one question."""
    return Planner(catalogue).reasons(busy, wish, now)


def customer_clash(own: Sequence[Held], span: Span, name: str, zone: ZoneInfo) -> Refusal | None:
    """Refused where one of the customer's own bookings overlaps [start, end); the zone is for the sentence."""
    start, end = span
    clashes = tuple(
        sorted((use for use in own if use.start < end and use.end > start), key=lambda use: use[1:])
    )
    if not clashes:
        return None
    words = [f"{use.owner} {stretch_words((use.start, use.end), zone)}" for use in clashes]
    return Refusal("customer", f"{name} is in {listed(words)}", blockers=clashes)
