"""When a rule plans what, worked out by hand, above all where the clocks change."""

from datetime import date

import pytest

from bookctl.messages.moments import after_change, around_start, birthdays_on, on_day, seconds
from rules_kit import BERLIN, NEW_YORK, SHANGHAI, Shelf, at, rule

MADE = at("2026-01-02T09:00:00+01:00")


def _planned(zone, start, **keys):
    shelf = Shelf()
    shelf.book("b22222", at(start, zone), MADE)
    found = around_start(rule(**keys), shelf.bookings["b22222"], zone)
    return None if found is None else found.planned


@pytest.mark.parametrize(
    ("zone", "start", "keys", "planned"),
    [
        # Germany, 29 March 2026: 02:00 becomes 03:00. 24 hours are elapsed hours, the day before is a calendar's.
        (BERLIN, "2026-03-29T10:00+02:00", {"before": "24h"}, "2026-03-28T09:00+01:00"),
        (BERLIN, "2026-03-29T10:00+02:00", {"before": "1d"}, "2026-03-28T09:00+01:00"),
        (BERLIN, "2026-03-29T10:00+02:00", {"day": -1, "at": "10:00"}, "2026-03-28T10:00+01:00"),
        (BERLIN, "2026-03-29T03:30+02:00", {"before": "1h"}, "2026-03-29T01:30+01:00"),
        (BERLIN, "2026-03-30T10:00+02:00", {"day": -1, "at": "02:30"}, "2026-03-29T03:00+02:00"),
        (BERLIN, "2026-03-26T10:00+01:00", {"day": 3}, "2026-03-29T10:00+02:00"),
        (BERLIN, "2026-03-28T12:00+01:00", {"after": "24h"}, "2026-03-29T13:00+02:00"),
        # 25 October 2026: 03:00 becomes 02:00.
        (BERLIN, "2026-10-25T10:00+01:00", {"before": "24h"}, "2026-10-24T11:00+02:00"),
        (BERLIN, "2026-10-25T10:00+01:00", {"day": -1, "at": "10:00"}, "2026-10-24T10:00+02:00"),
        (BERLIN, "2026-10-25T02:30+01:00", {"before": "1h"}, "2026-10-25T02:30+02:00"),
        (BERLIN, "2026-10-26T10:00+01:00", {"day": -1, "at": "02:30"}, "2026-10-25T02:30+02:00"),
        (BERLIN, "2026-10-24T12:00+02:00", {"after": "48h", "of": "end"}, "2026-10-26T12:00+01:00"),
        # The United States, 8 March and 1 November 2026.
        (NEW_YORK, "2026-03-08T09:00-04:00", {"before": "24h"}, "2026-03-07T08:00-05:00"),
        (NEW_YORK, "2026-03-08T09:00-04:00", {"day": -1, "at": "18:00"}, "2026-03-07T18:00-05:00"),
        (NEW_YORK, "2026-11-01T09:00-05:00", {"before": "24h"}, "2026-10-31T10:00-04:00"),
        (NEW_YORK, "2026-11-02T09:00-05:00", {"day": -1, "at": "01:30"}, "2026-11-01T01:30-04:00"),
        (SHANGHAI, "2026-11-24T10:00+08:00", {"day": 0, "at": "08:00"}, "2026-11-24T08:00+08:00"),
        (SHANGHAI, "2026-11-24T23:30+08:00", {"day": 1, "of": "end"}, "2026-11-26T10:00+08:00"),
        (SHANGHAI, "2026-11-24T10:00+08:00", {"before": "30m", "of": "end"}, "2026-11-24T10:30+08:00"),
    ],
)
def test_planned_instants_are_those_worked_out_by_hand(zone, start, keys, planned):
    assert _planned(zone, start, **keys) == at(planned)


def test_a_reminder_of_the_same_day_is_never_after_the_start():
    assert _planned(SHANGHAI, "2026-11-24T07:30+08:00", day=0, at="08:00") is None


def test_an_evening_rule_of_the_end_waits_for_the_end():
    assert _planned(SHANGHAI, "2026-11-24T20:30+08:00", day=0, at="20:00", of="end") == at("2026-11-24T21:30")


def test_what_follows_a_change_is_never_ahead_of_it():
    shelf, made = Shelf(), at("2026-11-24T09:00")
    shelf.book("b22222", at("2026-12-24T10:00"), made)
    same_day = rule(day=0, at="08:00", of="created")
    found = after_change(same_day, shelf.bookings["b22222"], made, SHANGHAI)
    assert found is not None
    assert found.planned == made


def test_a_days_time_without_a_clock_is_ten():
    assert on_day(date(2026, 11, 24), None, SHANGHAI) == at("2026-11-24T10:00")


@pytest.mark.parametrize(("text", "length"), [("0m", 0), ("30m", 1800), ("24h", 86_400), ("2d", 172_800)])
def test_lengths_are_elapsed_time(text, length):
    assert seconds(text) == length


def test_the_29th_of_february_is_kept_on_the_28th_in_common_years():
    assert birthdays_on(date(2027, 2, 28)) == ("02-28", "02-29")
    assert birthdays_on(date(2028, 2, 28)) == ("02-28",)
    assert birthdays_on(date(2028, 2, 29)) == ("02-29",)
    assert birthdays_on(date(2027, 3, 1)) == ("03-01",)
