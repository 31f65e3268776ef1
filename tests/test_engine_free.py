"""The gate and the free times against trying every assignment on a grid of ten minutes."""

from datetime import timedelta
from itertools import product

from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from bookctl.engine.occupancy import Timeline
from bookctl.engine.wish import Placement, Wish
from bookctl.model.booking import Held
from bookctl.model.service import Service, Step
from bookctl.model.time import MINUTE, wall
from engine_kit import World, need, resource, service

TICK = 10 * MINUTE
HOURS = [
    [],
    ["daily 09:00-12:00 13:00-17:00"],
    ["mon,tue 08:00-11:00", "mon,wed 15:30-24:00"],
    ["mon-thu 22:00-02:00"],
]
FIRST, LAST = "2027-06-07 00:00", "2027-06-09 00:00"  # two days from a Monday on
tens = st.integers(0, 3).map(lambda count: count * 10)


@st.composite
def worlds(draw, grid="clock"):
    """Up to five resources, a service of one to three steps, and a book that need not be consistent."""
    resources = {
        id_: resource(
            draw(st.sampled_from(["staff", "room"])),
            skills=draw(st.sampled_from([[], ["x"]])),
            capacity=draw(st.sampled_from([1, 1, 3])),
            hours=draw(st.sampled_from(HOURS[grid != "clock" :])),
            before=draw(tens),
            after=draw(tens),
        )
        for id_ in "abcde"[: draw(st.integers(1, 5))]
    }
    steps = [
        Step(minutes=draw(st.sampled_from([10, 30, 60])), needs=draw(st.lists(needs(), max_size=2)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    rules = {"grid": grid, "step": draw(st.sampled_from([20, 30, 50])), "padding_inside": draw(st.booleans())}
    world = World(resources, {"s": Service(name="s", step=steps)}, zone="UTC", now=FIRST, **rules)
    for number in range(draw(st.integers(0, 12))):
        start = world.now + draw(st.integers(-12, 280)) * TICK
        length = draw(st.sampled_from([1, 3, 9])) * TICK
        id_ = draw(st.sampled_from(sorted(resources)))
        world.book.add(Held(id_, start, start + length, draw(st.integers(1, 2)), f"o{number}"))
    return world


@st.composite
def needs(draw):
    kind = draw(st.sampled_from(["staff", "room", "staff+x"]))
    padding = {side: draw(st.none() | tens) for side in ("before", "after")}
    return need(kind, units=draw(st.sampled_from([1, 1, 2])), **padding)


def boxes(first, last):
    """The boxes that a stretch touches."""
    return range(first - first % TICK, last, TICK)


class Grid:
    """What a person with a pencil would do: a box for each ten minutes of each resource."""

    def __init__(self, world):
        self.world = world
        self.catalogue = world.planner.catalogue
        self.policy = self.catalogue.policy("s")
        self.low = world.now - 60 * TICK
        every = boxes(self.low, world.at(LAST) + 120 * TICK)
        self.open = {
            id_: {at for at in every if self._at_work(one, at)}
            for id_, one in self.catalogue.resources.items()
        }
        self.used = {
            (use.resource, at): self._units(use.resource, at)
            for id_ in self.catalogue.resources
            for use in world.book.held(id_, self.low, every.stop)
            for at in range(use.start, use.end, TICK)
        }
        self.demands = self._demands()

    def _at_work(self, one, at):
        local = wall(at, self.world.zone)
        minute = local.hour * 60 + local.minute
        return not one.hours or any(
            window.day == (local - timedelta(days=ago)).weekday()
            and window.start <= minute + 1440 * ago < window.end
            for window in one.windows
            for ago in (0, 1)
        )

    def _units(self, id_, at):
        return sum(use.units for use in self.world.book.held(id_, at, at + 1))

    def _demands(self):
        """Each distinct need with, per step, its minutes and the need as that step writes it."""
        found, start = {}, 0
        for step in self.catalogue.services["s"].step:
            counted = {}
            for one in step.needs:
                key = (one.kind, *one.skills)
                counted[key] = counted.get(key, 0) + 1
                found.setdefault((key, counted[key]), []).append((start, start + step.minutes, one))
            start += step.minutes
        return found

    def able(self, key):
        (kind, *skills), _ = key
        units = max(one.units for _, _, one in self.demands[key])
        return [
            id_
            for id_, one in self.catalogue.resources.items()
            if one.kind == kind and set(skills) <= set(one.skills) and units <= one.capacity
        ]

    def fits(self, id_, runs, start, *, book=True):
        """Whether one resource can do all of a demand's runs."""
        one = self.catalogue.resources[id_]
        working, held = set(), {}
        for (first, last, asked), before, after in zip(runs, *self._padding(runs, one), strict=True):
            work = set(boxes(start + first * MINUTE, start + last * MINUTE))
            padded = boxes(start + (first - before) * MINUTE, start + (last + after) * MINUTE)
            working |= set(padded) if self.policy.padding_inside and book else work
            for at in padded:
                held[at] = max(held.get(at, 0), asked.units)
        if not working <= self.open[id_]:
            return False
        held = self._levelled(held)
        return not book or all(
            self.used.get((id_, at), 0) + units <= one.capacity for at, units in held.items()
        )

    @staticmethod
    def _padding(runs, one):
        """None where a run joins the next one: the work simply goes on."""
        befores = [one.before if run[2].before is None else run[2].before for run in runs]
        afters = [one.after if run[2].after is None else run[2].after for run in runs]
        for at in range(1, len(runs)):
            if runs[at - 1][1] == runs[at][0]:
                befores[at] = afters[at - 1] = 0
        return befores, afters

    @staticmethod
    def _levelled(held):
        """A stretch without a break holds the most of any of its parts."""
        level = dict(held)
        for at in sorted(held):
            if at - TICK in level:
                level[at] = max(level[at], level[at - TICK])
        for at in sorted(held, reverse=True):
            if at + TICK in level:
                level[at] = max(level[at], level[at + TICK])
        return level

    def can(self, start):
        """Whether there is any assignment at all."""
        rows = [
            [id_ for id_ in self.able(key) if self.fits(id_, runs, start)]
            for key, runs in self.demands.items()
        ]
        return any(len(set(ids)) == len(ids) for ids in product(*rows))

    def staffed(self, start):
        """Whether for each stretch of each demand somebody is at work, whoever that is, without a break."""
        return all(
            self._works_through(self._anybody(key), first, last)
            for key, runs in self.demands.items()
            for first, last in self._joined(runs, start)
        )

    def _anybody(self, key):
        return set().union(*(self.open[id_] for id_ in self.able(key)))

    @staticmethod
    def _works_through(open_boxes, first, last):
        return all(at in open_boxes for at in boxes(first, last))

    @staticmethod
    def _joined(runs, start):
        return [(start + first * MINUTE, start + last * MINUTE) for first, last, _ in runs]


@given(worlds())
@tries(max_examples=60, deadline=None)
def test_a_start_is_granted_exactly_when_some_assignment_fits(world):
    grid = Grid(world)
    for start in range(world.now, world.at(LAST), 3 * TICK):
        answer = world.planner.place(world.book, _wish(start), world.now)
        assert isinstance(answer, Placement) == grid.can(start)


@given(worlds())
@tries(max_examples=40, deadline=None)
def test_free_times_on_the_clock_are_all_that_can_be_had(world):
    grid = Grid(world)
    step = grid.policy.step
    expected = [
        start
        for start in range(world.now, world.at(LAST), TICK)
        if (wall(start, world.zone).hour * 60 + wall(start, world.zone).minute) % step == 0
        and grid.can(start)
    ]
    assert [slot.start for slot in world.slots("s", FIRST, LAST)] == expected


@given(worlds(grid="window"))
@tries(max_examples=40, deadline=None)
def test_free_times_count_from_the_opening_of_each_window(world):
    grid = Grid(world)
    _counted(world, grid, grid.staffed)


@given(worlds(grid="gap"))
@tries(max_examples=40, deadline=None)
def test_free_times_count_from_the_beginning_of_each_gap(world):
    grid = Grid(world)
    if all(len(grid.able(key)) == 1 for key in grid.demands) or len(grid.demands) == 1:
        _counted(world, grid, grid.can)


def _counted(world, grid, counts):
    """Every `step` minutes from the first start of each unbroken run of those that count."""
    expected, origin = [], None
    if not grid.demands:
        return
    for start in range(grid.low, world.at(LAST), TICK):
        if not counts(start):
            origin = None
            continue
        if origin is None or not counts(start - TICK // 2):
            origin = start
        if start >= world.now and (start - origin) % (grid.policy.step * MINUTE) == 0 and grid.can(start):
            expected.append(start)
    assert [slot.start for slot in world.slots("s", FIRST, LAST)] == expected


def _wish(start):
    return Wish("s", start)


@given(worlds(), st.lists(st.integers(0, 280), max_size=12))
@tries(max_examples=40, deadline=None)
def test_what_is_granted_never_exceeds_what_there_is(world, starts):
    world.book = Timeline()
    taken = []
    for number, start in enumerate(starts):
        answer = world.planner.place(world.book, _wish(world.now + start * TICK), world.now)
        if isinstance(answer, Placement):
            for use in answer.uses:
                taken.append(use._replace(owner=f"n{number}"))
                world.book.add(taken[-1])
    for use in taken:
        capacity = world.planner.catalogue.resources[use.resource].capacity
        for at in range(use.start, use.end, TICK):
            assert sum(one.units for one in world.book.held(use.resource, at, at + 1)) <= capacity


@given(tens, tens, tens, tens, st.integers(0, 12))
@tries(deadline=None)
def test_between_two_bookings_lie_the_one_ones_after_and_the_other_ones_before(
    after, before, other, unused, gap
):
    services = {
        "first": Service(name="f", minutes=60, needs=[need("room", after=after, before=unused)]),
        "second": Service(name="s", minutes=60, needs=[need("room", before=before, after=other)]),
    }
    world = World({"r": resource(after=25, before=25)}, services)
    world.book_it("first", "2027-06-07 10:00", "a")
    code = world.code("second", f"2027-06-07 {11 + gap * 5 // 60}:{gap * 5 % 60:02d}")
    assert (code is None) == (gap * 5 >= after + before)


def test_a_service_without_needs_takes_nothing_and_is_always_free():
    world = World({}, {"s": service(60)}, grid="clock", step=60)
    assert world.place("s", "2027-06-07 03:00").uses == ()
    assert len(world.starts("s", "2027-06-07")) == 24
