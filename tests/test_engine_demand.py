"""What a service with its add-ons asks for."""

from bookctl.engine.demand import demands, length, price
from bookctl.model.catalogue import Catalogue
from bookctl.model.service import Service, Step
from engine_kit import TEN, World, need, resource, service, settings, step


def test_the_same_need_in_several_steps_is_one_resource_with_the_padding_of_its_ends():
    colour = Service(
        name="c",
        step=[
            Step(minutes=30, needs=[need("staff", before=5)]),
            Step(minutes=20, needs=[need("staff", before=9, after=7)]),
            step(45),
            Step(minutes=10, needs=[need("staff", after=3)]),
        ],
    )
    catalogue = Catalogue(settings(), {}, {})
    (demand,) = demands(colour, [], catalogue)
    assert [run[:4] for run in demand.runs] == [(0, 50, 5, 7), (95, 105, None, 3)]


def test_a_role_tells_equal_needs_apart():
    both = Service(
        name="b",
        step=[
            Step(minutes=30, needs=[need("staff", role="make-up")]),
            Step(minutes=30, needs=[need("staff", role="camera")]),
        ],
    )
    assert len(demands(both, [], Catalogue(settings(), {}, {}))) == 2


def test_a_named_resource_is_one_however_often_it_is_named():
    catalogue = Catalogue(settings(), {"lamp": resource("device"), "floor": resource(capacity=20)}, {})
    twice = Service(
        name="t",
        minutes=30,
        needs=[need("=lamp", before=5), need("=lamp", after=2), need("=floor"), need("=floor")],
    )
    lamp, floor = demands(twice, [], catalogue)
    assert lamp.runs == ((0, 30, 5, 2, 1),)
    assert floor.runs[0].units == 2


def test_length_and_price_are_sums():
    main, more, free = service(60, price=19.99), service(15, price=5), service(5)
    assert length(main, [more, free]) == 80
    assert price(main, [more, free], "EUR") == 2499
    assert price(free, [], "EUR") is None


def test_a_long_padding_between_two_runs_is_held_once():
    colour = Service(name="c", step=[step(30, "=mia"), step(20), step(30, "=mia")])
    world = World({"mia": resource("staff", after=25)}, {"c": colour})
    found = world.place("c", TEN)
    assert [((use.start - found.start) // 60, (use.end - found.start) // 60) for use in found.uses] == [
        (0, 105)
    ]
