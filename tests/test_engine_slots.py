"""Free times: the grid they count by, and how far they look. 7 June 2027 is a Monday."""

from datetime import date, datetime

import pytest

from bookctl.engine.wish import Wish
from bookctl.model.resource import Stretch
from engine_kit import MONDAY, TEN, World, practice, refusal, resource, service


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
