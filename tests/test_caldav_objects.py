"""A feed taken apart, and two objects compared that were written differently."""

import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.calendars.objects import objects_of, same, uids
from caldav_kit import ZONE, event, feed

ONE, TWO = "7k2m9q@stillwater.example", "gznfsk@stillwater.example"
BERLIN = ZONE.replace("Asia/Shanghai", "Europe/Berlin")
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT10M\nDESCRIPTION:x\nEND:VALARM\n"


def one(*events: str, **options) -> bytes:
    return objects_of(feed(*events, **options))[ONE]


def test_each_event_is_a_calendar_with_the_zones_it_uses():
    away = event(TWO).replace("TZID=Asia/Shanghai", "TZID=Europe/Berlin")
    utc = event("e2n7qy@stillwater.example").replace(";TZID=Asia/Shanghai", "")
    made = objects_of(feed(event(ONE), away, utc, zone=ZONE + BERLIN))
    assert list(made) == [ONE, TWO, "e2n7qy@stillwater.example"]
    zones = [re.findall(rb"TZID:(\S+)\r", data) for data in made.values()]
    assert zones == [[b"Asia/Shanghai"], [b"Europe/Berlin"], []]
    for uid, data in made.items():
        assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
        assert data.endswith(b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        assert uids(data.decode()) == {uid}
        assert b"X-WR-CALNAME" not in data


def test_no_method_and_nobody_to_invite():
    people = {"ATTENDEE;CN=张伟;RSVP=TRUE": "mailto:z@example.com", "ORGANIZER": "mailto:w@example.com"}
    text = feed(event(ONE, **people)).replace(b"VERSION:2.0", b"METHOD:REQUEST\r\nVERSION:2.0")
    made = objects_of(text)[ONE]
    assert not {b"METHOD", b"ATTENDEE", b"ORGANIZER"} & set(re.findall(rb"(?m)^[A-Z-]+", made))


def test_lines_stay_as_they_were_folded():
    long = "很长的名字" * 20
    folded = re.sub("(.{20})(?=.)", r"\1\n ", event(ONE, long))  # a dot is no line's end
    data = feed(folded)
    assert re.search(rb"BEGIN:VEVENT.*END:VEVENT", data, re.DOTALL).group() in objects_of(data)[ONE]
    assert same(objects_of(data)[ONE], one(event(ONE, long)).decode())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SUMMARY:a", "summary:a"),
        ("DTSTART;TZID=Asia/Shanghai;VALUE=DATE-TIME:20261124T100000", 'DTSTART;value=DATE-TIME;tzid="Asia/Shanghai":20261124T100000'),
        ("DTSTART;TZID=Asia/Shanghai:20261124T100000", "DTSTART;VALUE=DATE-TIME;TZID=Asia/Shanghai:20261124T100000"),
        (r"SUMMARY:a\, b\; c\nd", r"SUMMARY:a\, b; c\Nd"),
        ("SUMMARY:a", "SUMMARY:a\nX-MOZ-GENERATION:1\nCLASS:PUBLIC"),
        ("SUMMARY:a", f"SUMMARY:a\n{ALARM.strip()}"),
        ("CREATED:20261120T011200Z", "CREATED:20260101T000000Z\nDTSTAMP:20270101T000000Z"),
        ('LOCATION;ALTREP="http://x/a:b":y', 'LOCATION;ALTREP="http://x/a:b":y'),
    ],
)  # fmt: skip
def test_what_is_only_written_differently_is_the_same(ours, theirs):
    assert same(_event(ours), _event(theirs).decode().replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SUMMARY:a", "SUMMARY:b"),
        ("SUMMARY:a", "SUMMARY:A"),
        ("DTSTART;TZID=Asia/Shanghai:20261124T100000", "DTSTART;TZID=Asia/Tokyo:20261124T100000"),
        ("DTSTART:20261124T100000Z", "DTSTART:20261124T100000"),
        ("DTSTART;VALUE=DATE:20261124", "DTSTART:20261124"),
        ("SUMMARY:a", "SUMMARY:a\nDESCRIPTION:old"),
        ("SUMMARY:a", "SUMMARY:a\nRRULE:FREQ=DAILY"),
        ("SUMMARY:a\nLOCATION:b", "SUMMARY:a"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
        ("SEQUENCE:1", "SEQUENCE:2"),
        ("SUMMARY:a", "X-A:b"),
        (r"SUMMARY:a\\nb", r"SUMMARY:a\nb"),
    ],
)
def test_what_says_something_else_is_another(ours, theirs):
    assert not same(_event(ours), _event(theirs).decode())


def _event(lines: str) -> bytes:
    return feed(f"BEGIN:VEVENT\nUID:{ONE}\n{lines}\nEND:VEVENT\n")


def test_what_is_no_single_event_is_another():
    ours = one(event(ONE))
    for theirs in (
        "",
        "nonsense",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        feed(event(ONE), event(ONE)).decode(),
        "END:X\nEND:Y\n",
    ):
        assert not same(ours, theirs)


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200))
def test_whatever_another_program_makes_of_it_is_the_same(text):
    made = icalendar.Event()
    made.add("uid", ONE)
    made.add("summary", text)
    made.add("location", text)
    ours = one(made.to_ical().decode().replace("\r\n", "\n"))
    again = icalendar.Calendar.from_ical(ours).to_ical()
    assert same(ours, again.decode())
    assert uids(again.decode()) == {ONE}


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data):
    objects_of(data)
    same(one(event(ONE)), data.decode("latin-1"))
