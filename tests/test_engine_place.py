"""What the gate says and whom it chooses. 7 June 2027 is a Monday."""

from datetime import date, datetime

import pytest

from bookctl.engine.demand import demands, length, price
from bookctl.engine.lifecycle import advance
from bookctl.engine.place import place, reasons
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.resource import Stretch
from bookctl.model.service import Service, Step
from bookctl.model.settings import Policy
from engine_kit import MONDAY, World, need, resource, service, settings, step

TEN = f"{MONDAY} 10:00"


def practice(**rules):
    """Three therapists, two rooms, a lamp."""
    resources = {
        "anna": resource("staff", skills=["massage", "facial"], hours=["mon-fri 09:00-12:00 13:00-18:00"]),
        "li": resource("staff", skills=["massage"], hours=["mon-fri 09:00-18:00"]),
        "wang": resource("staff", skills=["massage", "tuina"], hours=["mon-fri 09:00-18:00"]),
        "room-1": resource(after=15),
        "room-2": resource(after=15),
        "lamp": resource("device", before=5),
    }
    services = {
        "massage": service(60, "staff+massage", "room", price=52.5, addons=["lamp", "head", "four-hands"]),
        "tuina": service(45, "staff+tuina", "room"),
        "duet": service(60, "staff+massage", "staff+massage", "room"),
        "lamp": service(0, "=lamp", addon=True, price=8),
        "head": service(15, addon=True),
        "four-hands": service(0, "staff+massage", addon=True),
    }
    return World(resources, services, now=f"{MONDAY} 08:00", **rules)


def refusal(world, service_id, start, **wish):
    found = world.place(service_id, start, **wish)
    assert isinstance(found, Refusal), found
    return found


def test_the_customers_usual_person_comes_first():
    world = practice()
    world.take("wang", f"{MONDAY} 14:00", 180)
    found = world.place("massage", TEN, prefers=("wang", "li"))
    assert [(choice.need, choice.resource, choice.why) for choice in found.chosen] == [
        ("staff with massage", "wang", "the customer's usual"),
        ("room", "room-1", "first by id"),
    ]


def test_then_whoever_is_least_busy_that_day():
    world = practice()
    world.take("anna", f"{MONDAY} 14:00", 60)
    world.take("li", f"{MONDAY} 14:00", 90)
    world.take("wang", f"{MONDAY} 14:00", 30)
    world.take("wang", "2027-06-08 14:00", 300)
    found = world.place("massage", TEN)
    assert (found.chosen[0].resource, found.chosen[0].why) == ("wang", "least busy that day")


def test_then_whoever_other_services_need_least():
    found = practice().place("massage", TEN)
    assert [choice.resource for choice in found.chosen] == ["li", "room-1"]
    assert found.chosen[0].why == "needed least elsewhere"
    assert practice().place("massage", TEN, asked=("wang",)).chosen[0].why == "the only one"


def test_a_moved_booking_does_not_count_as_its_own_load():
    world = practice()
    world.take("li", f"{MONDAY} 14:00", 60, owner="7k2m9q")
    assert world.place("massage", TEN, ignore="7k2m9q").chosen[0].resource == "li"
    assert world.place("massage", TEN).chosen[0].resource == "anna"


def test_the_one_who_alone_can_is_left_to_those_who_need_them():
    world = practice()
    world.planner.catalogue.services["both"] = service(30, "staff+massage", "staff+tuina")
    world.take("li", TEN, 60)
    world.take("anna", f"{MONDAY} 14:00", 200)
    assert world.book_it("both", TEN, "a") == ["anna", "wang"]


def test_twice_the_same_need_is_two_people_and_asked_for_is_one_of_them():
    world = practice()
    found = world.place("duet", TEN, asked=("wang",))
    assert [choice.resource for choice in found.chosen] == ["li", "wang", "room-1"]
    assert [choice.need for choice in found.chosen] == [
        "staff with massage",
        "staff with massage (no. 2)",
        "room",
    ]
    world.take("wang", TEN, 30)
    assert refusal(world, "duet", TEN, asked=("wang",)).text == "wang is taken 10:00-10:30 by c2hj8w"
    assert isinstance(world.place("duet", TEN), Placement)
    world.take("li", TEN, 30)
    assert refusal(world, "duet", TEN).text.startswith(
        "only anna, room-1 and room-2 are free then, too few for"
    )


def test_who_is_asked_for_must_be_able_to():
    world = practice()
    assert refusal(world, "tuina", TEN, asked=("anna",)).text == (
        "anna is not what tuina needs: it needs staff with tuina and room"
    )
    assert refusal(world, "massage", TEN, asked=("wang", "li")).code == "need"
    assert refusal(world, "massage", TEN, asked=("nobody",)).text == "there is no resource nobody"


def test_a_refusal_says_who_is_taken_when_and_by_what():
    world = practice()
    world.take("wang", f"{MONDAY} 10:15", 60, owner="7k2m9q")
    found = refusal(world, "tuina", TEN)
    assert (found.code, found.text) == ("overlap", "wang is taken 10:15-11:15 by 7k2m9q")
    assert [use.owner for use in found.blockers] == ["7k2m9q"]
    assert found.resources == ("wang",)


def test_a_refusal_says_when_people_work():
    found = refusal(practice(), "massage", f"{MONDAY} 11:30", asked=("anna",))
    assert (found.code, found.file, found.key) == ("hours", "resources/anna.toml", "hours")
    assert found.text == "anna works 09:00-12:00 and 13:00-18:00 on Mon 7 Jun 2027"
    sunday = refusal(practice(), "massage", "2027-06-13 11:30", asked=("anna",))
    assert sunday.text == "anna does not work on Sun 13 Jun 2027"


def test_a_refusal_of_many_names_the_nearest_first():
    world = practice()
    world.take("wang", f"{MONDAY} 12:00", 60)
    world.take("li", f"{MONDAY} 12:00", 60)
    found = refusal(world, "massage", f"{MONDAY} 12:30")
    assert found.code == "overlap"
    assert found.text == (
        "nobody is free for staff with massage: li is taken 12:00-13:00 by c2hj8w; "
        "wang is taken 12:00-13:00 by c2hj8w; anna works 09:00-12:00 and 13:00-18:00 on Mon 7 Jun 2027"
    )


def test_a_refusal_of_very_many_names_a_few():
    world = World({f"room-{number}": resource() for number in range(6)}, {"s": service(60, "room")})
    for number in range(6):
        world.take(f"room-{number}", TEN, 60, owner=f"b{number}")
    found = refusal(world, "s", TEN)
    assert found.text == (
        "nobody is free for room: room-0 is taken 10:00-11:00 by b0; room-1 is taken 10:00-11:00 by b1; "
        "room-2 is taken 10:00-11:00 by b2; and 3 more are not"
    )
    assert len(found.resources) == 6


def test_a_stretch_over_days_is_told_with_its_days():
    world = World({"lift": resource("bay")}, {"s": service(60, "bay")})
    world.take("lift", "2027-06-04 14:00", 4080)
    assert refusal(world, "s", "2027-06-05 10:00").text == (
        "lift is taken Fri 4 Jun 2027 14:00 to Mon 7 Jun 2027 10:00 by c2hj8w"
    )


def test_times_are_told_on_the_resources_own_clock():
    world = World({"ben": resource("staff", zone="America/New_York")}, {"s": service(60, "staff")})
    world.take("ben", f"{MONDAY} 15:00", 60)
    assert refusal(world, "s", f"{MONDAY} 15:30").text == "ben is taken 10:00-11:00 by c2hj8w"


def test_a_rule_is_told_with_the_place_where_it_is_written():
    world = practice(notice=30, horizon=14)
    world.planner.catalogue.services["tuina"] = service(45, "staff+tuina", policy=Policy(notice=240))
    notice = refusal(world, "massage", f"{MONDAY} 08:15")
    assert (notice.code, notice.file, notice.key) == ("notice", "bookctl.toml", "policy.notice")
    assert notice.text == (
        "massage is booked at least 30 min ahead: the earliest start is now Mon 7 Jun 2027 08:30"
    )
    assert refusal(world, "tuina", TEN).file == "services/tuina.toml"
    horizon = refusal(world, "massage", "2027-06-22 10:00")
    assert horizon.text == "massage is booked up to 14 days ahead: the last day is Mon 21 Jun 2027"
    assert refusal(world, "massage", "2027-06-06 10:00").text == "Sun 6 Jun 2027 10:00 is past"


def test_at_the_last_moment_of_notice_only_the_book_is_in_the_way():
    world = practice(notice=120)
    for room in ("room-1", "room-2"):
        world.take(room, TEN, 60)
    assert refusal(world, "massage", TEN).code == "overlap"


def test_capacity_is_told_in_units():
    world = World(
        {"floor": resource(capacity=12)}, {"s": Service(name="s", minutes=60, needs=[need("room", units=3)])}
    )
    world.take("floor", TEN, 30, units=6)
    world.take("floor", f"{MONDAY} 10:30", 30, units=9, owner="b")
    assert world.code("s", TEN) is None
    world.take("floor", f"{MONDAY} 10:45", 5, units=1, owner="d")
    found = refusal(world, "s", TEN)
    assert (found.code, found.text) == ("capacity", "floor has 2 of 12 left, 3 are wanted")
    assert {use.owner for use in found.blockers} == {"b", "d"}


def test_what_can_never_be_is_told_apart_from_what_cannot_be_now():
    world = World(
        {"floor": resource(capacity=2), "anna": resource("staff")},
        {
            "big": Service(name="b", minutes=60, needs=[need("room", units=3)]),
            "sauna": service(60, "sauna"),
            "pair": service(60, "staff", "staff"),
        },
    )
    assert (refusal(world, "big", TEN).code, refusal(world, "sauna", TEN).code) == ("capacity", "need")
    assert refusal(world, "sauna", TEN).text == "there is no sauna, which sauna needs"
    assert refusal(world, "pair", TEN).code == "need"
    assert refusal(world, "yoga", TEN).text == "there is no service yoga"


def test_add_ons_only_where_they_belong():
    world = practice()
    assert refusal(world, "head", TEN).code == "addon"
    assert refusal(world, "tuina", TEN, addons=("lamp",)).text == "lamp cannot be booked on top of tuina"
    assert refusal(world, "massage", TEN, addons=("none",)).code == "unknown"


def test_an_add_on_prolongs_or_needs_something_throughout():
    world = practice()
    found = world.place("massage", TEN, addons=("head", "lamp"))
    minutes = {
        (use.resource, (use.start - found.start) // 60, (use.end - found.start) // 60) for use in found.uses
    }
    assert minutes == {("li", 0, 75), ("room-1", 0, 90), ("lamp", -5, 75)}
    assert (found.end - found.start, found.price) == (75 * 60, 6050)
    four = world.place("massage", TEN, addons=("four-hands",))
    assert len({use.resource for use in four.uses}) == 3


def test_retired_services_and_resources_serve_until_that_day():
    world = practice()
    catalogue = world.planner.catalogue
    catalogue.services["old"] = service(60, "staff+tuina", retired=date(2027, 6, 8))
    catalogue.resources["room-0"] = resource(retired=date(2027, 6, 8))
    assert world.code("old", f"{MONDAY} 16:00") is None
    found = refusal(world, "old", "2027-06-08 10:00")
    assert (found.code, found.text) == ("retired", "old is retired from Tue 8 Jun 2027 on")
    assert world.slots("old", "2027-06-08 00:00", "2027-06-09 00:00") == []
    assert world.code("massage", TEN, asked=("room-0",)) is None
    gone = refusal(world, "massage", "2027-06-08 10:00", asked=("room-0",))
    assert (gone.code, gone.text) == ("retired", "room-0 is retired from Tue 8 Jun 2027 on")


def test_force_takes_what_is_least_in_the_way_and_keeps_the_reasons():
    world = practice()
    world.take("wang", f"{MONDAY} 12:00", 60)
    world.take("li", f"{MONDAY} 12:00", 60)
    found = world.place("massage", f"{MONDAY} 12:00", force=True)
    assert [choice.resource for choice in found.chosen] == ["anna", "room-1"]
    assert [rule.code for rule in found.overridden] == ["hours"]
    assert found.chosen[0].why == "free then"
    double = world.place("massage", f"{MONDAY} 12:00", force=True, asked=("wang",))
    assert [(rule.code, rule.resources) for rule in double.overridden] == [("overlap", ("wang",))]
    past = world.place("massage", "2027-06-07 07:00", force=True, asked=("li",))
    assert [rule.code for rule in past.overridden] == ["past", "hours"]


def test_force_still_prefers_who_is_free():
    world = practice(notice=1440)
    world.take("anna", TEN, 60)
    world.take("li", TEN, 60)
    found = world.place("massage", TEN, force=True)
    assert (found.chosen[0].resource, found.chosen[0].why) == ("wang", "free then")
    assert [rule.code for rule in found.overridden] == ["notice"]


def test_force_cannot_make_somebody_able():
    assert refusal(practice(), "tuina", TEN, asked=("li",), force=True).code == "need"


def test_force_changes_nothing_where_nothing_is_in_the_way():
    assert practice().place("massage", TEN, force=True).overridden == ()


def test_an_own_length_takes_the_place_of_the_usual_one():
    world = practice()
    found = world.place("massage", TEN, minutes=100, addons=("head",))
    assert found.end - found.start == 100 * 60
    assert refusal(world, "massage", TEN, minutes=15, addons=("head",)).text == (
        "15 minutes are too few for massage with its add-ons"
    )
    assert refusal(world, "massage", TEN, minutes=43_201).code == "length"
    world.planner.catalogue.services["steps"] = Service(name="s", step=[step(10), step(20)])
    assert refusal(world, "steps", TEN, minutes=40).text == (
        "steps has 2 steps, so its length cannot be changed as a whole"
    )
    world.planner.catalogue.services["open"] = service(0, "room")
    assert refusal(world, "open", TEN).code == "length"
    assert isinstance(world.place("open", TEN, minutes=25), Placement)


def test_why_lists_each_candidate_of_each_need():
    world = practice()
    world.take("li", TEN, 30)
    found = world.planner.reasons(world.book, Wish("massage", world.at(TEN)), world.now)
    assert [
        (one.need, one.resource, one.refusal.code if one.refusal else None, one.chosen) for one in found
    ] == [
        ("staff with massage", "anna", None, True),
        ("staff with massage", "li", "overlap", False),
        ("staff with massage", "wang", None, False),
        ("room", "room-1", None, True),
        ("room", "room-2", None, False),
    ]
    assert world.planner.reasons(world.book, Wish("none", world.at(TEN)), world.now) == []


def test_why_leaves_out_who_has_left():
    world = practice()
    world.planner.catalogue.resources["room-0"] = resource(retired=date(2020, 1, 1))
    found = world.planner.reasons(world.book, Wish("massage", world.at(TEN)), world.now)
    assert "room-0" not in {one.resource for one in found}


def test_one_question_needs_no_planner():
    catalogue = Catalogue(settings(), {"r": resource()}, {"s": service(60, "room")})
    world = World(catalogue.resources, catalogue.services)
    wish = Wish("s", world.at(TEN))
    assert isinstance(place(catalogue, world.book, wish, world.now), Placement)
    assert [one.resource for one in reasons(catalogue, world.book, wish, world.now)] == ["r"]


def test_a_place_needs_a_start():
    world = practice()
    with pytest.raises(ValueError, match="without a start"):
        world.planner.place(world.book, Wish("massage", None), world.now)


def test_free_times_come_before_the_rest_of_the_book_is_read():
    world = practice(grid="clock", step=15)
    asked = []

    class Watched:
        def held(self, resource_id, start, end):
            asked.append(end)
            return world.book.held(resource_id, start, end)

    found = world.planner.slots(
        Watched(), Wish("massage", None), world.now, world.at("2037-01-01 00:00"), world.now
    )
    assert next(found).start == world.at(f"{MONDAY} 09:00")
    assert max(asked) < world.at("2027-06-20 00:00")


def test_a_search_may_begin_in_the_middle_of_padding():
    world = World({"r": resource(before=30)}, {"s": service(60, "room")}, grid="clock", step=60)
    world.take("r", f"{MONDAY} 08:45", 30)
    assert [slot.start for slot in world.slots("s", f"{MONDAY} 09:00", f"{MONDAY} 12:00")] == [
        world.at(TEN),
        world.at(f"{MONDAY} 11:00"),
    ]
    free_all_day = World({"r": resource(before=30)}, {"s": service(60, "room")}, grid="clock", step=60)
    assert free_all_day.slots("s", TEN, f"{MONDAY} 11:00")[0].start == free_all_day.at(TEN)


@pytest.mark.parametrize("first", ["2027-06-07 00:00", "2027-06-09 13:07", "2027-06-20 03:00"])
@pytest.mark.parametrize("grid", ["window", "gap", "clock"])
def test_where_a_search_begins_does_not_shift_the_grid(grid, first):
    hours = ["mon 07:10-24:00", "tue-thu 00:00-24:00", "fri 00:00-16:00"]
    fair = Stretch(start=datetime.fromisoformat("2027-06-11T17:05"), end=date(2027, 6, 24))
    world = World({"r": resource(hours=hours, open=[fair])}, {"s": service(45, "room")}, grid=grid, step=50)
    world.take("r", "2027-06-09 10:05", 17)
    whole = [slot.start for slot in world.slots("s", "2027-06-01 00:00", "2027-07-01 00:00")]
    part = [slot.start for slot in world.slots("s", first, "2027-07-01 00:00")]
    assert part == [start for start in whole if start >= world.at(first)]


def test_what_never_closes_counts_from_midnight():
    world = World({"r": resource()}, {"s": service(60, "room")}, step=360)
    assert world.starts("s", MONDAY) == ["00:00", "06:00", "12:00", "18:00"]


def test_the_clock_counts_by_the_wall_on_the_day_it_changes():
    world = World({"r": resource()}, {"s": service(30, "room")}, grid="clock", step=60)
    assert world.starts("s", "2028-03-26")[:3] == ["00:00", "02:00", "03:00"]
    assert world.starts("s", "2027-10-31")[:4] == ["00:00", "01:00", "01:00", "02:00"]
    slower = World({"r": resource()}, {"s": service(30, "room")}, grid="clock", step=90)
    assert slower.starts("s", "2027-10-31")[:5] == ["00:00", "01:30", "01:30", "03:00", "04:30"]


def test_the_clock_is_that_of_the_resources_where_they_share_one():
    world = World({"r": resource(zone="Asia/Kolkata")}, {"s": service(60, "room")}, grid="clock", step=60)
    assert world.starts("s", MONDAY)[:2] == ["00:30", "01:30"]


def test_a_night_begins_on_the_day_before():
    world = World({"r": resource(hours=["sun 22:00-06:00"])}, {"s": service(60, "room")}, step=60)
    assert world.starts("s", MONDAY) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]
    assert refusal(world, "s", f"{MONDAY} 07:00").text == "r is open 00:00-06:00 on Mon 7 Jun 2027"


def test_a_rental_may_last_for_weeks():
    away = Stretch(
        start=datetime.fromisoformat("2027-07-01T08:00"),
        end=datetime.fromisoformat("2027-07-01T09:00"),
        reason="service",
    )
    world = World({"van": resource("bay", away=[away])}, {"rent": service(30 * 1440, "bay")})
    assert world.code("rent", "2027-05-30 12:00") is None
    assert (
        refusal(world, "rent", "2027-06-07 12:00").text
        == "van is away 08:00-09:00 on Thu 1 Jul 2027 (service)"
    )


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


LIFE = {
    ("requested", "held"), ("requested", "confirmed"), ("requested", "declined"), ("requested", "cancelled"),
    ("held", "confirmed"), ("held", "declined"), ("held", "cancelled"),
    ("confirmed", "arrived"), ("confirmed", "completed"), ("confirmed", "no-show"), ("confirmed", "cancelled"),
    ("arrived", "completed"), ("arrived", "cancelled"),
}  # fmt: skip
STATUSES = ["requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_a_booking_goes_only_where_its_life_leads(status, target):
    assert (advance(status, target) is None) == ((status, target) in LIFE)


def test_an_impossible_step_says_what_is_possible():
    assert (
        advance("no-show", "cancelled").text == "it is no-show, and that is final: it cannot become cancelled"
    )
    assert (
        advance("held", "arrived").text
        == "it is held: it can become confirmed, declined or cancelled, not arrived"
    )
    assert advance("held", "held").text == "it is held already"
