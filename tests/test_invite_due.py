"""Which change calls for which message: worked out from the history and from what was told before."""

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.calendars.invite_due import WINDOW, current, invitations_due, key_of, pending
from bookctl.model.booking import Booking, Event

T0 = 1_795_000_000


def at(seconds):
    return datetime.fromtimestamp(T0 + seconds, UTC)


def booking(*changes, start=90_000, by="wang"):
    """Changes are (seconds, status or `moved`)."""
    status, history = "requested", []
    for when, what in changes:
        moved = what == "moved"
        history.append(
            Event(at=at(when), status=None if moved else what, moved=at(start) if moved else None, by=by)
        )
        status = status if moved else what
    return Booking(
        id="7k2m9q",
        service="s",
        customer="c4f7qx",
        start=at(start),
        end=at(start + 3600),
        status=status,
        history=history,
    )


class Post:
    """A mail system that forgets nothing: what `pending` asks for is sent at once, or later."""

    def __init__(self):
        self.done, self.sent = {}, []

    def tell(self, record):
        step = pending(record, self.done)
        if step is not None:
            assert step.key not in self.done
            self.done[step.key] = step.due
            self.sent.append((step.method, step.sequence))
        return step


def test_a_confirmation_a_move_and_a_cancellation_are_three_messages_with_rising_numbers():
    post, changes = Post(), []
    for change in [(0, "requested"), (10, "confirmed"), (20, "moved"), (30, "cancelled")]:
        changes.append(change)
        post.tell(booking(*changes))
        post.tell(booking(*changes))
    assert post.sent == [("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3)]


def test_a_booking_confirmed_from_the_start_is_number_nought():
    post = Post()
    step = post.tell(booking((0, "confirmed")))
    assert (step.method, step.sequence, step.again, step.due) == ("REQUEST", 0, False, T0)


@pytest.mark.parametrize("status", ["requested", "held", "arrived", "completed", "no-show"])
def test_other_states_tell_nothing(status):
    assert pending(booking((0, status)), {}) is None


@pytest.mark.parametrize("end", ["cancelled", "declined"])
def test_what_was_never_told_is_not_taken_back(end):
    assert pending(booking((0, "requested"), (10, end)), {}) is None
    assert pending(booking((0, "confirmed"), (10, end)), {}) is None


def test_a_request_that_was_overtaken_by_its_cancellation_is_never_sent():
    post = Post()
    post.tell(booking((0, "confirmed"), (10, "moved"), (20, "cancelled")))
    assert post.sent == []


def test_an_undone_cancellation_invites_again_with_a_higher_number():
    post = Post()
    post.tell(booking((0, "confirmed")))
    post.tell(booking((0, "confirmed"), (10, "cancelled")))
    for _ in range(3):
        post.tell(booking((0, "confirmed")))
    assert post.sent == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    post.tell(booking((0, "confirmed"), (40, "cancelled")))
    assert post.sent[3:] == [("CANCEL", 3)]


def test_an_undone_move_tells_the_old_time_again():
    post = Post()
    post.tell(booking((0, "confirmed")))
    post.tell(booking((0, "confirmed"), (10, "moved")))
    for _ in range(3):
        post.tell(booking((0, "confirmed")))
    assert post.sent == [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2)]


def test_arriving_and_undoing_it_tells_nothing():
    post = Post()
    post.tell(booking((0, "confirmed")))
    post.tell(booking((0, "confirmed"), (10, "arrived")))
    post.tell(booking((0, "confirmed")))
    assert post.sent == [("REQUEST", 0)]


@given(st.randoms(use_true_random=False))
def test_whatever_happens_numbers_rise_and_nothing_is_cancelled_twice_or_unasked(rng: random.Random):
    post, record, changes = Post(), None, [(0, "confirmed")]
    for moment in range(1, 12):
        if rng.random() < 0.3 and len(changes) > 1:
            changes.pop()  # undone
        elif changes[-1][1] != "cancelled":
            changes.append((moment * 10, rng.choice(["moved", "moved", "cancelled"])))
        if rng.random() < 0.6:
            record = booking(*changes)
            post.tell(record)
            assert pending(record, post.done) is None
    numbers = [number for _, number in post.sent]
    assert numbers == sorted(set(numbers))
    methods = [method for method, _ in post.sent]
    assert methods[:1] in ([], ["REQUEST"])
    assert ("CANCEL", "CANCEL") not in set(pairwise(methods))
    if record is not None and methods:
        assert methods[-1] == ("CANCEL" if record.status == "cancelled" else "REQUEST")


def test_keys_tell_booking_number_and_method_apart():
    keys = {
        key_of(id_, number, method)
        for id_ in ("a", "b")
        for number in (0, 1)
        for method in ("REQUEST", "CANCEL")
    }
    assert len(keys) == 8
    assert all(len(key) == 16 and set(key) <= set("0123456789abcdef") for key in keys)


def test_due_are_those_ahead_changed_lately_or_told_before():
    fresh, old, begun = (
        booking((0, "confirmed")),
        booking((-WINDOW - 1, "confirmed")),
        booking((0, "confirmed"), start=1),
    )
    imported = booking((0, "confirmed"), by="import")
    now = T0 + 5
    found = [record for record, _ in invitations_due([fresh, old, begun, imported], {}, now)]
    assert found == [fresh]
    moved_long_ago = booking((-WINDOW - 9, "confirmed"), (-WINDOW - 1, "moved"))
    told = {key_of("7k2m9q", 0, "REQUEST"): T0 - WINDOW - 9}
    ((record, step),) = invitations_due([moved_long_ago], told, now)
    assert (record, step.sequence, step.again) == (moved_long_ago, 1, True)


def test_a_clock_set_back_sends_nothing_from_the_future():
    assert list(invitations_due([booking((100, "confirmed"))], {}, T0)) == []


def test_the_present_state_can_be_shown_whatever_was_told():
    assert current(booking((0, "confirmed"), (5, "moved"))).sequence == 1
    assert current(booking((0, "confirmed"), (5, "cancelled"))).method == "CANCEL"
    assert current(booking((0, "requested"))) is None
