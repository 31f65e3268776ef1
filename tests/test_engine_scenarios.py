"""What a booking engine must get right, in numbers worked out by hand. 7 June 2027 is a Monday."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bookctl.engine import seats
from bookctl.engine.place import customer_clash
from bookctl.engine.say import moment_words
from bookctl.engine.wish import Placement
from bookctl.model.booking import Held
from bookctl.model.resource import Stretch
from bookctl.model.service import Service
from bookctl.model.settings import Closed
from bookctl.model.time import wall
from engine_kit import MONDAY, World, at, need, one_room, resource, service, step


def test_touching_is_free():
    world = one_room()
    world.take("r", f"{MONDAY} 10:00", 60)
    assert world.code("s", f"{MONDAY} 11:00") is None
    assert world.code("s", f"{MONDAY} 09:00") is None


@pytest.mark.parametrize(("start", "minutes"), [("10:15", 30), ("09:30", 120), ("09:59", 2), ("10:59", 2)])
def test_every_kind_of_overlap_is_refused(start, minutes):
    world = one_room()
    world.take("r", f"{MONDAY} {start}", minutes)
    assert world.code("s", f"{MONDAY} 10:00") == "overlap"


def test_a_cancelled_booking_gives_its_time_back():
    world = one_room()
    world.take("r", f"{MONDAY} 10:00", 60, owner="first")
    world.book.remove("first")
    assert world.book_it("s", f"{MONDAY} 10:00", "second") == ["r"]
    refused = world.place("s", f"{MONDAY} 10:00")
    assert refused.text == "r is taken 10:00-11:00 by second"


def test_a_customer_is_not_in_two_places_at_once():
    own = [Held("c4f7qx", at(f"{MONDAY} 10:00"), at(f"{MONDAY} 11:00"), 1, "c2hj8w")]
    london = ZoneInfo("Europe/London")
    clash = customer_clash(own, (at(f"{MONDAY} 10:30"), at(f"{MONDAY} 11:30")), "Liu", london)
    assert (clash.code, clash.text) == ("customer", "Liu is in c2hj8w 10:00-11:00")
    assert customer_clash(own, (at(f"{MONDAY} 11:00"), at(f"{MONDAY} 12:00")), "Liu", london) is None


def test_a_booking_over_the_weekend_blocks_all_of_it():
    world = World({"lift": resource("bay")}, {"s": service(60, "bay")}, grid="clock", step=60)
    world.take("lift", "2027-06-04 14:00", 4080)
    found = world.slots("s", "2027-06-05 00:00", "2027-06-08 00:00")
    assert found[0].start == at(f"{MONDAY} 10:00")


def test_what_is_in_progress_blocks_the_rest_of_its_time():
    world = one_room(now=f"{MONDAY} 10:20", notice=30, step=60)
    world.take("r", f"{MONDAY} 10:00", 105)
    assert world.starts("s", MONDAY)[0] == "12:00"


def massage_and_facial():
    return {
        "massage": Service(name="m", minutes=60, needs=[need("room", after=15)]),
        "facial": Service(name="f", minutes=30, needs=[need("room", before=10)]),
    }


def test_only_the_padding_of_the_two_neighbours_counts():
    world = World({"r": resource()}, massage_and_facial())
    world.book_it("facial", f"{MONDAY} 10:00", "a")
    assert world.code("massage", f"{MONDAY} 10:29") == "overlap"
    world.book_it("massage", f"{MONDAY} 10:30", "b")
    assert world.code("facial", f"{MONDAY} 11:54") == "overlap"
    assert world.code("facial", f"{MONDAY} 11:55") is None


def test_the_gap_is_at_least_the_resources_own_padding():
    world = World({"r": resource(after=30)}, {"s": service(60, "room")})
    world.book_it("s", f"{MONDAY} 10:00", "a")
    assert world.code("s", f"{MONDAY} 11:29") == "overlap"
    assert world.code("s", f"{MONDAY} 11:30") is None


@pytest.mark.parametrize(("inside", "last"), [(True, "10:45"), (False, "11:00")])
def test_padding_keeps_out_of_closed_time_where_the_policy_says_so(inside, last):
    room = resource(hours=["mon 09:00-12:00 13:00-18:00"], after=15)
    world = World({"r": room}, {"s": service(60, "room")}, padding_inside=inside)
    assert max(start for start in world.starts("s", MONDAY) if start < "12:00") == last


def test_padding_reaches_into_the_next_day():
    world = World({"r": resource(after=20)}, {"s": service(30, "room")})
    world.book_it("s", f"{MONDAY} 23:20", "a")
    assert world.code("s", "2027-06-08 00:00") == "overlap"
    assert world.code("s", "2027-06-08 00:10") is None


def test_another_room_is_offered_while_one_is_cleaned():
    rooms = {"room-1": resource(after=30), "room-2": resource()}
    world = World({"anna": resource("staff"), **rooms}, {"s": service(60, "staff", "room")})
    world.book_it("s", f"{MONDAY} 10:00", "a", asked=("room-1",))
    assert world.book_it("s", f"{MONDAY} 11:00", "b") == ["anna", "room-2"]
    alone = World({"anna": resource("staff"), "room-1": rooms["room-1"]}, {"s": service(60, "staff", "room")})
    alone.book_it("s", f"{MONDAY} 10:00", "a")
    assert next(start for start in alone.starts("s", MONDAY) if start > "10:00") == "11:30"


def test_starts_are_counted_in_each_window_and_must_fit_into_it():
    world = World(
        {"r": resource(hours=["daily 09:00-12:00 13:00-17:00"])}, {"s": service(45, "room")}, step=15
    )
    starts = world.starts("s", MONDAY)
    morning = [start for start in starts if start < "12:00"]
    assert (len(starts), len(morning), morning[-1], starts[-1]) == (24, 10, "11:15", "16:15")


def test_midnight_is_a_time_to_close():
    assert one_room(["daily 20:00-24:00"], step=60).starts("s", MONDAY) == [
        "20:00",
        "21:00",
        "22:00",
        "23:00",
    ]


@pytest.mark.parametrize(("grid", "expected"), [("window", ["07:30", "08:30"]), ("clock", ["08:00"])])
def test_the_grid_counts_from_the_window_or_from_the_clock(grid, expected):
    world = one_room(["daily 07:30-09:30"], zone="Asia/Kolkata", step=60, grid=grid)
    assert world.starts("s", MONDAY) == expected


def test_steps_need_not_divide_the_hour():
    world = World({"r": resource(hours=["daily 07:22-08:00"])}, {"s": service(8, "room")}, step=8)
    assert world.starts("s", MONDAY) == ["07:22", "07:30", "07:38", "07:46"]


def test_each_window_begins_a_grid_of_its_own():
    world = World(
        {"r": resource(hours=["daily 09:00-12:00 13:00-17:00"])}, {"s": service(180, "room")}, step=60
    )
    assert world.starts("s", MONDAY) == ["09:00", "13:00", "14:00"]


def test_a_gap_begins_a_grid_of_its_own():
    world = one_room(["daily 09:00-12:00"], step=60, grid="gap")
    world.take("r", f"{MONDAY} 09:00", 20)
    assert world.starts("s", MONDAY) == ["09:20", "10:20"]
    window = one_room(["daily 09:00-12:00"], step=60)
    window.take("r", f"{MONDAY} 09:00", 20)
    assert window.starts("s", MONDAY) == ["10:00", "11:00"]


def test_notice_is_inclusive():
    world = one_room(notice=120, now=f"{MONDAY} 10:00", step=15)
    assert world.code("s", f"{MONDAY} 12:00") is None
    world.now += 1
    assert world.code("s", f"{MONDAY} 12:00") == "notice"
    assert world.starts("s", MONDAY)[0] == "12:15"


def test_the_horizon_is_calendar_days_of_the_business():
    world = one_room(horizon=14, now="2026-11-22 23:30")
    assert world.code("s", "2026-12-06 23:59") is None
    assert world.code("s", "2026-12-07 00:00") == "horizon"
    found = world.slots("s", "2026-12-06 00:00", "2026-12-08 00:00")
    assert wall(found[-1].start, world.zone) == datetime.fromisoformat("2026-12-06T23:45")


def test_staff_may_override_notice_and_it_is_on_record():
    world = one_room(notice=480, now=f"{MONDAY} 10:00")
    assert world.code("s", f"{MONDAY} 11:00") == "notice"
    forced = world.place("s", f"{MONDAY} 11:00", force=True)
    assert [rule.code for rule in forced.overridden] == ["notice"]
    assert world.code("s", f"{MONDAY} 11:00", force=True, staff=False) == "notice"


def test_a_booking_may_end_where_a_closed_day_begins():
    world = one_room(now="2026-12-01 00:00", closed=[Closed(date=date(2026, 12, 25), name="Christmas")])
    assert world.code("s", "2026-12-24 23:00") is None
    refused = world.place("s", "2026-12-24 23:30")
    assert (refused.code, refused.text) == ("closed", "it is closed on Fri 25 Dec 2026 (Christmas)")
    assert (refused.file, refused.key) == ("bookctl.toml", "closed")


def test_leave_takes_away_one_persons_times_only():
    leave = Stretch(
        start=datetime.fromisoformat("2027-06-07T13:00"), end=datetime.fromisoformat("2027-06-07T17:00")
    )
    people = {
        "anna": resource("staff", hours=["mon 09:00-18:00"], away=[leave]),
        "ben": resource("staff", hours=["mon 09:00-18:00"]),
    }
    world = World(people, {"s": service(60, "staff")}, step=60)
    assert world.starts("s", MONDAY, asked=("anna",)) == ["09:00", "10:00", "11:00", "12:00", "17:00"]
    assert len(world.starts("s", MONDAY, asked=("ben",))) == 9
    refused = world.place("s", f"{MONDAY} 13:00", asked=("anna",))
    assert (refused.code, refused.text) == ("away", "anna is away 13:00-17:00 on Mon 7 Jun 2027")


def test_a_party_takes_seats_while_there_are_some():
    assert seats.join(12, [11], 2).text == "1 seat left of 12, 2 are wanted"
    assert seats.join(12, [11], 1) is None
    assert seats.join(12, [6, 6], 1).text == "no seat is left of 12"


def test_seats_are_free_again_when_somebody_leaves():
    assert seats.join(12, [], 12) is None
    assert seats.missing(3, [1, 1]) == 1
    assert seats.missing(3, [2, 1]) == 0


def test_a_class_without_attendees_keeps_its_teacher_and_room():
    world = World(
        {"anna": resource("staff"), "r": resource()},
        {"yoga": service(60, "staff", "room", seats=12), "s": service(60, "room")},
    )
    world.book_it("yoga", f"{MONDAY} 10:00", "session")
    assert world.code("s", f"{MONDAY} 10:30") == "overlap"
    assert world.code("yoga", f"{MONDAY} 12:00", customer="c4f7qx") == "class"


def test_a_stylist_is_free_while_the_colour_works():
    colour = Service(name="c", step=[step(30, "=mia", "chair"), step(45, "chair"), step(30, "=mia", "chair")])
    world = World(
        {"mia": resource("staff"), "chair-1": resource("chair"), "chair-2": resource("chair")},
        {"colour": colour, "trim": service(45, "=mia", "chair")},
    )
    found = world.place("colour", f"{MONDAY} 10:00")
    minutes = {
        (use.resource, (use.start - found.start) // 60, (use.end - found.start) // 60) for use in found.uses
    }
    assert minutes == {("mia", 0, 30), ("mia", 75, 105), ("chair-1", 0, 105)}
    assert world.book_it("colour", f"{MONDAY} 10:00", "a") == ["mia", "chair-1"]
    assert world.code("trim", f"{MONDAY} 10:45") == "overlap"
    assert world.book_it("trim", f"{MONDAY} 10:30", "b") == ["mia", "chair-2"]


def test_a_moved_booking_is_not_in_its_own_way():
    world = one_room()
    world.book_it("s", f"{MONDAY} 10:00", "7k2m9q")
    assert world.code("s", f"{MONDAY} 10:30") == "overlap"
    assert isinstance(world.place("s", f"{MONDAY} 10:30", ignore="7k2m9q"), Placement)
    assert "10:30" in world.starts("s", MONDAY, ignore="7k2m9q")


def test_an_hour_that_comes_twice_is_told_with_its_offset():
    berlin = ZoneInfo("Europe/Berlin")
    first = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())
    assert moment_words(first, berlin) == "Sun 25 Oct 2026 02:30 +02:00"
    assert moment_words(first + 3600, berlin) == "Sun 25 Oct 2026 02:30 +01:00"
    assert moment_words(first + 7200, berlin) == "Sun 25 Oct 2026 03:30"
