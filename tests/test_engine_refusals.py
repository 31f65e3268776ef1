"""What a refusal says. 7 June 2027 is a Monday."""

from bookctl.model.service import Service
from bookctl.model.settings import Policy
from engine_kit import MONDAY, TEN, World, need, practice, refusal, resource, service


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
