"""What is due: each key once, whatever the clock does and however long the machine slept."""

import random
from datetime import timedelta

import pytest

from bookctl.messages.due import LATE, due, next_due
from bookctl.model.time import DAY
from rules_kit import BERLIN, NEW_YORK, SHANGHAI, Clerk, Shelf, at, pass_of, ready, rule

HOUR = 3600
REMINDERS = {
    "day-before": rule(day=-1, at="02:30"),
    "hours": rule(before="24h"),
    "hour": rule(before="1h"),
    "after": rule(after="2h", of="end"),
    "third": rule(day=3, at="02:30", then=[{"send": "follow-up", "channel": ["email"]}]),
}


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        (BERLIN, "2026-03-28T00:00"), (BERLIN, "2026-10-24T00:00"),
        (NEW_YORK, "2026-03-07T00:00"), (NEW_YORK, "2026-10-31T00:00"),
    ],
)  # fmt: skip
def test_looked_at_every_minute_for_three_days_around_the_change_of_the_clocks_each_key_comes_once(
    zone, first
):
    shelf, begin = Shelf(), at(first, zone)
    draw = random.Random(first)
    for number in range(4):
        start = begin + draw.randrange(DAY // 60, 4 * DAY // 60) * 60
        shelf.book(f"b2222{number}", start, begin - 30 * DAY)
    clerk = Clerk(shelf, REMINDERS, zone)
    for minute in range(3 * 24 * 60):
        clerk.run(begin + minute * 60)
    assert len(clerk.done) >= 8
    assert not [one for one in clerk.missed.values() if not one.later]
    for sent, one in clerk.done.values():
        assert one.due <= sent < one.deadline
        assert sent - one.due < 60 or one.due < begin
    again = Clerk(shelf, REMINDERS, zone)
    again.done = dict(clerk.done)
    again.missed = dict(clerk.missed)
    assert again.run(begin + 3 * DAY - 60) == []


def test_a_clock_set_back_repeats_nothing():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"))
    clerk = Clerk(shelf, {"r": rule(before="24h")}, SHANGHAI)
    assert len(clerk.run(at("2026-11-24T10:00"))) == 1
    assert clerk.run(at("2026-11-24T09:00")) == []
    assert clerk.run(at("2026-11-24T10:00")) == []


def test_off_for_nine_hours_only_the_latest_reminder_goes_out():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T18:00"), at("2026-11-01T10:00"))
    rules = {"day": rule(before="8h"), "hour": rule(before="1h")}
    found = {one.rule: one for one in due(shelf, rules, at("2026-11-24T17:30"), SHANGHAI)}
    assert found["day"].later == "hour"
    assert found["hour"].later is None


def test_a_later_reminder_whose_own_window_is_over_replaces_nothing():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T18:00"), at("2026-11-01T10:00"))
    rules = {"day": rule(before="8h"), "hour": rule(before="1h", window="10m")}
    found = {one.rule: one for one in due(shelf, rules, at("2026-11-24T17:30"), SHANGHAI)}
    assert found["hour"].missed == LATE
    assert (found["day"].missed, found["day"].later) == (None, None)


def test_off_beyond_the_start_everything_is_missed_and_told_for_three_days():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T18:00"), at("2026-11-01T10:00"))
    rules = {"hour": rule(before="1h")}
    (one,) = due(shelf, rules, at("2026-11-24T18:00"), SHANGHAI)
    assert one.missed == LATE
    assert len(list(due(shelf, rules, at("2026-11-27T17:59"), SHANGHAI))) == 1
    assert list(due(shelf, rules, at("2026-11-27T18:00"), SHANGHAI)) == []
    assert list(due(shelf, rules, at("2026-11-24T18:00"), SHANGHAI, lookback=0)) == []


def test_reminders_to_different_people_do_not_replace_each_other():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T18:00"), at("2026-11-01T10:00"))
    to_owner = rule(before="1h", then=[{"send": "reminder", "to": "owner", "channel": ["email"]}])
    found = list(due(shelf, {"day": rule(before="8h"), "hour": to_owner}, at("2026-11-24T17:30"), SHANGHAI))
    assert [one.later for one in found] == [None, None]


def test_two_messages_of_one_rule_do_not_replace_each_other():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T18:00"), at("2026-11-01T10:00"))
    two = rule(before="1h", then=[{"send": "a", "channel": ["email"]}, {"send": "b", "channel": ["sms"]}])
    found = list(due(shelf, {"r": two}, at("2026-11-24T17:30"), SHANGHAI))
    assert [one.later for one in found] == [None, None]
    assert len({one.key for one in found}) == 2


def test_a_moved_booking_is_reminded_of_anew_and_its_old_time_is_forgotten():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"))
    clerk = Clerk(shelf, {"r": rule(before="24h")}, SHANGHAI)
    (first,) = clerk.run(at("2026-11-24T10:00"))
    shelf.move("b22222", at("2026-11-24T11:00"), at("2026-11-27T15:00"))
    assert clerk.run(at("2026-11-24T11:05")) == []
    (second,) = clerk.run(at("2026-11-26T15:00"))
    assert first.key != second.key


@pytest.mark.parametrize(
    "status", ["cancelled", "declined", "no-show", "requested", "held", "arrived", "completed"]
)
def test_customers_are_reminded_of_confirmed_bookings_only(status):
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"), status=status)
    assert ready(shelf, {"r": rule(before="24h")}, at("2026-11-24T10:00")) == []


@pytest.mark.parametrize("status", ["cancelled", "declined", "no-show"])
def test_nothing_follows_what_did_not_take_place_unless_the_rule_asks_for_it(status):
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-23T10:00"), at("2026-11-01T10:00"))
    shelf.mark("b22222", at("2026-11-23T09:00"), status)
    now = at("2026-11-24T11:00")
    assert ready(shelf, {"r": rule(after="24h", of="end")}, now) == []
    asks = rule(after="24h", of="status", status=status)
    assert len(ready(shelf, {"r": asks}, now)) == (status == "no-show")


def test_a_cancellation_is_told_at_once_but_not_when_the_start_is_over():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T10:00"), at("2026-11-01T10:00"))
    shelf.book("b22223", at("2026-11-24T08:00"), at("2026-11-01T10:00"))
    for id_ in ("b22222", "b22223"):
        shelf.mark(id_, at("2026-11-24T09:00"), "cancelled")
    rules = {"r": rule(after="0m", of="status", status="cancelled")}
    assert [one.about for one in due(shelf, rules, at("2026-11-24T09:05"), SHANGHAI)] == ["b22222"]


def test_a_move_is_told_once_for_each_move_with_the_last_of_several():
    shelf, rules = Shelf(), {"r": rule(after="0m", of="status", status="moved")}
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"))
    clerk = Clerk(shelf, rules, SHANGHAI)
    assert clerk.run(at("2026-11-24T09:00")) == []
    shelf.move("b22222", at("2026-11-24T09:01"), at("2026-11-26T10:00"))
    shelf.move("b22222", at("2026-11-24T09:02"), at("2026-11-27T10:00"))
    assert len(clerk.run(at("2026-11-24T09:05"))) == 1
    shelf.move("b22222", at("2026-11-24T09:07"), at("2026-11-28T10:00"))
    assert len(clerk.run(at("2026-11-24T09:10"))) == 1


def test_a_confirmation_goes_out_once_and_not_again_after_a_move():
    shelf, rules = Shelf(), {"r": rule(after="0m", of="status", status="confirmed")}
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-24T08:00"), status="requested")
    clerk = Clerk(shelf, rules, SHANGHAI)
    assert clerk.run(at("2026-11-24T08:05")) == []
    shelf.mark("b22222", at("2026-11-24T08:06"), "confirmed")
    assert len(clerk.run(at("2026-11-24T08:10"))) == 1
    shelf.move("b22222", at("2026-11-24T09:00"), at("2026-11-26T10:00"))
    assert clerk.run(at("2026-11-24T09:05")) == []


def test_a_booking_written_down_after_it_began_is_not_confirmed():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T10:00"), at("2026-11-24T10:30"))
    for when in ({"of": "created"}, {"of": "status", "status": "confirmed"}):
        assert list(due(shelf, {"r": rule(after="0m", **when)}, at("2026-11-24T10:35"), SHANGHAI)) == []


def test_a_booking_made_after_the_reminder_was_due_is_reminded_of_at_once():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-24T20:00"))
    assert len(ready(shelf, {"r": rule(before="24h")}, at("2026-11-24T20:05"))) == 1


def test_a_request_waits_half_an_hour_and_is_forgotten_once_it_is_answered():
    shelf, rules = (
        Shelf(),
        {"r": rule(pending="30m", then=[{"send": "request-waiting", "to": "owner", "channel": ["email"]}])},
    )
    shelf.book("b22222", at("2026-12-24T10:00"), at("2026-11-24T10:00"), status="requested")
    assert ready(shelf, rules, at("2026-11-24T10:29:59")) == []
    assert len(ready(shelf, rules, at("2026-11-24T10:30"))) == 1
    shelf.mark("b22222", at("2026-11-24T10:31"), "confirmed")
    assert ready(shelf, rules, at("2026-11-24T10:32")) == []


def test_an_expired_hold_is_left_alone():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-24T10:00"), status="held")
    rules = {"r": rule(after="0m", of="created", then=[{"run": "ring"}])}
    assert len(ready(shelf, rules, at("2026-11-24T10:05"))) == 1
    shelf.bookings["b22222"] = shelf.bookings["b22222"]._replace(until=at("2026-11-24T10:05"))
    assert ready(shelf, rules, at("2026-11-24T10:05")) == []


def test_birthdays_come_once_a_year_at_ten_and_on_the_28th_for_the_29th_of_february():
    shelf = Shelf(born={"c2222a": "02-29", "c2222b": "11-24"})
    clerk = Clerk(shelf, {"r": rule(birthday=True)}, SHANGHAI)
    days = [at("2027-02-20T10:00") + number * HOUR for number in range(24 * 15)]
    assert [one.customer for now in days for one in clerk.run(now)] == ["c2222a"]
    assert [sent for sent, _ in clerk.done.values()] == [at("2027-02-28T10:00")]
    assert len(ready(shelf, {"r": rule(birthday=True)}, at("2028-02-29T12:00"))) == 1
    assert ready(shelf, {"r": rule(birthday=True)}, at("2028-02-28T12:00")) == []


def test_who_has_not_been_for_90_days_and_has_nothing_ahead_is_asked_back_once():
    shelf, rules = Shelf(), {"r": rule(quiet=90)}
    shelf.book("b22222", at("2026-08-20T10:00"), at("2026-08-01T10:00"), status="completed")
    shelf.book(
        "b22223", at("2026-08-20T11:00"), at("2026-08-01T10:00"), status="completed", customer="c2222b"
    )
    shelf.book("b22224", at("2026-12-20T11:00"), at("2026-08-01T10:00"), customer="c2222b")
    shelf.book(
        "b22225", at("2026-08-20T11:00"), at("2026-08-01T10:00"), status="completed", customer="c2222d"
    )
    shelf.book(
        "b22226", at("2026-09-20T11:00"), at("2026-08-01T10:00"), status="cancelled", customer="c2222d"
    )
    shelf.book("b22227", at("2026-08-20T11:00"), at("2026-08-01T10:00"), status="no-show", customer="c2222e")
    clerk = Clerk(shelf, rules, SHANGHAI)
    instants = [at("2026-11-16T10:00") + number * HOUR for number in range(24 * 5)]
    assert sorted(one.customer for now in instants for one in clerk.run(now)) == ["c2222a", "c2222d"]
    assert {sent for sent, _ in clerk.done.values()} == {at("2026-11-18T10:00")}


def test_a_purchase_that_runs_out_is_told_unless_it_was_bought_again_or_too_late():
    shelf = Shelf(bought=[
        pass_of("p22222", "2026-12-08"),
        pass_of("p22223", "2026-12-08", customer="c2222b"), pass_of("p22224", "2027-06-01", customer="c2222b"),
        pass_of("p22225", "2026-12-08", "2026-12-01T10:00:00+08:00", customer="c2222d"),
    ])  # fmt: skip
    clerk = Clerk(shelf, {"r": rule(expiring=14)}, SHANGHAI)
    instants = [at("2026-11-20T10:00") + number * HOUR for number in range(24 * 20)]
    found = [one for now in instants for one in clerk.run(now)]
    assert [(one.about, one.customer) for one in found] == [("p22222", "c2222a")]
    assert [sent for sent, _ in clerk.done.values()] == [at("2026-11-24T10:00")]


def test_a_window_ends_what_is_late():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-24T10:00"), at("2026-11-01T10:00"), status="completed")
    rules = {"r": rule(after="2h", of="end", window="6h")}
    assert len(ready(shelf, rules, at("2026-11-24T18:59"))) == 1
    assert ready(shelf, rules, at("2026-11-24T19:00")) == []
    early = {"r": rule(before="24h", window="2h")}
    shelf.book("b22223", at("2026-11-26T10:00"), at("2026-11-01T10:00"))
    assert len(ready(shelf, early, at("2026-11-25T11:59"))) == 1
    assert ready(shelf, early, at("2026-11-25T12:00")) == []


def test_a_paused_rule_is_never_due():
    shelf = Shelf()
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"))
    assert ready(shelf, {"r": rule(before="24h", paused=True)}, at("2026-11-24T10:00")) == []


def test_a_key_does_not_change_with_the_numbers_of_the_rule():
    shelf, now = Shelf(hours="21:00-08:00"), at("2026-11-25T09:00")
    shelf.book("b22222", at("2026-11-25T10:00"), at("2026-11-01T10:00"))
    keys = {
        one.key for before in ("1h", "24h", "2d") for one in ready(shelf, {"r": rule(before=before)}, now)
    }
    assert len(keys) == 1


def test_the_next_instant_is_when_something_becomes_due():
    shelf = Shelf(hours="21:00-08:00")
    shelf.book("b22222", at("2026-11-26T10:00"), at("2026-11-01T10:00"))
    rules = {"r": rule(before="24h"), "s": rule(before="1h")}
    draw = random.Random(7)
    for _ in range(20):
        now = at("2026-11-23T10:00") + draw.randrange(int(timedelta(days=3).total_seconds()))
        following = next_due(shelf, rules, now, SHANGHAI)
        if following is not None:
            assert now < following
            assert {one.key for one in ready(shelf, rules, following - 1)} <= {
                one.key for one in ready(shelf, rules, now)
            }
    assert next_due(shelf, rules, at("2026-11-24T10:00"), SHANGHAI) == at("2026-11-25T10:00")
    assert next_due(shelf, rules, at("2026-11-25T10:00"), SHANGHAI) == at("2026-11-26T09:00")
    assert next_due(shelf, rules, at("2026-11-26T09:00"), SHANGHAI) is None
