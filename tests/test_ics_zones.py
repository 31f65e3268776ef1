"""The VTIMEZONEs, read by dateutil and icalendar, tell the time that zoneinfo tells: all zones, all their changes."""

import zoneinfo
from bisect import bisect_left
from datetime import datetime, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.calendars.event import zone_used
from bookctl.calendars.zones import expressible, named, vtimezone
from ics_kit import at, entry, whole

HOUR, DAY = 3600, 86_400
ALL = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
FIT = [zone for zone in ALL if vtimezone(zone) is not None]
NO_RULE = {
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Godthab", "America/Nuuk", "America/Santiago",
    "America/Scoresbysund", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Asia/Tel_Aviv", "Chile/Continental", "Egypt",
    "Israel",
}  # fmt: skip
FIRST, LAST = at("2026-12-01T00:00"), at("2033-01-01T00:00")
DAYS = range(FIRST, LAST, 23 * DAY + 5 * HOUR)


def local(instant, zone):
    """The wall-clock time, and the seconds east of UTC."""
    moment = datetime.fromtimestamp(instant, zone)
    return moment.replace(tzinfo=None), int(moment.utcoffset().total_seconds())


def plain(zone):
    """The VTIMEZONE under a name that nobody knows, so that readers must take its rules."""
    return vtimezone(zone).replace(f"TZID:{named(zone)}\r\n".encode(), b"TZID:None/Such\r\n")


@cache
def by_dateutil(block):
    return tzical(StringIO(block.decode())).get("None/Such")


@cache
def by_icalendar(block):
    return icalendar.Timezone.from_ical(block).to_tz(lookup_tzid=False)


def moments(zone):
    """Hour by hour around each change that zoneinfo knows, and some days between."""
    yield from DAYS
    for week in range(FIRST, LAST, 6 * DAY):
        before = local(week, zone)[1]
        if local(week + 6 * DAY, zone)[1] != before:
            halves = range(week, week + 6 * DAY + 1, HOUR // 2)
            change = halves[bisect_left(halves, True, key=lambda half: local(half, zone)[1] != before)]
            yield from range(change - 3 * HOUR, change + 4 * HOUR, HOUR)


@cache
def offsets(reader, block, key):
    """What a reader says at the wall-clock times of `key`."""
    zone = reader(block)
    return tuple(int(time.replace(tzinfo=zone).utcoffset().total_seconds()) for time in key)


def test_every_zone_that_fits_is_read_as_zoneinfo_tells_it():
    wrong = []
    for name in FIT:
        zone, block = ZoneInfo(name), plain(name)
        times = dict(local(moment, zone) for moment in moments(zone) if expressible(name, moment, moment + 1))
        assert len(times) > len(DAYS) * 0.9, name
        wrong += [
            (name, reader)
            for reader in (by_dateutil, by_icalendar)
            if offsets(reader, block, tuple(times)) != tuple(times.values())
        ]
    assert wrong == []


def test_only_the_known_zones_and_utc_have_no_rule():
    utc = {zone for zone in ALL if zone not in FIT and zone not in NO_RULE}
    assert not NO_RULE & set(FIT)
    assert len(FIT) > 560
    assert {"UTC", "Etc/UTC", "Zulu"} <= utc
    for zone in utc:
        assert {local(day, ZoneInfo(zone))[1] for day in DAYS} == {0}


def test_a_vtimezone_has_one_standard_and_at_most_one_daylight_from_1970():
    for name in FIT:
        lines = vtimezone(name).decode().split("\r\n")
        assert lines.count("BEGIN:STANDARD") == 1
        assert lines.count("BEGIN:DAYLIGHT") <= 1
        starts = [line for line in lines if line.startswith("DTSTART")]
        parts = len(starts)
        assert all(line.startswith("DTSTART:1970") for line in starts)
        assert sum(line.startswith("TZOFFSETFROM:") for line in lines) == parts
        assert sum(line.startswith("TZOFFSETTO:") for line in lines) == parts
        assert sum(line.startswith("RRULE:FREQ=YEARLY;BYMONTH=") for line in lines) == (
            2 if parts == 2 else 0
        )
        assert not any("BYMONTHDAY" in line or line.startswith(("RDATE", "COMMENT")) for line in lines)
        assert lines[:2] == ["BEGIN:VTIMEZONE", f"TZID:{named(name)}"]


def test_berlin_changes_at_two_and_at_three():
    assert vtimezone("Europe/Berlin").decode().split("\r\n")[2:14] == [
        "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:19701025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET",
    ]  # fmt: skip


def test_dublins_winter_is_standard_and_a_zone_without_change_has_no_rule():
    dublin, shanghai = vtimezone("Europe/Dublin").decode(), vtimezone("Asia/Shanghai").decode()
    assert "BEGIN:STANDARD\r\nDTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000" in dublin
    assert "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800" in shanghai
    assert "RRULE" not in shanghai


@pytest.mark.parametrize(
    ("zone", "start", "fits"),
    [
        ("Europe/Berlin", "2026-03-29T03:00", True),
        ("Europe/Berlin", "2026-03-29T01:59", True),
        ("Europe/Berlin", "1995-07-01T10:00", False),  # summer time ended in September then
        ("Europe/Berlin", "1996-07-01T10:00", True),
        ("America/New_York", "2006-07-01T10:00", False),
        ("America/New_York", "2007-07-01T10:00", True),
        ("America/Sao_Paulo", "2019-07-01T10:00", False),
        ("America/Sao_Paulo", "2020-07-01T10:00", True),
        ("Asia/Shanghai", "1988-07-01T10:00", False),
        ("Asia/Shanghai", "1969-07-01T10:00", False),
        ("Australia/Lord_Howe", "2026-07-01T10:00", True),
        ("Africa/Cairo", "2026-07-01T10:00", False),
        ("Etc/UTC", "2026-07-01T10:00", False),
        ("No/Such", "2026-07-01T10:00", False),
    ],
)
def test_an_event_has_a_tzid_in_years_of_the_rule_only(zone, start, fits):
    there = zone if zone != "No/Such" else "UTC"
    begin = at(start, there)
    assert expressible(zone, begin, begin + HOUR) is fits


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        ("Europe/Berlin", "2026-10-25T02:00", "2026-10-25T03:00"),
        ("America/New_York", "2026-11-01T01:00", "2026-11-01T02:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-05T02:00"),
    ],
)
def test_what_starts_or_ends_in_the_repeated_hour_has_no_tzid(zone, first, second):
    begin, end = at(first, zone), at(second, zone)
    for moment in range(begin, end, 300):
        assert not expressible(zone, moment, moment + 4 * HOUR)
        assert not expressible(zone, moment - 4 * HOUR, moment)
    assert expressible(zone, begin - 300, end)
    assert expressible(zone, begin - 2 * HOUR, begin - 1)


def test_an_event_over_new_year_needs_the_rule_in_both_years():
    assert not expressible("Europe/Berlin", at("1995-12-31T22:00"), at("1996-01-01T10:00"))
    assert expressible("Europe/Berlin", at("1996-12-31T22:00"), at("1997-01-01T10:00"))


@given(
    st.sampled_from(FIT), st.integers(at("1971-01-02T00:00"), at("2100-01-01T00:00")), st.integers(1, 9 * DAY)
)
@settings(max_examples=150, deadline=None)
def test_what_is_written_with_a_tzid_is_read_as_its_instants(name, start, length):
    if expressible(name, start, start + length):
        for moment in (start, start + length):
            time, offset = local(moment, ZoneInfo(name))
            assert time.replace(tzinfo=by_dateutil(plain(name))).utcoffset() == timedelta(seconds=offset)


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("PRC", "Asia/Shanghai"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("No/Such", "No/Such"),
    ],
)
def test_a_zones_name_of_old_days_is_written_as_todays(old, today):
    assert named(old) == today
    one = entry(zone=old)
    assert zone_used(one) == (None if old == "No/Such" else today)
    assert old == today or old.encode() not in whole(one)


@pytest.mark.parametrize(
    "zone", ["localtime", "Factory", "posixrules", "right/Europe/Berlin", "Europe", "../etc", "\0"]
)
def test_a_name_that_only_this_machine_knows_is_never_written(zone):
    assert vtimezone(zone) is None
    assert zone_used(entry(zone=zone)) is None


def test_an_old_name_and_todays_share_one_vtimezone():
    data = whole(entry(zone="PRC"), entry(uid="b@a.example", zone="Asia/Shanghai"))
    assert data.count(b"BEGIN:VTIMEZONE") == 1


def test_a_year_that_no_clock_knows_is_no_reason_to_fail():
    for start in (-(10**11), -1, 10**13, 10**20):
        assert not expressible("Europe/Berlin", start, start + HOUR)
