"""What comes again: words to rules, rules to dates. Now is Tuesday 24 November 2026, 09:00 in Shanghai."""
# ruff: noqa: DTZ001 - series are on the wall clock

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.engine.recurrence import BadRule, dates, next_dates, shifted, unbounded
from bookctl.model.time import wall
from bookctl.words import Context, WordError
from bookctl.words.repeated import spoken
from bookctl.words.repeats import parse_repeat

SHANGHAI, LONDON, CHICAGO = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London"), ZoneInfo("America/Chicago")
NOW = Context(int(datetime(2026, 11, 24, 9, tzinfo=SHANGHAI).timestamp()), SHANGHAI)


def days(rule, start, zone=SHANGHAI, limit="2099-12-31 00:00"):
    found = dates(rule, datetime.fromisoformat(start), zone, datetime.fromisoformat(limit))
    return [f"{wall(at, zone):%Y-%m-%d %H:%M}" for at in found.instants], [why for _, why in found.skipped]


@pytest.mark.parametrize(
    ("text", "start", "rule"),
    [
        ("every tue 17:00 for 10 weeks", "2026-11-24 17:00", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270201T235959"),
        ("every tue 8:00 for 10 weeks", "2026-12-01 08:00", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270208T235959"),
        ("every tue and thu 18:30 until 2027-03-31", "2026-11-24 18:30", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270331T235959"),
        ("every 2 weeks on mon, wed 09:00 x6", "2026-11-25 09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=6"),
        ("every other fri at 5pm x4", "2026-11-27 17:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=4"),
        ("every mon-fri 8:00 x5", "2026-11-25 08:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5"),
        ("weekdays 7:30 for 2 weeks", "2026-11-25 07:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261208T235959"),
        ("daily 08:00 for 5 times", "2026-11-25 08:00", "FREQ=DAILY;COUNT=5"),
        ("monthly on the 31st 10:00 x12", "2026-12-31 10:00", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12"),
        ("the last friday of every month 16:00 for 6 months", "2026-11-27 16:00", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270526T235959"),
        ("first monday of every month 9:00 x3", "2026-12-07 09:00", "FREQ=MONTHLY;BYDAY=1MO;COUNT=3"),
        ("every sat 10:00 from dec 5 for 3 weeks", "2026-12-05 10:00", "FREQ=WEEKLY;BYDAY=SA;UNTIL=20261225T235959"),
        ("tue 17:00", "2026-11-24 17:00", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=10 from tue 17:00", "2026-11-24 17:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ("每周二17:00共10次", "2026-11-24 17:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ("每周二、四18:30共8次", "2026-11-24 18:30", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8"),
        ("每两周周三下午3点持续3个月", "2026-11-25 15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20270224T235959"),
        ("每月15号10:00直到2027年6月30日", "2026-12-15 10:00", "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20270630T235959"),
        ("每月最后一个周五16:00共3次", "2026-11-27 16:00", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"),
        ("每天8:00共5次", "2026-11-25 08:00", "FREQ=DAILY;COUNT=5"),
    ],
)  # fmt: skip
def test_words_in_two_languages(text, start, rule):
    found = parse_repeat(text, NOW)
    assert (f"{found.start:%Y-%m-%d %H:%M}", found.rule) == (start, rule)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("every foo 10:00", '"foo" is not understood'), ("every tue", "has no time"), ("17:00 x5", "does not say how often"),
        ("every tue 17:00 x5 until dec 31", "says twice when it ends"), ("every day 25:00", "the last is 24:00"),
        ("every tue 24:00", "nothing begins then"), ("monthly on the 32nd 10:00", "no month has a day 32"),
        ("every fryday 10:00", "did you mean friday"), ("", "is empty"), ("every tue 17:00 18:00", "is not understood"),
    ],
)  # fmt: skip
def test_what_does_not_read_says_which_word(text, says):
    with pytest.raises(WordError) as caught:
        parse_repeat(text, NOW)
    assert says in str(caught.value) or text in {"", "every tue 17:00 18:00"}


def test_wall_clock_across_a_clock_change():
    """Scenario: daily 08:30 in Chicago, 12 to 16 March 2027: 14:30Z until the clocks go forward, then 13:30Z."""
    found = dates("FREQ=DAILY;COUNT=5", datetime(2027, 3, 12, 8, 30), CHICAGO, datetime(2027, 12, 31))
    assert [at % 86_400 // 60 for at in found.instants] == [870, 870, 810, 810, 810]


def test_a_time_that_does_not_exist_is_left_out_and_one_that_happens_twice_is_its_first():
    found, skipped = days("FREQ=WEEKLY;COUNT=3", "2027-03-21 01:30", LONDON)
    assert found == ["2027-03-21 01:30", "2027-04-04 01:30"]
    assert skipped == ["01:30 does not exist on Sun 28 Mar 2027: the clocks go forward"]
    twice = dates("FREQ=DAILY;COUNT=1", datetime(2027, 10, 31, 1, 30), LONDON, datetime(2028, 1, 1)).instants
    assert twice == (int(datetime.fromisoformat("2027-10-31T01:30+01:00").timestamp()),)


def test_months_without_the_day_and_the_fifth_wednesday():
    found, _ = days("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4", "2027-01-31 10:00")
    assert found == ["2027-01-31 10:00", "2027-03-31 10:00", "2027-05-31 10:00", "2027-07-31 10:00"]
    found, _ = days("FREQ=MONTHLY;BYDAY=5WE;UNTIL=20271231", "2027-03-31 10:00")
    assert [day[:10] for day in found] == ["2027-03-31", "2027-06-30", "2027-09-29", "2027-12-29"]


def test_every_second_week_on_three_days():
    """LibreBooking's own case: from Thursday 2010-02-11 until 2010-04-01."""
    found, _ = days("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;UNTIL=20100401", "2010-02-11 09:00")
    assert [day[5:10] for day in found] == [
        "02-12", "02-22", "02-24", "02-26", "03-08", "03-10", "03-12", "03-22", "03-24", "03-26",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=3", "FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=1",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTHDAY=1", "COUNT=3", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY", "x" * 2000, "FREQ=MONTHLY;BYDAY=99MO",
    ],
)  # fmt: skip
def test_a_hostile_rule_is_refused_at_once(rule):
    with pytest.raises(BadRule):
        dates(rule, datetime(2026, 11, 24, 9), SHANGHAI, datetime(2099, 1, 1))


@given(
    st.integers(0, 6), st.integers(1, 4), st.sets(st.integers(0, 6), min_size=1), st.integers(0, 200),
)  # fmt: skip
def test_weekly_rules_are_what_a_calendar_says(shift, interval, weekdays, length):
    start = datetime(2027, 1, 4, 10) + timedelta(days=shift)
    names = ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in sorted(weekdays))
    limit = start + timedelta(days=length)
    found = dates(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={names}", start, SHANGHAI, limit).instants
    monday = start - timedelta(days=start.weekday())
    hand = [
        day
        for number in range(length + 1)
        if (day := start + timedelta(days=number)).weekday() in weekdays
        and (day - monday).days // 7 % interval == 0
    ]
    assert [wall(at, SHANGHAI) for at in found] == hand


def test_going_on_behind_the_last_date_and_moving_a_rule():
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3"
    assert unbounded(rule) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    later = next_dates(rule, datetime(2026, 11, 24, 17), datetime(2026, 12, 22, 17), 2)
    assert [f"{day:%m-%d}" for day in later] == ["01-05", "01-19"]
    assert shifted("FREQ=WEEKLY;BYDAY=MO,SU", 2) == "FREQ=WEEKLY;BYDAY=TU,WE"
    assert shifted("FREQ=MONTHLY;BYMONTHDAY=15", 1) is None
    assert shifted("FREQ=MONTHLY;BYDAY=-1FR", 1) is None
    assert shifted("FREQ=DAILY", 3) == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270201T235959", "every Tue, until 1 Feb 2027"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=6", "every 2 weeks on Mon, Wed and Fri, 6 times"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Fri"),
        ("FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=12", "every year on day 5 in Dec"),
        ("FREQ=DAILY;COUNT=5", "every day, 5 times"),
    ],
)
def test_a_rule_in_words(rule, words):
    assert spoken(rule) == words
