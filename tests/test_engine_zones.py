"""Zones and days on which the clock changes, in numbers worked out by hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bookctl.engine.hours import open_spans
from bookctl.model.settings import Closed
from bookctl.model.time import LocalTimeError, day_span, instant
from engine_kit import World, at, one_room, resource, service, settings, utc


def hours_of(zone, hours, first, last, **keys):
    span = at(f"{first} 00:00", zone), at(f"{last} 00:00", zone)
    return open_spans(resource(hours=hours, zone=zone, **keys), settings(), *span)


def test_hours_are_wall_clock_on_both_sides_of_a_clock_change():
    assert utc(hours_of("America/New_York", ["daily 13:00-18:00"], "2027-03-13", "2027-03-15")) == [
        ("13 18:00", "13 23:00"),
        ("14 17:00", "14 22:00"),
    ]


def test_a_time_that_happens_twice_is_refused_with_both_readings():
    london = ZoneInfo("Europe/London")
    with pytest.raises(LocalTimeError) as caught:
        instant(datetime.fromisoformat("2027-10-31T01:30"), london)
    assert caught.value.readings == (at("2027-10-31T00:30Z"), at("2027-10-31T01:30Z"))
    world = World({"r": resource()}, {"s": service(30, "room")})
    world.book_it("s", "2027-10-31T01:30+01:00", "a")
    assert world.book_it("s", "2027-10-31T01:30+00:00", "b") == ["r"]


@pytest.mark.parametrize(
    ("first", "last", "count", "begin"),
    [
        ("2027-03-27", "2027-03-28", 7, "2027-03-27T21:00Z"),
        ("2027-10-30", "2027-10-31", 9, "2027-10-30T20:00Z"),
        ("2027-06-07", "2027-06-08", 8, "2027-06-07T20:00Z"),
    ],
)
def test_a_night_has_as_many_hours_as_the_clock_gives_it(first, last, count, begin):
    world = one_room(["daily 22:00-06:00"], zone="Europe/Berlin", now="2027-01-01 00:00", step=60)
    found = [slot.start for slot in world.slots("s", f"{first} 12:00", f"{last} 12:00")]
    assert found == [at(begin) + hour * 3600 for hour in range(count)]


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        ("2027-03-12", ["15:00", "16:00"]),
        ("2027-03-19", ["14:00", "15:00", "16:00"]),
        ("2027-03-30", ["15:00", "16:00"]),
        ("2027-11-02", ["14:00", "15:00", "16:00"]),
        ("2027-11-09", ["15:00", "16:00"]),
    ],
)
def test_a_call_between_zones_needs_both_to_be_at_work(day, starts):
    people = {
        "anna": resource("staff", zone="Europe/Berlin", hours=["mon-fri 09:00-17:00"]),
        "ben": resource("staff", zone="America/New_York", hours=["mon-fri 09:00-17:00"]),
    }
    world = World(
        people, {"s": service(60, "=anna", "=ben")}, zone="Europe/Berlin", now="2027-01-01 00:00", step=60
    )
    assert world.starts("s", day) == starts


@pytest.mark.parametrize(
    ("zone", "day", "after"),
    [
        ("America/Santiago", "2027-09-05", "2027-09-06"),
        ("Africa/Cairo", "2027-04-30", "2027-05-01"),
        ("Asia/Beirut", "2027-03-28", "2027-03-29"),
    ],
)
def test_a_day_without_midnight_is_closed_for_its_23_hours(zone, day, after):
    closed = [Closed(date=date.fromisoformat(day))]
    low, high = day_span(date.fromisoformat(day), ZoneInfo(zone))
    assert high - low == 23 * 3600
    spans = open_spans(resource(zone=zone), settings(closed=closed), low - 3600, high + 3600)
    assert spans == [(low - 3600, low), (high, high + 3600)]
    assert high == at(f"{after} 00:00", zone)


def test_santiago_is_closed_from_four_to_three_utc():
    span = day_span(date(2027, 9, 5), ZoneInfo("America/Santiago"))
    assert span == (at("2027-09-05T04:00Z"), at("2027-09-06T03:00Z"))


def test_a_closed_day_is_the_studios_own_day():
    closed = [Closed(date=date(2027, 1, 1))]
    world = one_room(zone="Australia/Sydney", now="2026-12-01 00:00", closed=closed)
    world.planner.catalogue.services["s"] = service(30, "room")
    assert world.code("s", "2026-12-31T13:30+00:00") == "closed"
    assert world.code("s", "2026-12-31T12:30+00:00") is None
