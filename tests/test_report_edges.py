"""Reports where a figure is easily wrong: empty days, one name for two, what lapsed, what was paid on account."""

from datetime import date

import pytest

from bookctl.actions.problems import Usage
from bookctl.render.report_data import csv_report, json_report, plain_report
from bookctl.reports.frame import Ask
from bookctl.reports.registry import REPORTS
from report_kit import NOW, PAID, ROWS, WEEK, build, facts, lay, looked, rows, write

EMPTY = Ask(date(2027, 3, 1), date(2027, 3, 31), "week")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "ledger"


@pytest.mark.parametrize("name", [entry.name for entry in REPORTS])
@pytest.mark.parametrize("empty", [True, False])
def test_days_without_bookings_have_a_report_in_every_form(ledger, name, empty):
    lay(ledger, () if empty else ROWS, () if empty else PAID)
    with looked(ledger) as source:
        made = build(source, name, EMPTY)
        assert plain_report(made, "EUR") is not None
        assert csv_report(made, "EUR")
        for part in json_report(made, "EUR", "Europe/Berlin")["parts"]:
            assert len(part.get("down", [])) == len(part.get("values", []))


def test_what_was_paid_on_account_is_not_owed(ledger):
    # Ann owes 100 for the 2nd, which is paid, and 100 for the 6th; 60 on her account and 5 of long ago leave 35.
    lay(ledger, ROWS, (*PAID, ("p22229", "2026-11-08T10:00", "payment", 60, "", "ann")))
    for path in (ledger / "payments").rglob("*.toml"):
        path.write_text(path.read_text().replace('booking = ""\n', ""))
    write(ledger, "payments/2024/2024-11-02.toml", '[[payment]]\nid = "p2222a"\nat = 2024-11-02T10:00:00+01:00\nkind = "payment"\namount = 5\ncustomer = "ann"\n')  # fmt: skip
    with looked(ledger) as source:
        owed = rows(build(source, "today", WEEK._replace(first=WEEK.last)), "owed")
    assert owed == [("安娜 Ann", 3500), ("Bo", 1500)]


def test_two_customers_of_one_name_are_two(ledger):
    lay(ledger)
    write(ledger, "customers/ann2.toml", 'name = "安娜 Ann"\nphone = "2"\n')
    page = next((ledger / "bookings").rglob("2026-11-06.toml"))
    page.write_text(page.read_text().replace('"ann"', '"ann2"'))
    with looked(ledger) as source:
        assert [row[0] for row in rows(build(source, "billing"), "customers")] == [
            "安娜 Ann (ann)", "安娜 Ann (ann2)", "Bo",
        ]  # fmt: skip


def test_growth_counts_what_lies_in_the_days(ledger):
    lay(ledger)  # Ann on Mon 2 and Fri 6, Bo on Mon 2
    with looked(ledger) as source:
        made = build(source, "customers", Ask(date(2026, 11, 5), date(2026, 11, 8), "week"))
    assert rows(made, "growth") == [("2026-W45", 1, 0, 1)]


def test_cancelling_behind_the_start_is_late_and_the_practices_own_is_not(ledger):
    late = (*ROWS[4][:8], "at:2026-11-05T10:20")  # 20 minutes behind its start
    lay(ledger, (late,))
    with looked(ledger) as source:
        assert facts(build(source, "no-show"))["lost"] == 10000
    page = next((ledger / "bookings").rglob("*.toml"))
    seat = page.read_text().replace('uses = ["eva", { resource = "bay", to = 75 }]', 'session = "sesse2"')
    times = "start = 2026-11-05T10:00:00+01:00\nend = 2026-11-05T11:00:00+01:00\n"
    page.write_text(f'[[session]]\nid = "sesse2"\nservice = "cut"\n{times}uses = ["eva"]\nstatus = "cancelled"\nseats = 4\n\n{seat}')  # fmt: skip
    with looked(ledger) as source:
        assert facts(build(source, "no-show"))["lost"] == 0


def test_what_lapsed_waits_for_nobody(ledger):
    lay(ledger, ROWS[6:])
    page = next((ledger / "bookings").rglob("*.toml"))
    text = page.read_text().replace('"confirmed"', '"requested"')
    page.write_text(text.replace("status =", "until = 2026-11-09T11:00:00+01:00\nstatus =", 1))
    ahead = Ask(date(2026, 11, 9), date(2026, 11, 15), "day")
    with looked(ledger, NOW - 7200) as source:
        assert facts(build(source, "today", ahead))["waiting"] == 1
    with looked(ledger) as source:
        assert facts(build(source, "today", ahead))["waiting"] == 0
        assert rows(build(source, "risk", ahead), "ahead") == []
        assert rows(build(source, "channels", ahead), "channels") == [("web", 1, 0, 0, 0, 0.0, 0)]


def test_who_has_no_hours_is_not_counted_as_open(ledger):
    lay(ledger)
    exception = "[[open]]\nfrom = 2026-11-05T10:00:00\nto = 2026-11-05T12:00:00\n"
    write(ledger, "resources/pop.toml", f'name = "Pop"\nkind = "staff"\n\n{exception}')
    with looked(ledger) as source:
        assert facts(build(source, "utilisation"))["open"] == 6000


def test_a_reminder_of_the_day_before_the_first_counts_and_one_after_the_start_does_not(ledger):
    lay(ledger)
    day = Ask(date(2026, 11, 3), date(2026, 11, 3), "day")
    with looked(ledger) as source:  # sent on Mon 2 at 08:00 about Tue 3 at 09:00
        assert rows(build(source, "messages", day), "outcome")[0][1] == 1
    page = next((ledger / "messages").rglob("*.toml"))
    page.write_text(page.read_text().replace("at = 2026-11-02T08:00", "at = 2026-11-03T12:00"))
    with looked(ledger) as source:
        assert rows(build(source, "messages", day), "outcome")[0][1] == 0


def test_a_query_limits_what_it_can_and_is_refused_elsewhere(ledger):
    lay(ledger)
    write(ledger, "plans/ten.toml", 'name = "Ten"\nkind = "pass"\nsessions = 10\nprice = 80\n')
    write(ledger, "payments/2026/2026-11-02.toml", '[[purchase]]\nid = "h22222"\nat = 2026-11-02T09:00:00+01:00\ncustomer = "bo"\nplan = "ten"\nkind = "pass"\nsessions = 10\nprice = 80\n')  # fmt: skip
    with looked(ledger) as source:
        assert facts(build(source, "revenue"))["received"] == 12500 + 8000
        assert facts(build(source, "revenue", WEEK._replace(where="customer:ann")))["received"] == 10000
        assert facts(build(source, "messages", WEEK._replace(where="customer:bo")))["sent"] == 0
        assert rows(build(source, "today", WEEK._replace(where="customer:bo")), "owed") == [("Bo", 1500)]
        with pytest.raises(Usage):
            build(source, "outstanding", WEEK._replace(where="customer:bo"))


def test_free_time_knows_what_began_the_day_before_and_no_query(ledger):
    lay(
        ledger, (("aaaaa2", "2026-11-11T23:30", 0, "confirmed", 100, "ann", "phone", "2026-10-30T09:00", ""),)
    )
    page = next((ledger / "bookings").rglob("*.toml"))
    page.write_text(page.read_text().replace("end = 2026-11-11T23:30", "end = 2026-11-12T00:30"))
    eva = ledger / "resources/eva.toml"
    eva.write_text(eva.read_text().replace("09:00-17:00", "00:00-24:00"))
    day = Ask(date(2026, 11, 12), date(2026, 11, 12), "day")
    with looked(ledger) as source:
        assert facts(build(source, "today", day))["free"] == 24 * 60 - 30
        assert facts(build(source, "today", day._replace(where="customer:bo")))["free"] == 24 * 60 - 30


def test_the_busiest_hour_lies_in_the_days(ledger):
    lay(
        ledger, (("aaaaa2", "2026-11-08T23:30", 0, "completed", 100, "ann", "phone", "2026-10-30T09:00", ""),)
    )
    page = next((ledger / "bookings").rglob("*.toml"))
    page.write_text(page.read_text().replace("end = 2026-11-08T23:30", "end = 2026-11-09T00:30"))
    with looked(ledger) as source:
        assert facts(build(source, "heatmap"))["busiest"] == "Sun 23:00"


def test_weeks_of_the_forecast_begin_as_the_ledger_says(ledger):
    lay(ledger, settings='week_start = "sun"\n')
    with looked(ledger) as source:
        made = build(source, "forecast", Ask(date(2026, 11, 22), date(2026, 11, 28), "week"))
    assert (made.first, made.last) == (date(2026, 11, 22), date(2026, 11, 28))
    assert made.parts[0].down[0] == "Sun"


def test_a_visit_booked_far_ahead_keeps_a_customer_active(ledger):
    far = ("aaaaa9", "2028-03-01T10:00", 60, "confirmed", 100, "ann", "phone", "2026-11-01T09:00", "")
    lay(ledger, (ROWS[0], far))
    later = WEEK._replace(first=date(2027, 1, 1), last=date(2027, 1, 31))
    with looked(ledger, NOW + 90 * 86_400) as source:
        assert [row[1] for row in rows(build(source, "customers", later), "activity")] == [1, 0, 0]


def test_plain_has_the_figures_before(ledger):
    lay(ledger)
    with looked(ledger) as source:
        made = build(source, "services")
    made = made._replace(
        facts=tuple(fact._replace(before=4000) for fact in made.facts if fact.key == "revenue")
    )
    assert plain_report(made, "EUR")[0] == "fact\trevenue\t240.00\t40.00"


def test_the_units_say_what_the_values_are(ledger):
    lay(ledger)
    week = Ask(date(2026, 11, 9), date(2026, 11, 15), "day")
    with looked(ledger) as source:
        part = json_report(build(source, "risk", week), "EUR", "Europe/Berlin")["parts"][0]
    assert [column["unit"] for column in part["columns"]][:2] == ["word", "moment"]
    assert part["rows"][0]["when"] == "2026-11-10T10:00+01:00"
