"""The month in sentences, each with its number, worked out by hand.

The small book of `test_reports.py` and, in October, two visits of an hour for 50: Ann on Thursday 1, Dan on Friday 2; and a
request of Cy's for Thursday 12 November. Seen from Monday 9 November 12:00, so that the days up to Sunday 8 are over and stand
beside 1 to 8 October.

|                | 1-8 October                        | 1-8 November            |
| earned         | 100 by 2 visits in 2 hours         | 240 by 3 in 2.5 hours   |
| booked of open | 240 of 6 x 1200 minutes            | 300 of 5 x 1200         |
| came           | Ann and Dan, both for the first time | Ann, and Bo for the first |
"""

from datetime import date

import pytest

import report_kit
from bookctl.reports.frame import Ask
from bookctl.reports.registry import BY_NAME
from bookctl.reports.slack import rooms
from report_kit import ROWS, build, facts, lay, looked, rows, write

NOVEMBER = Ask(date(2026, 11, 1), date(2026, 11, 30), "week")
EARLIER = (
    ("bbbbb2", "2026-10-01T09:00", 60, "completed", 50, "ann", "phone", "2026-09-30T09:00", ""),
    ("bbbbb3", "2026-10-02T09:00", 60, "completed", 50, "dan", "phone", "2026-09-30T09:00", ""),
    ("bbbbb4", "2026-11-12T09:00", 60, "requested", 100, "cy", "web", "2026-11-05T09:00", ""),
)
SETTINGS = "[activity]\nquiet = 30\nlost = 60\n"


@pytest.fixture
def month(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "ledger"
    write(root, "customers/dan.toml", 'name = "Dan"\n')
    lay(root, (*ROWS, *EARLIER), settings=SETTINGS)
    with looked(root) as source:
        yield source


def test_the_figures_on_top_are_of_the_days_that_are_over_beside_as_many_of_the_month_before(month):
    made = build(month, "month", NOVEMBER)
    assert facts(made) == {
        "revenue": 24000, "average": 8000, "density": 9600, "bookings": 3, "utilisation": 300 / 6000, "no_show": 1 / 3,
        "customers": 2, "new": 1, "ahead": 2, "ahead_value": 20000,
    }  # fmt: skip
    assert {fact.key: fact.before for fact in made.facts} == {
        "revenue": 10000, "average": 5000, "density": 5000, "bookings": 2, "utilisation": 240 / 7200, "no_show": 0.0,
        "customers": 2, "new": 2, "ahead": None, "ahead_value": None,
    }  # fmt: skip
    assert "up to Sun 08 Nov, beside those up to Thu 08 Oct" in made.notes[0]


def test_it_says_what_went_well(month):
    assert rows(build(month, "month", NOVEMBER), "well") == [
        ("revenue rose", "240 EUR, 140% more than the 100 EUR before"),
        ("the average ticket rose", "80 EUR, 60% more than the 50 EUR before"),
        ("a booked hour brought more", "96 EUR, 92% more than the 50 EUR before"),
        ("more bookings", "3, 50% more than the 2 before"),
        ("the open hours were fuller", "5.0%, 2 points more than the 3.3% before"),
    ]


def test_it_says_what_fell(month):
    assert rows(build(month, "month", NOVEMBER), "fell") == [
        ("more visits were missed", "33.3%, 33 points more than the 0.0% before"),
        ("fewer came for the first time", "1, 50% less than the 2 before"),
        ("missed visits cost", "200 EUR: 1 not kept, 1 cancelled within 24 hours"),
    ]


def test_it_says_what_to_act_on(month):
    # Open are 5 Mondays and 4 of the other days; on Mondays 90 of 2400 minutes are booked, on Wednesdays none of 1920.
    # Dan was last here 38 days ago, so that he became quiet on the first; Bo came once, a week ago.
    made = build(month, "month", NOVEMBER)
    assert rows(made, "advice") == [
        ("ask for what is owed", "3 customers owe 215 EUR: 安娜 Ann 150 EUR, Dan 50 EUR, Bo 15 EUR"),
        ("answer 1 request", "has waited for more than a day: Cy (bbbbb4, 4 days)"),
        ("write to 1 customer", "gone quiet, nothing booked: Dan (38 days, spent 50 EUR)"),
        ("invite 1 newcomer back", "came once, a week ago or longer, nothing booked: Bo (02 Nov)"),
        ("fill Wed", "0% of its staffed hours are booked, 4% on Mon; emptiest: Mon 10:00, 0h of 5h"),
    ]
    assert rows(made, "owed")[0] == ("安娜 Ann", 15000)


def test_its_tables_are_those_of_the_other_reports_for_all_days(month):
    made = build(month, "month", NOVEMBER)
    for name, key in (("revenue", "periods"), ("services", "services"), ("staff", "staff")):
        assert rows(made, key) == rows(build(month, name, NOVEMBER), key)
    grid, other = (
        next(p for p in one.parts if p.key == "weekday-hour")
        for one in (made, build(month, "heatmap", NOVEMBER))
    )
    assert grid.values == other.values


def test_room_is_counted_by_weekday_and_hour(month):
    days, hours = rooms(month, NOVEMBER)
    assert [(one.open, one.booked) for one in days] == [
        (2400, 90),
        (1920, 60),
        (1920, 0),
        (1920, 60),
        (1920, 60),
    ]
    assert [(one.hour, one.booked) for one in hours if one.weekday == 0 and one.booked] == [(9, 60), (11, 30)]


def test_a_month_that_is_over_stands_beside_the_whole_one_before(month):
    month.now += 30 * 86_400
    made = build(month, "month", NOVEMBER)
    # Cy came on the 10th; the request was never answered.
    assert facts(made)["revenue"] == 34000
    assert "ahead" not in facts(made)
    assert made.notes == ()


def test_without_a_book_before_nothing_is_compared(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lay(tmp_path / "ledger")
    with looked(tmp_path / "ledger") as source:
        made = build(source, "month", NOVEMBER)
        assert {fact.before for fact in made.facts} == {None}
        assert rows(made, "well") == [
            ("Cut brought most", "240 EUR, 100% of what was booked, in 3 bookings"),
            ("customers come back", "50% of those who came have been here more than once"),
        ]


def test_those_who_miss_twice_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    again = ("bbbbb5", "2026-11-05T12:00", 60, "no-show", 100, "cy", "web", "2026-11-01T09:00", "")
    lay(tmp_path / "ledger", (*ROWS, again))
    with looked(tmp_path / "ledger") as source:
        advice = dict(rows(build(source, "month", NOVEMBER), "advice"))
        assert advice["ask for a deposit"] == "did not come or cancelled within 24 hours: Cy (2 times)"


def test_the_limits_of_activity_are_the_ledgers(month):
    # Dan 38 days ago, Ann 3, Bo 7.
    made = build(month, "customers", NOVEMBER)
    assert [row[:2] for row in rows(made, "activity")] == [("active", 2), ("quiet", 1), ("lost", 0)]
    assert "30 days" in next(part.note for part in made.parts if part.key == "activity")


def test_the_forecast_says_how_far_it_was_off(tmp_path, monkeypatch):
    # Two bookings on Monday at 9 in the first week, one in the second: foretold were 2, so 1 off; the mean says 1.5.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = [
        (f"ccccc{at}", start, 30, "completed", 10, "bo", "web", "2026-10-30T09:00", "")
        for at, start in enumerate(("2026-10-26T09:00", "2026-10-26T09:30", "2026-11-02T09:00"), 2)
    ]
    lay(tmp_path / "ledger", found, ())
    with looked(tmp_path / "ledger") as source:
        made = build(source, "forecast", Ask(date(2026, 11, 9), date(2026, 11, 15)))
        assert facts(made) == {"expected": 1.5, "error": 1.0, "method": "mean of 8 weeks"}
        assert [row[1] for row in rows(made, "methods")] == [1.0, 1.0, 1.0]


def test_compared_are_the_days_before_where_there_is_a_book(month):
    week = report_kit.WEEK._replace(first=date(2026, 10, 8), last=date(2026, 10, 14), compare=True)
    made = BY_NAME["revenue"].ask(month, week)
    assert {fact.key: (fact.value, fact.before) for fact in made.facts} == {
        "revenue": (0, 10000), "average": (None, 5000), "density": (None, 5000), "received": (0, 0),
    }  # fmt: skip
    earlier = BY_NAME["revenue"].ask(month, week._replace(first=date(2026, 10, 1), last=date(2026, 10, 7)))
    assert {fact.before for fact in earlier.facts} == {None}
