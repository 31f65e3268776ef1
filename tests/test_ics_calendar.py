"""What calendar programs demand of a whole file: its head, its zones, the order of things."""

import re
from zoneinfo import available_timezones

import pytest

from bookctl.calendars.entry import Calendar
from bookctl.calendars.event import event_bytes
from bookctl.calendars.write import calendar_bytes
from bookctl.calendars.zones import vtimezone
from ics_kit import FEED, entry, unfolded, values, whole


def test_version_and_a_short_fixed_prodid_come_first():
    lines = unfolded(whole(entry()))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bookctl//bookctl//EN"]
    assert len(lines[2]) < 60


def test_a_file_is_one_calendar_with_its_zones_before_its_events():
    data = whole(
        entry(), entry(uid="b@a.example", zone="Europe/Berlin"), entry(uid="c@a.example", zone="Africa/Cairo")
    )
    begins = [line for line in unfolded(data) if line.startswith("BEGIN:V")]
    assert begins == ["BEGIN:VCALENDAR", *["BEGIN:VTIMEZONE"] * 2, *["BEGIN:VEVENT"] * 3]
    assert values(data, "TZID") == ["Asia/Shanghai", "Europe/Berlin"]
    assert data.count(b"END:VCALENDAR") == 1


def test_a_feed_has_no_method_and_an_invitation_has_its_own():
    assert not values(whole(entry()), "METHOD")
    data = whole(entry(), head=Calendar("A", method="CANCEL"))
    assert values(data, "METHOD") == ["CANCEL"]
    assert not values(data, "REFRESH-INTERVAL")


def test_a_feed_names_itself_and_hints_when_to_come_back():
    lines = unfolded(calendar_bytes(FEED, [], []))
    for line in (
        "NAME:Still Water 静水", "X-WR-CALNAME:Still Water 静水", "X-WR-CALDESC:Massage\\; yoga\\, 茶",
        "X-WR-TIMEZONE:Asia/Shanghai", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ):  # fmt: skip
        assert lines.count(line) == 1


def test_a_single_events_download_has_no_name_and_asks_for_no_refresh():
    assert not re.search(
        rb"(?m)^(X-WR|NAME|REFRESH|X-PUB)",
        calendar_bytes(Calendar(), [event_bytes(entry())], ["Asia/Shanghai"]),
    )


@pytest.mark.parametrize(
    ("zone", "hints"), [("PRC", ["Asia/Shanghai"]), ("UTC", []), ("localtime", []), (None, [])]
)
def test_the_calendars_zone_is_an_iana_name_or_left_out(zone, hints):
    assert values(calendar_bytes(Calendar("A", zone=zone), [], []), "X-WR-TIMEZONE") == hints


def test_an_empty_calendar_is_a_calendar():
    assert unfolded(calendar_bytes(Calendar(), [], [])) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bookctl//bookctl//EN", "CALSCALE:GREGORIAN", "END:VCALENDAR",
    ]  # fmt: skip


def test_zones_are_sorted_and_each_is_there_once():
    data = calendar_bytes(Calendar(), [], iter(["Europe/Berlin", "Asia/Shanghai", "PRC", "Europe/Berlin"]))
    assert values(data, "TZID") == ["Asia/Shanghai", "Europe/Berlin"]
    places = {zone for zone in available_timezones() if zone.startswith("Europe/") and vtimezone(zone)}
    found = values(calendar_bytes(Calendar(), [], places), "TZID")
    assert found == sorted(found)
    assert len(found) > 30


def test_a_zone_without_rule_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="Cairo"):
        calendar_bytes(Calendar(), [], ["Africa/Cairo"])


def test_events_stay_in_the_order_given():
    some = [event_bytes(entry(uid=f"{name}@a.example")) for name in "cab"]
    assert values(calendar_bytes(Calendar(), some, []), "UID") == [
        "c@a.example",
        "a@a.example",
        "b@a.example",
    ]
