"""Whom the gate chooses, and what force and add-ons do to it. 7 June 2027 is a Monday."""

from datetime import date, datetime

import pytest

from bookctl.engine.place import place, reasons
from bookctl.engine.wish import Placement, Wish
from bookctl.model.catalogue import Catalogue
from bookctl.model.resource import Stretch
from bookctl.model.service import Service
from engine_kit import MONDAY, TEN, World, practice, refusal, resource, service, settings, step


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
    world.take("wang", f"{MONDAY} 14:00", 200)
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
