"""Quiet hours: whatever the hours, the zone and the start, one instant outside of them or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.messages.due import QUIET, due
from bookctl.messages.quiet import Quiet, shifted
from bookctl.model.time import DAY, wall
from rules_kit import BERLIN, NEW_YORK, SHANGHAI, Shelf, at, ready, rule

ZONES = st.sampled_from([BERLIN, NEW_YORK, SHANGHAI])
CLOCKS = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))
# Both changes of the clocks of 2026 and the days around them, in both countries.
INSTANTS = st.one_of(
    *(
        st.integers(at(text) - 2 * DAY, at(text) + 2 * DAY)
        for text in ("2026-03-08T07:00Z", "2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-11-01T06:00Z")
    )
)


def _is_quiet(instant, hours, zone):
    """By the wall clock alone."""
    first, last = hours.split("-")
    shown = f"{wall(instant, zone):%H:%M}"
    return first <= shown < last if first <= last else shown >= first or shown < last


@settings(max_examples=400)
@given(ZONES, CLOCKS, CLOCKS, INSTANTS, st.integers(60, 3 * DAY))
def test_what_is_shifted_lies_outside_of_quiet_hours_and_before_the_deadline(
    zone, first, last, planned, room
):
    hours = f"{first}-{last}"
    found = shifted(planned, 0, planned + room, Quiet(hours, zone))
    if found is None:
        assert _is_quiet(planned, hours, zone) or Quiet(hours, zone).around(planned)
    else:
        assert found < planned + room
        assert not _is_quiet(found, hours, zone)
        assert found == planned or Quiet(hours, zone).around(planned)


@settings(max_examples=200)
@given(ZONES, CLOCKS, CLOCKS, INSTANTS, st.integers(60, 3 * DAY))
def test_what_follows_something_is_never_done_before_it(zone, first, last, planned, room):
    found = shifted(planned, planned, planned + room, Quiet(f"{first}-{last}", zone))
    assert found is None or planned <= found < planned + room


@settings(max_examples=200)
@given(ZONES, INSTANTS, CLOCKS)
def test_hours_of_the_same_two_times_are_none(zone, instant, clock):
    assert Quiet(f"{clock}-{clock}", zone).around(instant) is None


@pytest.mark.parametrize(
    ("start", "sent"),
    [
        ("2026-11-25T10:00", "2026-11-25T09:00"),  # 09:00 is not quiet
        ("2026-11-25T09:00", "2026-11-25T08:00"),  # 08:00 is the end of quiet hours
        ("2026-11-25T08:30", "2026-11-25T08:00"),  # 07:30 waits until 08:00
        ("2026-11-25T08:00", "2026-11-24T20:45"),  # 08:00 would be too late
        ("2026-11-25T06:00", "2026-11-24T20:45"),
        ("2026-11-24T22:00", "2026-11-24T20:45"),  # 21:00 is quiet already
        ("2026-11-24T21:59", "2026-11-24T20:59"),
    ],
)
def test_an_hour_before_with_a_quiet_night(start, sent):
    planned = at(start) - 3600
    assert shifted(planned, 0, at(start), Quiet("21:00-08:00", SHANGHAI)) == at(sent)


def test_a_night_that_ends_in_the_gap_ends_where_the_clock_jumps():
    night = Quiet("21:00-02:30", BERLIN).around(at("2026-03-29T00:00", BERLIN))
    assert night == (at("2026-03-28T21:00", BERLIN), at("2026-03-29T03:00+02:00"))


def test_a_night_that_ends_in_the_repeated_hour_ends_at_its_second_reading():
    night = Quiet("21:00-02:30", BERLIN).around(at("2026-10-25T00:00", BERLIN))
    assert night == (at("2026-10-24T21:00", BERLIN), at("2026-10-25T02:30+01:00"))


def test_a_message_that_quiet_hours_leave_no_time_is_missed_and_says_so():
    shelf = Shelf(hours="21:00-08:00")
    shelf.book("b22222", at("2026-11-25T07:30"), at("2026-11-24T22:00"))
    (one,) = due(shelf, {"r": rule(before="1h")}, at("2026-11-24T22:05"), SHANGHAI)
    assert one.missed == QUIET


def test_a_silent_channel_may_carry_what_quiet_hours_leave_no_time():
    shelf = Shelf(hours="21:00-08:00", mute=frozenset({"email"}))
    shelf.book("b22222", at("2026-11-25T07:30"), at("2026-11-24T22:00"))
    both = rule(before="1h", then=[{"send": "reminder", "channel": ["sms", "email"]}])
    (one,) = ready(shelf, {"r": both}, at("2026-11-24T22:05"))
    assert one.silent
    assert not ready(shelf, {"r": rule(before="1h")}, at("2026-11-25T06:25"))
    (one,) = ready(shelf, {"r": rule(before="1h")}, at("2026-11-25T06:30"))
    assert not one.silent


def test_what_was_late_waits_for_the_end_of_quiet_hours():
    """Due at 20:50, the machine was off until 21:30; nobody is woken, and at 08:00 it goes out."""
    shelf = Shelf(hours="21:00-08:00")
    shelf.book("b22222", at("2026-11-25T20:50"), at("2026-11-01T10:00"))
    rules = {"r": rule(before="24h")}
    assert not list(due(shelf, rules, at("2026-11-24T21:30"), SHANGHAI))
    assert not list(due(shelf, rules, at("2026-11-25T07:59"), SHANGHAI))
    assert len(ready(shelf, rules, at("2026-11-25T08:00"))) == 1


def test_quiet_hours_hold_back_no_marks_and_no_programs():
    shelf = Shelf(hours="21:00-08:00")
    shelf.book("b22222", at("2026-11-24T22:00"), at("2026-11-01T10:00"))
    rules = {"r": rule(after="30m", then=[{"mark": "no-show"}, {"run": "ring"}])}
    assert len(ready(shelf, rules, at("2026-11-24T22:30"))) == 2


@settings(max_examples=60, deadline=None)
@given(ZONES, INSTANTS, CLOCKS, CLOCKS, st.sampled_from(["30m", "1h", "24h", "2d"]), st.integers(0, 4 * DAY))
def test_every_start_gets_one_instant_or_is_missed_when_looked_at_every_five_minutes(
    zone, start, first, last, before, ahead
):
    """At most once, never in quiet hours, never once it has begun, never silently dropped."""
    hours, sent, missed = f"{first}-{last}", [], []
    shelf, made = Shelf(hours=hours), start - ahead
    shelf.book("b22222", start, made)
    rules = {"r": rule(before=before)}
    clock = max(made, start - 4 * DAY) // 300 * 300 + 300
    while clock <= start + 600 and not sent and not missed:
        for one in due(shelf, rules, clock, zone):
            (missed if one.missed else sent).append((clock, one))
        clock += 300
    if sent:
        ((instant, one),) = sent
        assert one.key
        assert instant < start
        assert not _is_quiet(instant, hours, zone)
    else:
        assert len(missed) == 1
