"""What calendar programs demand of a feed's events and its head, each demand by name."""

import re
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.calendars.clean import one_line, paragraphs, quotable
from bookctl.calendars.entry import Calendar, Person
from bookctl.calendars.event import event_bytes
from bookctl.calendars.write_lines import folded
from ics_kit import FEED, NOW, at, entry, values, whole

NEEDED = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "SEQUENCE",
    "LAST-MODIFIED",
    "CREATED",
    "STATUS",
    "TRANSP",
)
anything = st.text(max_size=400)


def lines_of(data):
    assert data.endswith(b"\r\n")
    return data[:-2].split(b"\r\n")


@given(summary=anything, description=anything, location=anything, name=anything)
@settings(deadline=None)
def test_lines_are_crlf_utf8_without_mark_and_75_octets_at_most(summary, description, location, name):
    data = whole(
        entry(summary=summary, description=description, location=location), head=FEED._replace(name=name)
    )
    assert not data.startswith(b"\xef\xbb\xbf")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    for line in lines_of(data):
        assert 0 < len(line) <= 75
        line.decode()


@given(st.text(st.sampled_from("\\;,\n a茶👍🏽é\u3000"), min_size=1, max_size=600))
@settings(deadline=None)
def test_folds_are_never_inside_an_escape_nor_empty(text):
    for before, after in pairwise(lines_of(event_bytes(entry(summary="x", description=text)))):
        if after.startswith(b" "):
            assert after.decode()[1:].strip()
            assert (len(before) - len(before.rstrip(b"\\"))) % 2 == 0


def test_folds_are_not_beside_a_space():
    for length in range(60, 80):
        for before, after in pairwise(
            lines_of(event_bytes(entry(description="x" * length + "  word " * 40)))
        ):
            if after.startswith(b" "):
                assert not before.endswith(b" ")
                assert not after.startswith(b"  ")


@given(st.binary(max_size=400).map(lambda data: b"X:" + data.hex().encode()))
def test_a_line_unfolds_to_itself(data):
    assert folded(data).replace(b"\r\n ", b"") == data + b"\r\n"


@given(anything)
def test_no_control_characters_but_line_breaks_are_left(text):
    bad = [
        chr(code)
        for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, *range(0xD800, 0xE000))
    ]
    for cleaned in (one_line(text), quotable(text), paragraphs(text).replace("\n", "")):
        assert not set(cleaned) & set(bad)
    assert "\n" not in one_line(text)


def test_every_control_character_and_half_pair_is_stripped():
    codes = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
    text = "".join(f"a{chr(code)}" for code in codes)
    assert set(paragraphs(text)) == {"a", " ", "\n"}
    data = event_bytes(
        entry(summary=text, description=text, location=text, categories=(text,), url=f"https://x/{text}")
    )
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)


def test_line_breaks_of_all_kinds_are_one_kind():
    assert paragraphs("a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i") == "\n".join("abcdefghi")


@pytest.mark.parametrize("space", [" ", "\u3000", "\xa0"])
def test_no_run_of_spaces_fills_a_whole_line(space):
    for length in range(50, 80):
        text = f"{'x' * length}{space * 200}👍"
        for line in lines_of(event_bytes(entry(description=text))):
            assert line.decode().strip()


def test_ordinary_text_of_any_script_is_left_alone():
    for text in ("武康路12弄47号", "é ñ ß", "👩‍👩‍👧‍👦 👍🏽", "שלום עליכם", "a  b", "Zoë’s “tea” – 茶"):
        assert paragraphs(text) == text


def test_text_is_escaped_once():
    data = event_bytes(entry(summary="a; b, c\\d", description="one\ntwo\\n", location="\\N;"))
    assert values(data, "SUMMARY") == ["a\\; b\\, c\\\\d"]
    assert values(data, "DESCRIPTION") == ["one\\ntwo\\\\n"]
    assert values(data, "LOCATION") == ["\\\\N\\;"]


def test_parameters_are_quoted_where_they_must_and_hold_no_quote():
    people = Person("a@b.c", 'Dr. "Li": 静水; x, y^n'), (Person("d@e.f", "Zhang Wei"),)
    data = event_bytes(entry(organizer=people[0], attendees=people[1]))
    assert values(data, "ORGANIZER") == ["CN=\"Dr. 'Li': 静水; x, y'n\":mailto:a@b.c"]
    assert values(data, "ATTENDEE") == [
        "CN=Zhang Wei;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:d@e.f"
    ]


def test_who_has_answered_is_not_asked_again():
    data = event_bytes(entry(attendees=(Person("d@e.f", None, "ACCEPTED"),)))
    assert values(data, "ATTENDEE") == [
        "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:d@e.f"
    ]


def test_a_feed_names_nobody():
    data = whole(entry())
    assert not values(data, "ORGANIZER")
    assert not values(data, "ATTENDEE")


@pytest.mark.parametrize("name", NEEDED)
def test_every_event_has(name):
    assert len(values(event_bytes(entry()), name)) == 1


def test_no_event_has_a_duration_or_an_alarm_or_repeats():
    data = event_bytes(entry())
    for word in (b"DURATION", b"VALARM", b"RRULE", b"RDATE", b"X-ALT-DESC", b"ALLDAYEVENT", b"STYLED"):
        assert word not in data


@pytest.mark.parametrize("uid", ["", "a/b@c", "a b@c", "张@c", "a@c\r\nX:y", "a:b"])
def test_a_uid_of_other_signs_is_a_fault_of_the_program(uid):
    with pytest.raises(ValueError, match="UID"):
        event_bytes(entry(uid=uid))


@pytest.mark.parametrize("number", [-1, 2**31, NOW * 1000])
def test_a_sequence_of_milliseconds_is_a_fault_of_the_program(number):
    with pytest.raises(ValueError, match="SEQUENCE"):
        event_bytes(entry(sequence=number))


def test_an_event_that_does_not_end_after_it_starts_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="end"):
        event_bytes(entry(start=NOW, end=NOW))


def test_dtstamp_is_the_last_change_in_utc_as_last_modified_is():
    data = event_bytes(entry(changed=at("2026-11-20T08:15:30"), created=at("2026-11-19T07:00:00")))
    assert values(data, "DTSTAMP") == values(data, "LAST-MODIFIED") == ["20261120T081530Z"]
    assert values(data, "CREATED") == ["20261119T070000Z"]


def test_times_have_a_tzid_or_are_utc_and_never_float():
    for zone in ("Asia/Shanghai", "Africa/Cairo", "Europe/Berlin", "Etc/GMT+5", "UTC"):
        for value in values(event_bytes(entry(zone=zone)), "DTSTART") + values(
            event_bytes(entry(zone=zone)), "DTEND"
        ):
            assert value.startswith(f"TZID={zone}:") != value.endswith("Z")


def test_a_tzid_is_an_iana_name_without_prefix():
    for zone in ("PRC", "US/Eastern", "Europe/Berlin", "Asia/Calcutta"):
        (value,) = values(event_bytes(entry(zone=zone)), "DTSTART")
        name = value.removeprefix("TZID=").partition(":")[0]
        assert name in available_timezones()
        assert "/" in name[1:]
        assert name[0] != "/"


def test_a_time_in_the_repeated_hour_is_utc():
    start = at("2026-10-25T02:30", "Europe/Berlin", fold=1)
    data = whole(entry(zone="Europe/Berlin", start=start, end=start + 3600), head=Calendar())
    assert values(data, "DTSTART") == ["20261025T013000Z"]
    assert b"VTIMEZONE" not in data


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, ["OPAQUE", "BUSY"]),
        ({"status": "TENTATIVE"}, ["OPAQUE", "TENTATIVE"]),
        ({"busy": False}, ["TRANSPARENT", "FREE"]),
        ({"status": "TENTATIVE", "busy": False}, ["TRANSPARENT", "FREE"]),
        ({"status": "CANCELLED"}, ["TRANSPARENT", "FREE"]),
    ],
)
def test_outlooks_busy_status_is_in_step_with_transp(more, shown):
    data = event_bytes(entry(**more))
    assert values(data, "TRANSP") + values(data, "X-MICROSOFT-CDO-BUSYSTATUS") == shown
    assert values(data, "STATUS") == [more.get("status", "CONFIRMED")]


def test_class_categories_and_url_are_written_as_they_must():
    data = event_bytes(
        entry(private=True, categories=("a, b", "", "茶"), url="https://例子.cn/a b?x=%20&y=茶")
    )
    assert values(data, "CLASS") == ["PRIVATE"]
    assert values(data, "CATEGORIES") == ["a\\, b,茶"]
    (url,) = values(data, "URL")
    assert url.isascii()
    assert url.endswith("/a%20b?x=%20&y=%E8%8C%B6")
    assert values(event_bytes(entry()), "CLASS") == ["PUBLIC"]


@pytest.mark.parametrize("url", [None, "", "book/now", "//x.example", " \n "])
def test_a_url_that_is_not_absolute_is_left_out(url):
    assert not values(event_bytes(entry(url=url)), "URL")


def test_what_is_empty_is_left_out():
    data = event_bytes(entry(description=" \n", location="", categories=("", " ")))
    assert not any(values(data, name) for name in ("DESCRIPTION", "LOCATION", "CATEGORIES"))
