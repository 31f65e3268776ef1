"""The order of those who wait, and how it stands with each: told by the bookings alone."""

import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.engine.waitlist import ACTIVE, OPEN, Offer, Place, fills, let_pass, queue, rivals, state, within
from bookctl.ledger.index.rows import WaitRow
from bookctl.model.hours import parse_hours
from rules_kit import SHANGHAI, at

DAY = 86_400
NOW, LAST = 10 * DAY, 20 * DAY
HELD, LAPSED = Offer(15 * DAY, 15 * DAY + 3600, "held"), Offer(15 * DAY, 15 * DAY + 3600, "held", lapsed=True)


def of(status: str, changes: int = 1) -> Offer:
    return HELD._replace(status=status, changes=changes)


@pytest.mark.parametrize(
    ("dropped", "offers", "expected"),
    [
        (None, [], "waiting"),
        (None, [HELD], "offered"),
        (None, [of("requested")], "offered"),
        (None, [LAPSED], "passed"),
        (None, [of("declined")], "passed"),
        (None, [of("cancelled")], "passed"),
        (None, [LAPSED, HELD], "offered"),
        (None, [LAPSED, of("confirmed")], "served"),
        (None, [of("arrived")], "served"),
        (None, [of("completed")], "served"),
        (None, [of("no-show")], "served"),
        (None, [of("cancelled", changes=2)], "served"),
        (NOW - 1, [], "dropped"),
        (NOW - 1, [of("declined")], "dropped"),
        (NOW - 1, [of("confirmed")], "served"),
    ],
)
def test_the_bookings_that_name_a_wait_tell_how_it_stands(dropped, offers, expected):
    assert state(dropped, LAST, offers, NOW) == expected


def test_a_wait_is_over_when_its_last_day_is():
    assert state(None, NOW + 1, [], NOW) == "waiting"
    assert state(None, NOW, [], NOW) == "over"
    assert state(None, NOW, [LAPSED], NOW) == "over"
    assert state(None, NOW, [of("completed")], NOW) == "served"
    assert OPEN < ACTIVE


def test_who_let_a_time_pass_is_not_asked_about_it_again():
    assert let_pass([LAPSED], (15 * DAY, 15 * DAY + 3600))
    assert let_pass([of("declined")], (15 * DAY + 900, 15 * DAY + 4500))
    assert not let_pass([LAPSED], (15 * DAY + 3600, 15 * DAY + 7200))
    assert not let_pass([HELD], (15 * DAY, 15 * DAY + 3600))


def place(id_: str, asked: int, start: int, minutes: int, seats: int = 1) -> Place:
    return Place(asked, id_, start, start + minutes * 60, seats)


def test_first_come_is_by_the_instant_and_then_the_id():
    places = [place("b", 5, 0, 90), place("a", 5, 0, 30), place("c", 1, 0, 30)]
    assert [one.id for one in queue(places, "first", (0, 5400))] == ["c", "a", "b"]


def test_best_fit_is_by_what_is_filled_of_the_freed_time():
    short, long, late = place("short", 1, 0, 30), place("long", 2, 0, 90), place("late", 3, 3600, 90)
    assert [one.id for one in queue([short, late, long], "fit", (0, 5400))] == ["long", "short", "late"]
    assert [one.id for one in queue([short, late, long], "fit", None)] == ["long", "late", "short"]
    assert fills(late, (0, 5400)) == 1800
    assert fills(place("party", 1, 0, 60, seats=2), (0, 3600)) == 7200


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 90)), max_size=12), st.booleans()
)
def test_the_order_is_total_and_loses_nobody(rows, fit):
    places = [place(f"w{number}", *row) for number, row in enumerate(rows)]
    ordered = queue(places, "fit" if fit else "first", (0, 3600))
    assert sorted(ordered) == sorted(places)
    assert queue(list(reversed(places)), "fit" if fit else "first", (0, 3600)) == ordered
    for one, after in itertools.pairwise(ordered):
        if fit and fills(one, (0, 3600)) != fills(after, (0, 3600)):
            assert fills(one, (0, 3600)) > fills(after, (0, 3600))
        else:
            assert (one.at, one.id) < (after.at, after.id)


def test_hours_are_those_of_the_week_where_the_practice_is():
    evenings = parse_hours("mon-fri 17:00-20:00")
    assert within(at("2026-11-24T17:00"), evenings, SHANGHAI)
    assert not within(at("2026-11-24T16:59"), evenings, SHANGHAI)
    assert not within(at("2026-11-24T20:00"), evenings, SHANGHAI)
    assert not within(at("2026-11-28T18:00"), evenings, SHANGHAI)
    assert not within(at("2026-11-24T17:00"), evenings, ZoneInfo("Europe/Berlin"))
    assert within(at("2026-11-24T03:00"), (), SHANGHAI)


def test_hours_past_midnight_belong_to_the_evening_before():
    night = parse_hours("sun 22:00-02:00")
    assert within(at("2026-11-29T23:00"), night, SHANGHAI)
    assert within(at("2026-11-30T01:59"), night, SHANGHAI)
    assert not within(at("2026-11-30T02:00"), night, SHANGHAI)
    assert not within(at("2026-11-29T01:00"), night, SHANGHAI)


def row(service="yoga", session=None, start="2026-11-24", end="2026-11-30") -> WaitRow:
    return WaitRow("w22222", 0, "c22222", service, session, start, end, (), (), 1, None, "")


def test_only_those_whom_one_time_could_serve_compete():
    assert rivals(row(), row(start="2026-11-30", end="2026-12-02"))
    assert not rivals(row(), row(start="2026-12-01", end="2026-12-02"))
    assert not rivals(row(), row(service="tuina"))
    assert rivals(row(session="aaaaaa"), row())
    assert rivals(row(session="aaaaaa"), row(session="aaaaaa"))
    assert not rivals(row(session="aaaaaa"), row(session="bbbbbb"))
