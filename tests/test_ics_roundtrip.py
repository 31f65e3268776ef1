"""What is written is read back alike by icalendar, vobject and ical.js: the texts, and the instants on all days."""

import random
from zoneinfo import available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookctl.calendars.entry import Calendar
from bookctl.calendars.event import zone_used
from bookctl.calendars.zones import vtimezone
from ics_kit import FEED, NOW, at, by_icalendar, by_icaljs, by_vobject, entry, said, whole

DAY = 86_400
# Both days on which the clocks change, or where they never do; each with a day's start in UTC.
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Shanghai": ("2026-03-29", "2026-11-24"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "Europe/Dublin": ("2027-03-28", "2027-10-31"),
    "America/Sao_Paulo": ("2026-02-15", "2026-11-01"),
    "Asia/Kathmandu": ("2026-01-01", "2026-12-31"),
}
NASTY = (
    "\\", "\\n", "C:\\New\\names\\nice", ";,:\"'^^n^'", "a\r\nb\nc\rd", "👩‍👩‍👧‍👦" * 40, "预约：深层按摩，" * 120, "x" * 1000,
    "\\" * 300, " lead and trail ", "a" + " " * 200 + "b", "\x00\x07\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufeff!",
    "\ud83d half a pair \udc00", "BEGIN:VEVENT\nEND:VCALENDAR", "%2C%5C\\,\\;", "é" * 500, "a\u3000" * 300, "\\," * 200,
)  # fmt: skip
texts = st.text(st.one_of(st.characters(), st.sampled_from('\\;,:"\n\r 张预约👍🏽nN^')), max_size=300)
zones = st.sampled_from(sorted(CHANGES))


@st.composite
def instants(draw):
    """Near a change of some zone's clocks, or anywhere in 30 years."""
    day = draw(st.sampled_from(sorted({day for days in CHANGES.values() for day in days})))
    near = at(day) + draw(st.integers(-DAY, 2 * DAY))
    return draw(st.one_of(st.just(near), st.integers(NOW - 15 * 365 * DAY, NOW + 15 * 365 * DAY)))


@st.composite
def entries(draw, number=0):
    start = draw(instants())
    return entry(
        uid=f"e{number}@stillwater.example",
        start=start,
        end=start + draw(st.integers(1, 3 * DAY)),
        zone=draw(zones),
        summary=draw(texts),
        description=draw(st.none() | texts),
        location=draw(st.none() | texts),
        sequence=draw(st.integers(0, 2**31 - 1)),
        status=draw(st.sampled_from(("CONFIRMED", "TENTATIVE", "CANCELLED"))),
        busy=draw(st.booleans()),
        private=draw(st.booleans()),
    )


def around_the_changes():
    """Each half hour of the days on which clocks change, in every zone."""
    for zone, days in CHANGES.items():
        for day in days:
            for half in range(-24, 72):
                start = at(day) + half * 1800
                yield zone, start, start + 3600


@given(entries())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_icalendar_and_vobject_read_what_was_written(one):
    data = whole(one)
    assert by_vobject(data) == [said(one)]
    (read,) = by_icalendar(data)
    assert read == said(one)


def test_every_half_hour_of_a_clock_change_is_read_alike():
    made = [
        entry(uid=f"h{number}@a.example", zone=zone, start=start, end=end)
        for number, (zone, start, end) in enumerate(around_the_changes())
    ]
    data = whole(*made)
    wanted = [(one.start, one.end) for one in made]
    assert [(read.start, read.end) for read in by_icalendar(data)] == wanted
    assert [(read.start, read.end) for read in by_vobject(data)] == wanted


def test_icaljs_reads_what_was_written(tmp_path):
    source = random.Random(20261124)
    made = {"changes": [
        entry(uid=f"h{number}@a.example", zone=zone, start=start, end=end)
        for number, (zone, start, end) in enumerate(around_the_changes())
    ]}  # fmt: skip
    for number, text in enumerate(NASTY):
        made[f"nasty-{number}"] = [
            entry(uid=f"n{number}@a.example", summary=text, description=text, location=text)
        ]
    for number in range(60):
        made[f"random-{number}"] = [_random(source, index) for index in range(5)]
    made["everywhere"] = list(_everywhere())
    read = by_icaljs({name: whole(*some) for name, some in made.items()}, tmp_path)
    assert {name: read[name] for name in made} == {
        name: [said(one) for one in some] for name, some in made.items()
    }


def _everywhere():
    """An event over a season in every zone that has a rule."""
    days = ("2027-01-15", "2027-04-15", "2027-07-15", "2027-10-20")
    for number, zone in enumerate(sorted(available_timezones())):
        if vtimezone(zone) is not None:
            start = at(days[number % 4]) + number * 977
            yield entry(uid=f"z{number}@a.example", zone=zone, start=start, end=start + 90 * DAY)


def _random(source, index):
    start = source.randrange(NOW - 15 * 365 * DAY, NOW + 15 * 365 * DAY)
    signs = '\\;,:"\n\r\t\x00\x0b\u2028 张预约深层👍🏽nN^aé'
    some = ["".join(source.choices(signs, k=source.randrange(400))) for _ in range(3)]
    return entry(
        uid=f"r{index}@a.example", start=start, end=start + source.randrange(1, 3 * DAY),
        zone=source.choice(sorted(CHANGES)), summary=some[0], description=some[1], location=some[2],
        sequence=source.randrange(100),
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_are_read_alike_by_icalendar_and_vobject(text):
    one = entry(summary=text, description=text, location=text)
    data = whole(one)
    assert by_vobject(data) == [said(one)]
    assert by_icalendar(data) == [said(one)]


@pytest.mark.parametrize("zone", ["Africa/Cairo", "Asia/Jerusalem", "America/Santiago", "Etc/UTC"])
def test_a_zone_without_a_simple_rule_is_written_in_utc(zone):
    one = entry(zone=zone)
    assert zone_used(one) is None
    data = whole(one, head=Calendar())
    assert b"TZID" not in data
    assert b"DTSTART:20261124T020000Z\r\n" in data
    assert by_icalendar(data) == by_vobject(data) == [said(one)]


def test_the_same_entries_make_the_same_bytes():
    some = [entry(uid=f"s{number}@a.example", zone=zone) for number, zone in enumerate(sorted(CHANGES))]
    assert whole(*some) == whole(*some)
    assert whole(some[0], head=FEED) != whole(some[0]._replace(changed=NOW), head=FEED)
