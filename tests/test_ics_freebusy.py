"""Busy time without reasons: what a program that plans around it reads."""

from itertools import pairwise

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from bookctl.calendars.freebusy import freebusy_bytes
from bookctl.calendars.lint import lint
from ics_kit import NOW, unfolded

HOUR = 3600
WINDOW = NOW, NOW + 240 * HOUR
hours = st.integers(-30, 270)
spans_in_hours = st.lists(
    st.tuples(hours, st.integers(0, 40)).map(lambda pair: (pair[0], sum(pair))), max_size=20
)


def made(spans, window=WINDOW, organizer="hello@stillwater.example"):
    return freebusy_bytes(spans, window, uid="busy@stillwater.example", stamp=NOW - 60, organizer=organizer)


def periods(data):
    (busy,) = icalendar.Calendar.from_ical(data).walk("VFREEBUSY")
    assert not busy.errors
    found = busy.get("FREEBUSY", [])
    found = found if isinstance(found, list) else [found]
    for one in found:
        assert one.params["FBTYPE"] == "BUSY"
    flat = [
        value.dt if hasattr(value, "dt") else value
        for one in found
        for value in (one.dts if hasattr(one, "dts") else [one])
    ]
    return [(int(start.timestamp()), int(end.timestamp())) for start, end in flat]


def test_the_file_is_a_published_vfreebusy_in_utc():
    assert unfolded(made([(NOW + HOUR, NOW + 2 * HOUR)])) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bookctl//bookctl//EN", "METHOD:PUBLISH", "BEGIN:VFREEBUSY",
        "UID:busy@stillwater.example", "DTSTAMP:20261124T005900Z", "ORGANIZER:mailto:hello@stillwater.example",
        "DTSTART:20261124T010000Z", "DTEND:20261204T010000Z",
        "FREEBUSY;FBTYPE=BUSY:20261124T020000Z/20261124T030000Z", "END:VFREEBUSY", "END:VCALENDAR",
    ]  # fmt: skip


def test_without_an_address_there_is_no_organizer():
    assert b"ORGANIZER" not in made([], organizer=None)
    assert lint("a.ifb", made([], organizer=None)) == []


def test_what_touches_is_one_period_and_what_reaches_out_is_cut():
    spans = [(NOW + 2 * HOUR, NOW + 3 * HOUR), (NOW - HOUR, NOW + HOUR), (NOW + HOUR, NOW + 2 * HOUR), (0, 5)]
    assert periods(made(spans)) == [(NOW, NOW + 3 * HOUR)]


@given(spans_in_hours)
def test_every_hour_is_busy_that_is_in_a_span_and_no_other(spans):
    data = made([(NOW + first * HOUR, NOW + last * HOUR) for first, last in spans])
    found = periods(data)
    assert found == sorted(found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    busy = {hour for first, last in found for hour in range((first - NOW) // HOUR, (last - NOW) // HOUR)}
    assert busy == {hour for first, last in spans for hour in range(max(first, 0), min(last, 240))}
    assert lint("a.ifb", data) == []


@given(st.permutations([(NOW + n * 7000, NOW + n * 7000 + 9000) for n in range(6)]))
def test_the_order_of_the_spans_does_not_matter(spans):
    assert made(spans) == made(sorted(spans))
