"""Other programs' calendars: what is read of them, and what is refused, by line."""

import random
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from bookctl.calendars import expand
from bookctl.calendars.expand import busy_spans
from bookctl.calendars.foreign import CalendarError, read_calendar

BERLIN = ZoneInfo("Europe/Berlin")
HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n", "END:VCALENDAR\r\n"
ODD_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


def at(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


WINDOW = at("2026-01-01"), at("2028-01-01")


def event(*lines, uid="1"):
    return "BEGIN:VEVENT\r\n" + "".join(f"{line}\r\n" for line in (f"UID:{uid}", *lines)) + "END:VEVENT\r\n"


def told(spans):
    return [
        f"{datetime.fromtimestamp(a, UTC):%m-%d %H:%M}/{datetime.fromtimestamp(b, UTC):%m-%d %H:%M}"
        for a, b in spans
    ]


def busy(*parts, window=WINDOW, zone=BERLIN):
    foreign = read_calendar((HEAD + "".join(parts) + TAIL).encode(), zone=zone)
    spans, warned = busy_spans(foreign, window, zone)
    return told(spans), [one.text for one in (*foreign.warnings, *warned)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"), "11-24 09:00/11-24 10:00"),
        (("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT90M"), "11-24 08:00/11-24 09:30"),
        (("DTSTART;TZID=W. Europe Standard Time:20261124T090000", "DURATION:PT1H"), "11-24 08:00/11-24 09:00"),
        (("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261124T090000", "DURATION:PT1H"), "11-24 08:00/11-24 09:00"),
        (("DTSTART;TZID=Office:20260724T090000", "DURATION:PT1H"), "07-24 07:00/07-24 08:00"),
        (('DTSTART;TZID="Europe/Berlin":20261124T090000', "DURATION:PT1H"), "11-24 08:00/11-24 09:00"),
        (("DTSTART:20261124T090000", "DURATION:PT1H"), "11-24 08:00/11-24 09:00"),  # floating: the resource's zone
        (("DTSTART;VALUE=DATE:20261124",), "11-23 23:00/11-24 23:00"),
        (("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261127"), "11-23 23:00/11-26 23:00"),
        (("DTSTART;VALUE=DATE:20260329",), "03-28 23:00/03-29 22:00"),  # the day of 23 hours
        (("DTSTART;VALUE=DATE:20261025",), "10-24 22:00/10-25 23:00"),  # the day of 25 hours
        (("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT1H"), "03-29 01:30/03-29 02:30"),  # a gap
        (("DTSTART;TZID=Europe/Berlin:20261025T023000", "DURATION:PT1H"), "10-25 00:30/10-25 01:30"),  # the first one
        (("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"), "03-28 11:00/03-29 10:00"),  # nominal
        (("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"), "03-28 11:00/03-29 11:00"),  # exact
        (("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1W"), "03-28 11:00/04-04 10:00"),
        (("dtstart:20261124T090000Z", "dtend:20261124T100000Z"), "11-24 09:00/11-24 10:00"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_meant(lines, expected):
    assert busy(ODD_ZONE, event(*lines)) == ([expected], [])


@pytest.mark.parametrize(
    "line",
    ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "status:cancelled"],
)
def test_what_is_free_is_not_busy(line):
    assert busy(event("DTSTART:20261124T090000Z", "DURATION:PT1H", line)) == ([], [])


@pytest.mark.parametrize("line", ["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:OPAQUE"])
def test_what_may_be_busy_is(line):
    assert len(busy(event("DTSTART:20261124T090000Z", "DURATION:PT1H", line))[0]) == 1


def test_what_has_no_length_takes_nothing():
    assert busy(event("DTSTART:20261124T090000Z")) == ([], [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A weekly meeting keeps its wall clock when the clocks change.
        (("DTSTART;TZID=Europe/Berlin:20261018T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"), ["10-18 08:00/10-18 09:00", "10-25 09:00/10-25 10:00"]),
        # UNTIL in UTC is the last one included.
        (("DTSTART;TZID=Europe/Berlin:20261123T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261124T090000Z"), ["11-23 09:00/11-23 10:00", "11-24 09:00/11-24 10:00"]),
        (("DTSTART;TZID=Europe/Berlin:20261123T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261124"), ["11-23 09:00/11-23 10:00", "11-24 09:00/11-24 10:00"]),
        (("DTSTART;TZID=Europe/Berlin:20261123T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20261124T100000"), ["11-23 09:00/11-23 10:00", "11-25 09:00/11-25 10:00"]),
        (("DTSTART;TZID=Europe/Berlin:20261123T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261124T090000Z"), ["11-23 09:00/11-23 10:00", "11-25 09:00/11-25 10:00"]),
        (("DTSTART;TZID=Europe/Berlin:20261123T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261124"), ["11-23 09:00/11-23 10:00", "11-25 09:00/11-25 10:00"]),
        (("DTSTART:20261123T100000Z", "DURATION:PT1H", "RDATE:20261201T100000Z,20261202T100000Z"), ["11-23 10:00/11-23 11:00", "12-01 10:00/12-01 11:00", "12-02 10:00/12-02 11:00"]),
        (("DTSTART:20261123T100000Z", "DURATION:PT1H", "RDATE;VALUE=PERIOD:20261201T100000Z/PT3H"), ["11-23 10:00/11-23 11:00", "12-01 10:00/12-01 13:00"]),
        (("DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=DAILY;COUNT=2"), ["11-22 23:00/11-24 23:00"]),
        # Begun long ago, every second week: the phase is kept.
        (("DTSTART:20060102T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260120T000000Z"), ["01-05 10:00/01-05 11:00", "01-19 10:00/01-19 11:00"]),
        (("DTSTART:20261123T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2"), ["11-23 10:00/11-23 11:00", "11-27 10:00/11-27 11:00", "12-25 10:00/12-25 11:00"]),
    ],
)  # fmt: skip
def test_a_recurrence_is_each_of_its_dates(lines, expected):
    assert busy(event(*lines)) == (expected, [])


def test_a_single_date_moved_elsewhere_is_there_and_not_here():
    series = event("DTSTART:20261123T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")
    moved = event("RECURRENCE-ID:20261124T100000Z", "DTSTART:20270105T080000Z", "DURATION:PT30M")
    assert busy(series, moved)[0] == ["11-23 10:00/11-23 11:00", "01-05 08:00/01-05 08:30"]
    gone = event(
        "RECURRENCE-ID:20261124T100000Z", "DTSTART:20261124T100000Z", "DURATION:PT1H", "STATUS:CANCELLED"
    )
    assert busy(series, gone)[0] == ["11-23 10:00/11-23 11:00"]


def test_of_two_versions_the_higher_sequence_counts():
    old = event("DTSTART:20261123T100000Z", "DURATION:PT1H", "SEQUENCE:1", "DTSTAMP:20261101T000000Z")
    new = event("DTSTART:20261123T120000Z", "DURATION:PT1H", "SEQUENCE:2", "DTSTAMP:20261001T000000Z")
    assert busy(new, old)[0] == ["11-23 12:00/11-23 13:00"]


def test_free_busy_lists_are_read():
    part = (
        "BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261123T100000Z/PT1H,20261124T100000Z/20261124T113000Z\r\n"
        "FREEBUSY;FBTYPE=FREE:20261125T100000Z/PT1H\r\nFREEBUSY:20261123T110000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    )
    assert busy(part)[0] == ["11-23 10:00/11-23 12:00", "11-24 10:00/11-24 11:30"]


def test_several_calendars_in_one_file_all_count():
    one = event("DTSTART:20261123T100000Z", "DURATION:PT1H")
    two = event("DTSTART:20261124T100000Z", "DURATION:PT1H", uid="2")
    foreign = read_calendar((HEAD + one + TAIL + "\r\n" + HEAD + two + TAIL).encode(), zone=BERLIN)
    assert [one.uid for one in foreign.events] == ["1", "2"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART;TZID=Mars/Base:20261124T090000", "DURATION:PT1H"), "nobody knows the time zone 'Mars/Base' of line 6"),
        (("SUMMARY:x",), "it has no DTSTART"),
        (("DTSTART:yesterday",), "DTSTART in line 6 is no time: 'yesterday'"),
        (("DTSTART:20261124T100000Z", "DTEND:20261124T090000Z"), "it ends before it begins"),
        (("DTSTART:20261124T100000Z", "DURATION:-PT1H"), "it ends before it begins"),
        (("DTSTART:20261124T100000Z", "DURATION:1 hour"), "DURATION in line 7 is no length: '1 hour'"),
        (("DTSTART:20261340T100000Z",), "a value out of range"),
        (("DTSTART:20261124T256100Z",), "a value out of range"),
    ],
)  # fmt: skip
def test_an_event_that_does_not_read_is_left_out_with_a_warning_and_the_others_stay(lines, why):
    good = event("DTSTART:20261123T100000Z", "DURATION:PT1H", uid="good")
    assert busy(event(*lines), good) == (["11-23 10:00/11-23 11:00"], [f"left out: {why}"])


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"", 1, "empty"),
        (b"\xef\xbb\xbf\r\n", 1, "empty"),
        ("BEGIN:VCALENDAR".encode("utf-16"), 1, "UTF-16"),
        ("BEGIN:VCALENDAR".encode("utf-16-le"), 1, "UTF-16"),
        (b"<!DOCTYPE html><html>", 1, "a web page"),
        (b'{"kind": "calendar#events"}', 1, "JSON"),
        (b"PK\x03\x04xxxx", 1, "ZIP"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", 1, "vCard"),
        (b"hello\r\n", 1, "begins with 'hello'"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", 1, "begins with BEGIN:VEVENT"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", 3, "breaks off"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", 3, "END:VCALENDAR, not END:VEVENT"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nX-A:1\r\n", 3, "outside a calendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 20, 9, "too deeply"),
        (b"x" * (10 << 20) + b"x", 1, "larger than 10 MiB"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_line(data, line, why):
    with pytest.raises(CalendarError) as caught:
        read_calendar(data, zone=BERLIN)
    assert caught.value.line == line
    assert why in caught.value.text


def test_line_ends_folds_and_marks_as_they_come():
    text = (
        HEAD + event("DTSTART:20261123T100000Z", "DURATION:PT1H", "SUMMARY:王芳 has \\, a long\\n day") + TAIL
    )
    lines = text.encode().replace("王".encode(), b"\xe7\r\n \x8e\x8b")  # a fold inside a character
    for data in (
        lines,
        b"\xef\xbb\xbf" + lines,
        lines.replace(b"\r\n", b"\n"),
        lines.replace(b"VERSION", b"\r\n\r\nVERSION"),
    ):
        found = read_calendar(data, zone=BERLIN)
        assert found.events[0].summary == "王芳 has , a long\n day"
        assert found.warnings == []


def test_a_line_in_another_encoding_is_read_with_a_warning():
    data = (
        (HEAD + event("DTSTART:20261123T100000Z", "SUMMARY:x") + TAIL)
        .encode()
        .replace(b"SUMMARY:x", b"SUMMARY:caf\xe9")
    )
    found = read_calendar(data, zone=BERLIN)
    assert found.events[0].summary == "café"
    assert [(one.line, one.text) for one in found.warnings] == [(7, "not UTF-8; read as Latin-1")]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=SECONDLY;COUNT=999999999", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6", "FREQ=HOURLY;BYHOUR=3;BYSETPOS=9",
    ],
)  # fmt: skip
def test_an_absurd_rule_costs_little(rule, monkeypatch):
    monkeypatch.setattr(expand, "PATIENCE", 0.5)
    started = monotonic()
    busy(event("DTSTART:20000101T000000Z", "DURATION:PT1S", f"RRULE:{rule}"))
    assert monotonic() - started < 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=",
        "FREQ=NEVER",
        "nonsense",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;INTERVAL=0",
    ],
)
def test_a_rule_that_does_not_read_is_a_warning(rule):
    _, warned = busy(event("DTSTART:20261124T100000Z", "DURATION:PT1H", f"RRULE:{rule}"))
    assert warned == ["its recurrence rule does not read"]


def test_mangled_bytes_never_break_the_reader():
    rng = random.Random(7)
    whole = (
        HEAD
        + ODD_ZONE
        + event(
            "DTSTART;TZID=Office:20261123T100000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "ATTENDEE;CN=王:mailto:a@b.c",
        )
        + TAIL
    ).encode()
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 8)):
            at_ = rng.randrange(len(data))
            data[at_ : at_ + rng.randrange(3)] = bytes(rng.randrange(256) for _ in range(rng.randrange(3)))
        with suppress(CalendarError):
            busy_spans(read_calendar(bytes(data), zone=BERLIN), WINDOW, BERLIN)


def test_rules_agree_with_another_library_over_both_clock_changes():
    import icalendar
    import recurring_ical_events

    rng = random.Random(11)
    for number in range(40):
        day = f"2026{rng.choice(('0301', '0320', '1001', '1020'))}T{rng.choice(('0900', '2330', '1215'))}00"
        freq = rng.choice(
            ("DAILY", "WEEKLY;BYDAY=MO,SU", "MONTHLY", "WEEKLY;INTERVAL=2", "MONTHLY;BYDAY=2TU")
        )
        text = HEAD + event(
            f"DTSTART;TZID=Europe/Berlin:{day}", f"DTEND;TZID=Europe/Berlin:{day[:9]}235900", f"RRULE:FREQ={freq};COUNT={rng.randrange(1, 60)}", "SUMMARY:x",
        ) + TAIL  # fmt: skip
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
            (2026, 1, 1), (2028, 1, 1)
        )
        theirs = sorted(int(one["DTSTART"].dt.timestamp()) for one in found)
        spans, _ = busy_spans(read_calendar(text.encode(), zone=BERLIN), WINDOW, BERLIN)
        assert [start for start, _ in spans] == theirs, (number, text)
