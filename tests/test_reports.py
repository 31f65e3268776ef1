"""Reports on a small book, with figures worked out by hand.

The book: one person (mon-fri 09:00-17:00, 8 hours), one room (mon-fri 09:00-21:00, 12 hours), one week from
Monday 2 to Sunday 8 November 2026 in Berlin, seen from Monday 9 November 12:00.
Person open 5 x 8 h = 40 h = 2400 min; room open 5 x 12 h = 60 h = 3600 min.

| id     | when            | min | status    | price | customer | uses               | source |
| aaaaa2 | Mon 2, 09:00    |  60 | completed |   100 | Ann      | eva, bay (+15)     | phone  | took 75, rated 5, 10
| aaaaa3 | Mon 2, 11:00    |  30 | completed |    40 | Bo       | eva, bay (+15)     | web    | rated 2, 6
| aaaaa4 | Tue 3, 09:00    |  60 | no-show   |   100 | Cy       | eva, bay (+15)     | web    | booked the same day
| aaaaa5 | Wed 4, 09:00    |  60 | cancelled |   100 | Bo       | eva, bay (+15)     | web    | 2 hours before
| aaaaa6 | Thu 5, 10:00    |  60 | cancelled |   100 | Ann      | eva, bay (+15)     | phone  | 3 days before
| aaaaa7 | Fri 6, 10:00    |  60 | confirmed |   100 | Ann      | eva, bay (+15)     | phone  | over, not marked
| aaaaa8 | Tue 10, 10:00   |  60 | confirmed |   100 | Cy       | eva, bay (+15)     | web    | ahead
"""

import json
from datetime import date
from itertools import pairwise

import pytest

from bookctl.cli.app import run  # noqa: F401 - the program itself must load
from bookctl.reports.frame import Ask
from bookctl.reports.registry import REPORTS
from bookctl.reports.source import before, bucket_of, buckets
from report_kit import NOW, ROWS, WEEK, build, facts, lay, looked, rows, write


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lay(tmp_path / "ledger")
    with looked(tmp_path / "ledger") as found:
        yield found


def test_utilisation(source):
    # Taking place: aaaaa2 60, aaaaa3 30, aaaaa7 60 = 150 booked for each; 15 more each time for the room.
    made = build(source, "utilisation", WEEK._replace(target=0.1))
    # A tenth of the 6000 would be 600.
    assert facts(made) == {
        "utilisation": 300 / 6000, "open": 6000, "booked": 300, "occupied": 195 + 150, "delivered": 210, "target": 300,
    }  # fmt: skip
    # Delivered: aaaaa2 took 75 of its 60 minutes, aaaaa3 its 30; aaaaa7 is not marked done.
    assert rows(made, "resources") == [
        ("Bay", "room", 3600, 150, 195, 105, 150 / 3600, 360 - 150),
        ("Eva", "staff", 2400, 150, 150, 105, 150 / 2400, 240 - 150),
    ]
    # With one person for 8 of the room's 12 hours, 2400 of 3600 minutes can be filled.
    assert rows(made, "kinds") == [
        ("room", 1, 3600, 150, 150 / 3600, 2400 / 3600, 150 / 2400),
        ("staff", 1, 2400, 150, 150 / 2400, 1.0, 150 / 2400),
    ]
    assert rows(made, "periods")[0] == ("2026-11-02 Mon", 1200, 180, 180 / 1200)
    assert rows(made, "periods")[5] == ("2026-11-07 Sat", 0, 0, None)


def test_services(source):
    # Booked: 100 + 40 + 100 = 240 over 150 minutes, an average of 80.
    made = build(source, "services")
    assert facts(made) == {"bookings": 3, "minutes": 150, "revenue": 24000}
    assert rows(made, "services") == [("Cut", 3, 150, 24000, 8000, 1.0)]
    assert rows(made, "categories") == [("Hair", 3, 24000, 1.0), ("  Short", 3, 24000, 1.0)]


def test_revenue(source):
    # Earned 240; a ticket 80; 240 for 2.5 hours is 96 an hour; received 100 + 30 - 5 = 125.
    made = build(source, "revenue")
    assert facts(made) == {"revenue": 24000, "average": 8000, "density": 9600, "received": 12500}
    assert rows(made, "periods")[0] == ("2026-11-02 Mon", 2, 7000, 9333, 14000)
    assert rows(made, "categories") == [("Hair", 3, 24000, 1.0), ("  Short", 3, 24000, 1.0)]


def test_no_shows(source):
    # Came 2, missed 1, cancelled late 1 (2 hours before); cancelled in good time is not counted.
    made = build(source, "no-show")
    assert facts(made) == {"no_show": 1 / 3, "late": 1 / 4, "lost": 20000}
    assert rows(made, "periods")[:3] == [
        ("2026-11-02 Mon", 2, 0, 0, 0.0), ("2026-11-03 Tue", 1, 1, 0, 1.0), ("2026-11-04 Wed", 1, 0, 1, None),
    ]  # fmt: skip
    assert rows(made, "services") == [("Cut", 4, 1, 1, 1 / 3)]
    assert rows(made, "leads") == [("the same day", 1, 1, 0, 1.0), ("2-6 days", 3, 0, 1, 0.0)]
    assert rows(made, "weekdays") == [("Mon", 2, 0, 0, 0.0), ("Tue", 1, 1, 0, 1.0), ("Wed", 1, 0, 1, None)]
    assert rows(made, "customers") == [("Bo", 2, 0, 1, 0.0), ("Cy", 1, 1, 0, 1.0)]


def test_channels(source):
    # phone: 3 asked, 2 confirmed (1 cancelled), 1 completed; web: 3 asked, 2 confirmed, 1 completed.
    made = build(source, "channels")
    assert facts(made) == {"bookings": 6, "confirmed": 4 / 6}
    assert rows(made, "channels") == [("phone", 3, 2, 1, 0, 2 / 3, 10000), ("web", 3, 2, 1, 0, 2 / 3, 4000)]


def test_staff(source):
    # Eva: 3 bookings, 150 minutes, 240; ratings 5 and 2; nobody was marked arrived; Ann came twice, Bo once.
    made = build(source, "staff")
    assert facts(made) == {"first": "Eva"}
    assert rows(made, "staff") == [(1, "Eva", 3, 150, 24000, 3.5, None, 0.5)]


def test_ratings(source):
    # 5 and 2 are 3.5; one promoter (10) and one detractor (6) cancel out; 2 of 2 completed visits were rated.
    made = build(source, "ratings")
    assert facts(made) == {"rating": 3.5, "nps": 0.0, "rated": 1.0}
    assert rows(made, "ratings") == [
        ("5", 1, 0.5),
        ("4", 0, 0.0),
        ("3", 0, 0.0),
        ("2", 1, 0.5),
        ("1", 0, 0.0),
    ]
    assert rows(made, "services") == [("Cut", 2, 3.5, 0.0)]
    assert rows(made, "persons") == [("Eva", 2, 3.5, 0.0)]


def test_a_visit_in_two_stretches_with_the_same_person_is_rated_once(tmp_path, monkeypatch):
    # Eva for the first and the last 20 of the 60 minutes: still one visit of hers, with one rating.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lay(tmp_path / "ledger", ROWS[:1])
    page = next((tmp_path / "ledger/bookings").rglob("*.toml"))
    twice = '{ resource = "eva", to = 20 }, { resource = "eva", from = 40 }'
    page.write_text(page.read_text().replace('"eva"', twice))
    with looked(tmp_path / "ledger") as found:
        assert rows(build(found, "ratings"), "persons") == [("Eva", 1, 5.0, 100.0)]
        assert rows(build(found, "staff"), "staff") == [(1, "Eva", 1, 40, 10000, 5.0, None, 0.0)]


def test_a_class_and_its_seats_are_with_those_who_give_it(tmp_path, monkeypatch):
    # A class of Eva and Ben: Ann's seat at 15.01 is 7.51 and 7.50, and Ann, who had a cut with Eva, came back to her alone.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lay(tmp_path / "ledger", ROWS[:1])
    write(
        tmp_path / "ledger",
        "resources/ben.toml",
        'name = "Ben"\nkind = "staff"\nhours = ["mon-fri 09:00-17:00"]\n',
    )
    write(
        tmp_path / "ledger",
        "services/yoga.toml",
        'name = "Yoga"\nminutes = 60\nseats = 4\nneeds = [{ kind = "staff" }]\n',
    )
    times = "start = 2026-11-03T10:00:00+01:00\nend = 2026-11-03T11:00:00+01:00\n"
    write(
        tmp_path / "ledger",
        "bookings/2026/2026-11-03.toml",
        f'[[session]]\nid = "sesse2"\nservice = "yoga"\n{times}uses = ["ben", "eva"]\nstatus = "confirmed"\nseats = 4\n\n'
        f'[[booking]]\nid = "seat22"\nservice = "yoga"\ncustomer = "ann"\n{times}session = "sesse2"\nstatus = "completed"\n'
        "price = 15.01\nrating = 2\nhistory = [\n"
        '  { at = 2026-11-03T10:07:00+01:00, status = "arrived" },\n]\n',
    )
    with looked(tmp_path / "ledger") as found:
        assert rows(build(found, "staff"), "staff") == [
            (1, "Eva", 2, 120, 10750, 3.5, 0.0, 1.0),
            (2, "Ben", 1, 60, 751, 2.0, 0.0, 0.0),
        ]
        assert rows(build(found, "ratings"), "persons") == [("Eva", 2, 3.5, 100.0), ("Ben", 1, 2.0, None)]


def test_messages(source):
    # Tried: two sent, one failed. Over are aaaaa2, aaaaa3 and aaaaa4; the message about aaaaa3 had failed.
    made = build(source, "messages")
    assert facts(made) == {"sent": 2, "arrived": 2 / 3, "missed": 1}
    assert rows(made, "rules") == [("day-before", 2, 1, 0, 1, 1)]
    assert rows(made, "channels") == [
        ("mail", 1, 1, 0, 1, 0),
        ("none", 0, 0, 0, 0, 1),
        ("text", 1, 0, 0, 0, 0),
    ]
    assert rows(made, "outcome") == [("with a message", 2, 1, 0.5), ("without", 1, 0, 0.0)]


def test_billing(source):
    # aaaaa2 took 75 of its 60 minutes; nobody said how long aaaaa3 and aaaaa7 took.
    made = build(source, "billing")
    assert facts(made) == {"bookings": 3, "booked": 150, "actual": 165, "unsaid": 2, "value": 24000}
    assert rows(made, "billing") == [
        ("Bo", "no project", 1, 30, 30, 4000),
        ("安娜 Ann", "no project", 2, 120, 135, 20000),
    ]
    assert rows(made, "customers") == [("安娜 Ann", 2, 120, 135, 20000), ("Bo", 1, 30, 30, 4000)]
    assert rows(made, "projects") == [("no project", 3, 150, 165, 24000)]


def test_customers(source):
    # Ann came twice and Bo once; Cy never.
    made = build(source, "customers")
    assert facts(made) == {"customers": 2, "new": 2, "repeat": 0.5}
    assert rows(made, "value") == [
        ("安娜 Ann", 2, "2026-11-02", "2026-11-06", 20000),
        ("Bo", 1, "2026-11-02", "2026-11-02", 4000),
    ]
    assert rows(made, "activity")[0] == ("active", 2, 1.0, "安娜 Ann, Bo")
    assert rows(made, "growth")[:5:4] == [("2026-11-02 Mon", 2, 2, 0), ("2026-11-06 Fri", 1, 0, 1)]
    grid = next(part for part in made.parts if part.key == "cohorts")
    assert (grid.down, grid.values) == (("2026-11 (2)",), ((1.0, *[None] * 6),))
    assert rows(made, "sources") == [("friend", 2, 24000)]
    assert rows(made, "referrals") == [("安娜 Ann", 1, 4000)]


def test_customers_grow_quiet_and_are_lost(source):
    # By then Cy was here too, on the 10th. Quiet after 60 days, lost after 180.
    later = WEEK._replace(first=date(2027, 3, 1), last=date(2027, 3, 31))
    source.now = NOW + 120 * 86_400
    assert [row[1] for row in rows(build(source, "customers", later), "activity")] == [0, 3, 0]
    source.now = NOW + 400 * 86_400
    assert [
        row[1] for row in rows(build(source, "customers", later._replace(last=date(2028, 1, 1))), "activity")
    ] == [0, 0, 3]


def test_heatmap(source):
    # Monday: 09 one booking, 11 one; Friday: 10 one. One Monday and one Friday in the week.
    made = build(source, "heatmap")
    grid = made.parts[0]
    assert (grid.key, facts(made)) == ("weekday-hour", {"busiest": "Mon 09:00"})
    assert grid.across == ("09", "10", "11")
    assert grid.values[0] == (1.0, 0.0, 1.0)
    assert grid.values[4] == (0.0, 1.0, 0.0)


def test_risk_judges_the_past_by_what_was_known_then(source):
    # Due so far 3 (two came, one did not), so the general rate is (1 + 0.5) / (3 + 5).
    made = build(source, "risk", WEEK._replace(first=date(2026, 11, 9), last=date(2026, 11, 15)))
    assert rows(made, "ahead") == [("aaaaa8", "2026-11-10T10:00+01:00", "Cy", "Cut", 1.5 / 8)]
    # First 0.5/5 was said, then 0.5/6, then 0.5/7, of which only the last was missed.
    brier = ((0.5 / 5) ** 2 + (0.5 / 6) ** 2 + (1 - 0.5 / 7) ** 2) / 3
    said = facts(made)
    assert (said["expected"], said["method"]) == (1.5 / 8, "the general rate")
    assert said["brier"] == pytest.approx(brier * 1000)
    # 0.5/6 and 0.5/7 lie in one bin, of which the latter was missed.
    assert rows(made, "calibration") == [
        ("5-10%", 2, pytest.approx((0.5 / 6 + 0.5 / 7) / 2), 0.5), ("10-20%", 1, pytest.approx(0.1), 0.0),
    ]  # fmt: skip
    # The finer one knew of the second that one made as long ahead had been kept: (0 + 5 x 0.5/6) / (1 + 5).
    fine = ((0.5 / 5) ** 2 + (5 * 0.5 / 6 / 6) ** 2 + (1 - 0.5 / 7) ** 2) / 3
    assert [row[1] for row in rows(made, "methods")] == pytest.approx([brier * 1000, fine * 1000])


def test_forecast_from_one_week_repeats_it_and_says_so(source):
    made = build(source, "forecast", WEEK._replace(first=date(2026, 11, 9), last=date(2026, 11, 15)))
    assert facts(made) == {"expected": 3.0, "error": None, "method": "mean of 8 weeks"}
    grid = made.parts[0]
    assert (grid.key, grid.across, grid.values[0]) == ("expected", ("09", "10", "11"), (1.0, 0.0, 1.0))
    assert [row[1] for row in rows(made, "methods")] == [None, None, None]
    assert "take it as a guess" in made.notes[0]


def test_today_and_what_is_owed(source):
    # aaaaa3: 40 - 30 + 5 refunded = 15 from Bo; aaaaa7: 100 from Ann.
    made = build(source, "today", WEEK._replace(first=date(2026, 11, 10), last=date(2026, 11, 10)))
    assert facts(made) == {"visits": 1, "expected": 10000, "free": 7 * 60, "waiting": 0}
    assert rows(made, "visits") == [("10:00-11:00", "aaaaa8", "Cy", "Cut", "eva, bay", "confirmed", 10000)]
    assert (rows(made, "requests"), rows(made, "birthdays")) == ([], [("安娜 Ann", "1")])
    assert rows(made, "owed") == [("安娜 Ann", 10000), ("Bo", 1500)]


def test_the_days_before_are_as_many_or_whole_months():
    assert before(WEEK)[:2] == (date(2026, 10, 26), date(2026, 11, 1))
    assert before(Ask(date(2026, 3, 1), date(2026, 3, 31)))[:2] == (date(2026, 2, 1), date(2026, 2, 28))
    assert before(Ask(date(2026, 1, 1), date(2026, 3, 31)))[:2] == (date(2025, 10, 1), date(2025, 12, 31))


def test_buckets_cover_the_days_without_a_gap():
    for by in ("day", "week", "month", "quarter"):
        made = buckets(Ask(date(2026, 11, 18), date(2027, 2, 3), by), 6)
        assert (made[0].first, made[-1].last) == (date(2026, 11, 18), date(2027, 2, 3))
        assert all((b.first - a.last).days == 1 for a, b in pairwise(made))
        assert all(bucket_of(b.last, by, 6) == bucket_of(b.first, by, 6) for b in made)
    assert [b.name for b in buckets(Ask(date(2026, 12, 31), date(2027, 1, 4), "week"))] == [
        "2026-W53",
        "2027-W01",
    ]


@pytest.mark.parametrize("name", [entry.name for entry in REPORTS])
@pytest.mark.parametrize("shape", ["table", "plain", "csv", "json", "html"])
def test_every_report_prints_in_every_format(book, name, shape):
    out = book.ok("report", name, "2026-11-16..2026-11-29", "--compare", "previous", "--format", shape)
    assert out.strip() or shape == "plain"
    if shape == "json":
        made = json.loads(out)
        assert (made["schema"], made["report"], made["currency"]) == (1, name, "CNY")
    if shape == "html":
        assert out.startswith("<!doctype html>")
        assert "<script" not in out
        assert "http" not in out


@pytest.mark.parametrize("name", [entry.name for entry in REPORTS])
def test_every_report_stands_an_empty_book_and_ascii(empty, name):
    assert empty.ok("report", name, "--format", "table", "--ascii").isascii()


def test_what_does_not_read_is_told(book):
    for words, told in (
        (("report", "revenu"), "bookctl report revenue"),
        (("report", "revenue", "--by", "year"), "--by is day, week, month or quarter"),
        (("report", "revenue", "--compare", "last"), "--compare is previous"),
        (("report", "revenue", "--from", "2026-11-20", "--to", "2026-11-01"), "before they begin"),
        (("report", "revenue", "this week", "--from", "today"), "say the days once"),
        (("report", "revenue", "--where", "colour:red"), "there is no"),
        (("report", "revenue", "03/04"), "03/04"),
    ):
        done = book.run(*words)
        assert done.code == 2
        assert told in done.err
