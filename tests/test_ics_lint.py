"""`lint` finds each seeded fault where it is, has nothing to say of what we write, and takes any octets."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.calendars.entry import Calendar, Person
from bookctl.calendars.freebusy import freebusy_bytes
from bookctl.calendars.lint import lint
from bookctl.calendars.lint_report import MOST
from bookctl.ledger.finding import concise, ordered
from ics_kit import FEED, NOW, entry, whole

GOOD = whole(
    entry(
        zone="Europe/Berlin",
        description="Phone: +86 21 5555\nbring 茶",
        location="武康路12弄47号; Shanghai" * 4,
    )
)
BERLIN = GOOD[GOOD.index(b"BEGIN:VTIMEZONE") : GOOD.index(b"END:VTIMEZONE") + 15]
EVENT = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VEVENT") + 12]
FREEBUSY = freebusy_bytes([(NOW, NOW + 3600), (NOW + 7200, NOW + 9000)], (NOW, NOW + 86_400), uid="f@a", stamp=NOW, organizer="a@b.c")  # fmt: skip
LONG_UID = b"UID:" + b"x" * 72


def codes(data):
    return [finding.code for finding in lint("feed.ics", data)]


def without(name):
    """The good feed with no such line in its event."""
    return GOOD.replace(EVENT, re.sub(rb"(?m)^" + name.encode() + rb"[:;].*\r\n(?: .*\r\n)*", b"", EVENT))


def swap(old, new):
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line(start, new):
    """The good feed with another line in place of the one that begins so."""
    changed = re.sub(rb"(?m)^" + re.escape(start) + rb".*\r\n", lambda _: new + b"\r\n" if new else b"", GOOD)
    assert changed != GOOD
    return changed


def test_what_we_write_has_no_fault():
    assert codes(GOOD) == []
    assert codes(whole()) == []
    assert codes(whole(entry(zone="Africa/Cairo"), head=Calendar())) == []
    assert (
        codes(whole(*(entry(uid=f"e{n}@a.example", zone=z) for n, z in enumerate(("PRC", "Asia/Kathmandu")))))
        == []
    )


def test_a_fold_behind_an_escaped_backslash_is_none_inside_an_escape():
    assert codes(swap(b"5555\\n", b"5555\\\\\r\n n")) == []


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REPLY"])
def test_an_invitation_is_no_feed_and_may_have_people(method):
    state = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    one = entry(organizer=Person("a@b.c", '静水; "x"'), attendees=(Person("d@e.f", "张, 伟"),), status=state)
    assert codes(whole(one, head=Calendar(method=method))) == []


def test_free_busy_time_has_no_fault():
    assert codes(FREEBUSY) == []


SEEDED = [
    ("lines too long", swap(b"UID:", LONG_UID), ["ics-line-length"]),
    ("LF alone", GOOD.replace(b"\r\n", b"\n"), ["ics-line-end"]),
    ("last line without end", GOOD[:-2], ["ics-line-end"]),
    ("byte order mark", b"\xef\xbb\xbf" + GOOD, ["ics-bom"]),
    ("empty line", swap(b"SEQUENCE:", b"\r\nSEQUENCE:"), ["ics-empty-line"]),
    ("empty fold", swap(b"SEQUENCE:", b" \r\nSEQUENCE:"), ["ics-empty-fold"]),
    ("fold inside a character", swap("张伟".encode(), b"\xe5\r\n \xbc\xa0"), ["ics-fold-utf8"]),
    ("fold inside an escape", swap(b"5555\\n", b"5555\\\r\n n"), ["ics-fold-escape"]),
    ("control character", swap(b"5555", b"55\x0055"), ["ics-control"]),
    ("next line", swap(b"5555", "55\x8555".encode()), ["ics-control"]),
    ("line separator", swap(b"5555", "55\u202855".encode()), ["ics-control"]),
    ("carriage return", swap(b"5555", b"55\r55"), ["ics-control"]),
    ("not UTF-8", swap(b"5555", b"55\xff55"), ["ics-utf8"]),
    ("no colon", swap(b"STATUS:CONFIRMED", b"STATUS"), ["ics-missing", "ics-syntax"]),
    ("text not escaped", swap(b"SEQUENCE:", b"COMMENT:x\r\nSEQUENCE:").replace(b"5555\\n", b"5555;"), ["ics-escape"]),
    ("escape unknown", swap(b"5555\\n", b"5555\\x"), ["ics-escape"]),
    ("no VERSION", line(b"VERSION", b""), ["ics-head"]),
    ("VERSION 1.0", line(b"VERSION", b"VERSION:1.0"), ["ics-head"]),
    ("no PRODID", line(b"PRODID", b""), ["ics-head"]),
    ("long PRODID", line(b"PRODID", b"PRODID:" + b"x" * 60), ["ics-head"]),
    ("head later", GOOD.replace(b"VERSION:2.0\r\n", b"").replace(b"BEGIN:VTIMEZONE", b"VERSION:2.0\r\nBEGIN:VTIMEZONE"), ["ics-head"]),
    ("refresh without type", line(b"REFRESH", b"REFRESH-INTERVAL:PT1H"), ["ics-refresh"]),
    ("X-WR-TIMEZONE of Windows", line(b"X-WR-TIMEZONE", b"X-WR-TIMEZONE:China Standard Time"), ["ics-zone-name"]),
    ("two calendars", GOOD + GOOD, ["ics-calendars"]),
    ("cut off", GOOD[: GOOD.index(b"END:VEVENT")], ["ics-structure", "ics-structure"]),
    ("END of nothing", swap(b"END:VEVENT", b"END:VTODO\r\nEND:VEVENT"), ["ics-structure"]),
    ("END missing", swap(b"END:VEVENT\r\n", b""), ["ics-structure"]),
    ("line after the end", GOOD + b"X-A:b\r\n", ["ics-structure"]),
    ("METHOD", line(b"CALSCALE", b"METHOD:PUBLISH"), ["ics-method"]),
    ("METHOD:REQUEST without people", line(b"CALSCALE", b"METHOD:REQUEST"), ["ics-method"]),
    *((f"no {name}", without(name), ["ics-missing"]) for name in (
        "UID", "DTSTAMP", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "CREATED", "STATUS",
    )),
    ("DURATION", line(b"DTEND;", b"DURATION:PT1H"), ["ics-missing"]),
    ("SUMMARY twice", swap(b"SEQUENCE:", b"SUMMARY:x\r\nSEQUENCE:"), ["ics-repeated"]),
    ("UID twice", swap(b"END:VCALENDAR", EVENT + b"END:VCALENDAR"), ["ics-duplicate-uid"]),
    ("UID with a slash", swap(b"UID:7k2", b"UID:7/k2"), ["ics-uid"]),
    ("SEQUENCE of milliseconds", line(b"SEQUENCE", b"SEQUENCE:1795482000000"), ["ics-sequence"]),
    ("SEQUENCE of words", line(b"SEQUENCE", "SEQUENCE:١".encode()), ["ics-sequence"]),
    ("DTSTAMP of now", line(b"DTSTAMP", b"DTSTAMP:20261201T000000Z"), ["ics-stamp"]),
    ("DTSTAMP not UTC", GOOD.replace(b"T005000Z", b"T005000"), ["ics-not-utc", "ics-not-utc"]),
    ("floating", GOOD.replace(b";TZID=Europe/Berlin", b"").replace(BERLIN, b""), ["ics-floating", "ics-floating"]),
    ("no such time", line(b"DTSTART;", b"DTSTART;TZID=Europe/Berlin:20261324T030000"), ["ics-time"]),
    ("TZID and Z", line(b"DTSTART;", b"DTSTART;TZID=Europe/Berlin:20261124T010000Z"), ["ics-time"]),
    ("day without VALUE", line(b"DTSTART;", b"DTSTART;TZID=Europe/Berlin:20261124"), ["ics-time", "ics-time", "ics-time"]),
    ("day with TZID", line(b"DTEND;", b"DTEND;VALUE=DATE;TZID=Europe/Berlin:20261125"), ["ics-time", "ics-time"]),
    ("in a gap", line(b"DTSTART;", b"DTSTART;TZID=Europe/Berlin:20260329T023000"), ["ics-clock-change"]),
    ("twice", line(b"DTSTART;", b"DTSTART;TZID=Europe/Berlin:20261025T023000"), ["ics-clock-change"]),
    ("ends before it starts", line(b"DTEND;", b"DTEND;TZID=Europe/Berlin:20261124T020000"), ["ics-end"]),
    ("zone missing", GOOD.replace(BERLIN, b""), ["ics-zone-missing"]),
    ("zone unused", GOOD.replace(b";TZID=Europe/Berlin:20261124T030000", b":20261124T020000Z").replace(b";TZID=Europe/Berlin:20261124T040000", b":20261124T030000Z"), ["ics-zone-unused"]),
    ("zone twice", GOOD.replace(BERLIN, BERLIN * 2), ["ics-zone"]),
    ("zone after events", GOOD.replace(BERLIN, b"").replace(EVENT, EVENT + BERLIN), ["ics-zone-order"]),
    ("zone of Windows", GOOD.replace(b"Europe/Berlin", b"W. Europe Standard Time"), ["ics-zone-name"]),
    ("zone without offset", line(b"TZOFFSETFROM", b""), ["ics-zone", "ics-zone"]),
    ("onset an hour late", swap(b"19700329T020000", b"19700329T030000"), ["ics-zone-wrong"]),
    ("alarm", swap(b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"), ["ics-alarm"]),
    ("people", swap(b"SEQUENCE:", b"ATTENDEE:mailto:a@b.c\r\nSEQUENCE:"), ["ics-people"]),
    ("cancelled", line(b"STATUS", b"STATUS:CANCELLED"), ["ics-cancelled"]),
    ("STATUS of none", line(b"STATUS", b"STATUS:DONE"), ["ics-status"]),
    ("TRANSP of none", line(b"TRANSP", b"TRANSP:YES"), ["ics-busy"]),
    ("busy status out of step", line(b"X-MICROSOFT", b"X-MICROSOFT-CDO-BUSYSTATUS:FREE"), ["ics-busy"]),
    ("relative URL", swap(b"SEQUENCE:", b"URL:/book\r\nSEQUENCE:"), ["ics-url"]),
    ("HTML text", swap(b"SEQUENCE:", b"X-ALT-DESC;FMTTYPE=text/html:<p>\r\nSEQUENCE:"), ["ics-unwise"]),
    ("RDATE", swap(b"SEQUENCE:", b"RDATE:20261125T010000Z\r\nSEQUENCE:"), ["ics-unwise"]),
    ("all-day with hours", swap(b"SEQUENCE:", b"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\nSEQUENCE:"), ["ics-unwise"]),
    ("each second", swap(b"SEQUENCE:", b"RRULE:FREQ=SECONDLY\r\nSEQUENCE:"), ["ics-rrule"]),
    ("weeks of the year", swap(b"SEQUENCE:", b"RRULE:FREQ=YEARLY;BYWEEKNO=3\r\nSEQUENCE:"), ["ics-rrule"]),
    ("UNTIL without zone", swap(b"SEQUENCE:", b"RRULE:FREQ=DAILY;UNTIL=20270101T000000\r\nSEQUENCE:"), ["ics-rrule"]),
    ("repeats in UTC", whole(entry(zone="UTC"), head=Calendar()).replace(b"SEQUENCE:", b"RRULE:FREQ=DAILY\r\nSEQUENCE:"), ["ics-rrule"]),
    ("free/busy without UID", FREEBUSY.replace(b"UID:f@a\r\n", b""), ["ics-missing"]),
    ("free/busy without type", FREEBUSY.replace(b";FBTYPE=BUSY:20261124T01", b":20261124T01"), ["ics-freebusy"]),
    ("free/busy not UTC", FREEBUSY.replace(b"010000Z/", b"010000/"), ["ics-not-utc"]),
    ("free/busy out of order", FREEBUSY.replace(b"BUSY:20261124T030000Z/20261124T033000Z", b"BUSY:20261124T003000Z/20261124T003500Z"), ["ics-freebusy"]),
    ("many events", whole(*(entry(uid=f"e{n}@a.example") for n in range(1001))), ["ics-many"]),
    ("large", whole(*(entry(uid=f"e{n}@a.example", description="x" * 2000) for n in range(500))), ["ics-size"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "wanted"), [row[1:] for row in SEEDED], ids=[row[0] for row in SEEDED])
def test_each_seeded_fault_is_found_and_no_other(data, wanted):
    assert sorted(codes(data)) == wanted


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in it"),
        (b"\r\n \r\n", "nothing in it"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b'{"events": []}', "JSON"),
        (b"PK\x03\x04...", "ZIP"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "vCard"),
        (b"Dear customer", "BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR" + b"\n" * (17 << 20), "larger"),
    ],
    ids=["empty", "blank", "utf16", "html", "json", "zip", "vcard", "text", "huge"],
)  # fmt: skip
def test_what_is_no_calendar_is_said_to_be_none(data, words):
    (finding,) = lint("feed.ics", data)
    assert finding.code == "ics-not-calendar"
    assert words in finding.text


def test_a_finding_names_file_line_column_and_remedy():
    (finding,) = lint("public/a.ics", swap(b"5555", b"55\x0755"))
    row = GOOD[: GOOD.index(b"5555")].count(b"\n") + 1
    assert (finding.file, finding.line, finding.severity) == ("public/a.ics", row, "error")
    assert finding.column == len(b"DESCRIPTION:Phone: +86 21 55") + 1
    assert finding.help == "some programs then lose the whole file"
    assert concise([finding]).startswith(
        f"public/a.ics:{row}:{finding.column}: error: a control character, U+0007"
    )


def test_a_second_event_of_one_uid_points_to_the_first():
    (finding,) = lint("a.ics", swap(b"END:VCALENDAR", EVENT + b"END:VCALENDAR"))
    (note,) = finding.notes
    assert note.line < finding.line
    assert GOOD.split(b"\r\n")[note.line - 1].startswith(b"UID:")


def test_a_fault_made_everywhere_is_not_told_everywhere():
    found = lint("a.ics", _slashes(500))
    assert len(found) == MOST + 1
    assert found[-1].text.endswith("more like this")


def _slashes(count):
    return whole(*(entry(uid=f"e{n}@a.example") for n in range(count))).replace(b"UID:e", b"UID:/e")


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_octets_are_taken(data):
    for start in (b"", b"BEGIN:VCALENDAR\r\n"):
        found = lint("a.ics", start + data)
        assert found == ordered(found)
        assert all(finding.line >= 1 and finding.column >= 1 and finding.help for finding in found)


@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=6)), max_size=6))
@settings(deadline=None, max_examples=300)
def test_any_damage_to_a_feed_is_taken(cuts):
    data = GOOD
    for start, length, new in cuts:
        data = data[:start] + new + data[start + length :]
    lint("a.ics", data)


@given(st.lists(st.sampled_from([*GOOD.splitlines(keepends=True), *FREEBUSY.splitlines(keepends=True), b"RRULE:=;;\r\n", b"DTSTART;TZID=:\r\n", b"DTEND;TZID=\x00:20261124T030000\r\n", b"DTSTART;TZID=../x:00010101T000000\r\n", b"FREEBUSY:/,/\r\n"])))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_any_order_of_lines_is_taken(lines):
    lint("a.ics", b"BEGIN:VCALENDAR\r\n" + b"".join(lines))


def test_a_feed_of_ours_with_a_name_of_any_length_is_accepted():
    assert codes(whole(entry(), head=FEED._replace(name="静水" * 500, description="a\nb;" * 300))) == []
