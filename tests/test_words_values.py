"""Weekly hours and money: the forms that files hold, and that typed words read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl import words
from bookctl.model import hours, money

minutes = st.integers(0, 1439)
weekly = st.lists(st.tuples(st.integers(0, 6), minutes, st.integers(1, 1440)), max_size=5)


@given(weekly)
def test_weekly_hours_read_back_in_both_grammars(raw):
    try:
        windows = hours.ordered(hours.window(day, start, end) for day, start, end in raw)
    except ValueError:
        return
    text = hours.format_hours(windows)
    assert hours.parse_hours(text) == windows
    assert not windows or words.parse_hours(text) == windows


@given(weekly)
def test_hours_overlap_exactly_where_a_minute_is_open_twice(raw):
    windows = [hours.window(day, start, end) for day, start, end in raw if start != end]
    opened = [(one.day * 1440 + minute) % 10_080 for one in windows for minute in range(one.start, one.end)]
    try:
        hours.ordered(windows)
    except ValueError:
        assert len(set(opened)) < len(opened)
    else:
        assert len(set(opened)) == len(opened)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mon", "mon has no hours"),
        ("mon 9:00-18:00", "9:00-18:00 is not a stretch of hours"),
        ("mon 24:00-25:00", "25:00 is not a stretch|not a stretch"),
        ("mon 24:00-02:00", "hours cannot start at 24:00"),
        ("mon 08:00-24:30", "24:30 is not a time of day"),
        ("mon 09:00-09:00", "is empty"),
        ("mon,mon 09:00-10:00", "names a day twice"),
        ("monday 09:00-10:00", "monday is not a day"),
        ("mon 09:00-12:00 11:00-13:00", "mon 09:00-12:00 and mon 11:00-13:00 overlap"),
        ("sun 22:00-06:00; mon 05:00-09:00", "sun 22:00-06:00 and mon 05:00-09:00 overlap"),
    ],
)
def test_hours_in_a_file_are_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        hours.parse_hours(text)


def test_no_hours_are_no_windows():
    assert hours.parse_hours("") == hours.parse_hours(" ; ") == ()


@given(st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "JPY", "KWD", "CLF"]))
def test_amounts_read_back_from_text_and_from_numbers(amount, currency):
    text = money.format_minor(amount, currency)
    assert money.to_minor(float(text), currency) == amount
    if amount >= 0:
        assert words.parse_money(text, currency) == amount


@pytest.mark.parametrize("value", [0.005, 1e-05, float("nan"), float("inf"), 1e300, 10**14, True])
def test_a_number_that_is_no_amount_is_refused(value):
    with pytest.raises(ValueError, match="CNY"):
        money.to_minor(value, "CNY")
