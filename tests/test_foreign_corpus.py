"""Calendars as other programs write them, and as they should not: one file each in tests/foreign."""

import random
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from bookctl.calendars import expand
from bookctl.calendars.expand import busy_spans
from bookctl.calendars.foreign import CalendarError, read_calendar

FOLDER = Path(__file__).parent / "foreign"
BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = tuple(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2026, 2029))
TEN, GOOD = "2026-11-24 09:00/10:00", "2026-12-01 09:00/10:00"  # UTC
READ = {
    "plain": [TEN], "bom": [TEN], "line-feeds": [TEN], "blank-lines": [TEN], "no-last-newline": [TEN], "lower-case": [TEN],
    "no-dtstamp-no-prodid": [TEN], "no-uid": [TEN], "fold-in-character": [TEN], "two-calendars": [TEN, GOOD],
    "windows-zone": ["2026-11-24 01:00/02:00"], "microsoft-utc": [TEN], "prefixed-zone": ["2026-11-24 01:00/02:00"],
    "own-zone": ["2026-07-24 07:00/08:00"], "own-zone-gap": ["2027-03-28 01:30/02:30"], "own-zone-overlap": ["2027-10-31 00:30/01:30"],
    "own-zone-under-iana-name": ["2026-11-24 01:00/02:00"], "x-wr-timezone": [TEN, "2026-11-25 09:00/10:00"], "floating": ["2026-11-24 08:00/09:00"],
    "gap": ["2027-03-28 01:30/02:30"], "overlap": ["2027-10-31 00:30/01:30"],
    "nominal-day": ["2027-03-27 11:00/28 10:00"], "exact-day": ["2027-03-27 11:00/28 11:00"],
    "all-day": ["2027-03-27 23:00/28 22:00"], "all-day-no-end": ["2026-11-23 23:00/24 23:00"], "zero-length": [],
    "cancelled": [], "transparent": [], "marked-free": [], "tentative": [TEN], "out-of-office": [TEN],
    "until-local": ["2026-11-23 09:00/10:00", TEN], "until-date": ["2026-11-23 09:00/10:00", TEN], "until-utc-too-early": ["2026-11-23 09:00/10:00"],
    "exdate-other-zone": ["2026-11-23 09:00/10:00", "2026-11-25 09:00/10:00"], "exdate-empty": ["2026-11-23 09:00/10:00"],
    "override-other-zone": ["2026-11-23 09:00/10:00", "2026-11-24 15:00/16:00"], "override-into-window": [TEN], "override-alone": [TEN],
    "duplicates": ["2026-11-24 11:00/12:00"], "duplicates-by-stamp": ["2026-11-24 11:00/12:00"], "free-busy": ["2026-11-24 09:00/11:00"],
    "alarm-inside": [TEN], "todo-and-journal": [TEN],
}  # fmt: skip
WARNED = {
    "latin-1": ([TEN], "not UTF-8"),
    "own-zone-by-seconds": ([GOOD], "nobody knows the time zone 'Trap'"),
    "unknown-zone": ([GOOD], "nobody knows the time zone 'Mars/Base'"),
    "endless-zone-name": ([GOOD], "nobody knows the time zone 'A/A/"),
    "zone-is-a-path": ([GOOD], "nobody knows the time zone '../../etc/passwd'"),
    "reversed": ([GOOD], "it ends before it begins"),
    "this-and-future": (["2026-11-23 09:00/10:00", "2026-11-24 15:00/16:00"], "THISANDFUTURE"),
    "two-rules": (["2026-11-23 09:00/10:00", TEN], "a second recurrence rule"),
    "junk-line": ([TEN], "a line without a name and a value"),
}
REFUSED = {
    "utf-16": (1, "UTF-16"), "utf-16-bare": (1, "UTF-16"), "html": (1, "a web page"), "json": (1, "JSON"), "zip": (1, "ZIP"),
    "empty": (1, "empty"), "vcard": (1, "vCard"), "truncated": (10, "END:VCALENDAR is missing"),
    "truncated-in-event": (7, "END:VCALENDAR is missing"), "crossed-ends": (10, "not END:VEVENT"),
}  # fmt: skip
BOUNDED = {"every-second", "long-ago-with-count"}  # tests of their own


def bytes_of(name):
    return (FOLDER / f"{name}.ics").read_bytes()


def spans_of(name):
    foreign = read_calendar(bytes_of(name), zone=BERLIN)
    spans, warned = busy_spans(foreign, WINDOW, BERLIN)
    return [shown(*span) for span in spans], [*foreign.warnings, *warned]


def shown(start, end):
    first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
    day = "" if first.date() == last.date() else f"{last:%d} "
    return f"{first:%Y-%m-%d %H:%M}/{day}{last:%H:%M}"


@pytest.mark.parametrize("name", READ)
def test_a_file_is_busy_when_it_says_and_nothing_is_complained_of(name):
    assert spans_of(name) == (READ[name], [])


@pytest.mark.parametrize("name", WARNED)
def test_what_is_not_understood_is_told_with_its_line_and_the_rest_is_taken(name):
    spans, warned = spans_of(name)
    assert spans == WARNED[name][0]
    assert [WARNED[name][1] in one.text for one in warned] == [True]
    assert warned[0].line > 3


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_calendar_is_refused_with_its_line(name):
    with pytest.raises(CalendarError) as caught:
        read_calendar(bytes_of(name), zone=BERLIN)
    assert (caught.value.line, REFUSED[name][1] in caught.value.text) == (REFUSED[name][0], True)


def test_each_file_has_its_test():
    files = {path.stem for path in FOLDER.glob("*.ics")}
    assert files == {*READ, *WARNED, *REFUSED, *BOUNDED}


def test_a_rule_by_the_second_hides_no_other_event():
    spans, warned = spans_of("every-second")
    assert GOOD in spans
    assert ["20,000 times" in one.text for one in warned] == [True]


def test_dates_before_the_window_are_not_counted_as_too_many():
    spans, warned = spans_of("long-ago-with-count")
    assert (spans[0], warned) == ("2026-01-01 09:00/10:00", [])
    assert spans[-1] == "2026-12-07 09:00/10:00"  # the 28,100th


def test_many_rules_that_give_nothing_share_one_patience(monkeypatch):
    monkeypatch.setattr(expand, "PATIENCE", 0.5)
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART:20000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"
    data = "BEGIN:VCALENDAR\n" + "".join(event.format(number) for number in range(200)) + "END:VCALENDAR\n"
    started = monotonic()
    _, warned = busy_spans(read_calendar(data.encode(), zone=BERLIN), WINDOW, BERLIN)
    assert monotonic() - started < 2
    assert len(warned) == 200


def test_a_line_of_many_folds_costs_no_more_than_its_length():
    data = (
        b"BEGIN:VCALENDAR\nX-A:" + b"xxxxxxxx\n " * 900_000 + b"\nEND:VCALENDAR\n"
    )  # quadratic: many minutes
    started = monotonic()
    read_calendar(data, zone=BERLIN)
    assert monotonic() - started < 5


@pytest.mark.parametrize("name", ["EXDATE", "RDATE"])
def test_a_list_of_dates_is_bounded(name):
    dates = ",".join(["20261124T090000Z"] * 50_001)
    data = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261124T090000Z\n{name}:{dates}\nEND:VEVENT\nEND:VCALENDAR\n"
    assert "more than 50,000 dates" in read_calendar(data.encode(), zone=BERLIN).warnings[0].text


def test_more_lines_than_a_calendar_can_have_are_refused():
    with pytest.raises(CalendarError, match="more than 1,000,000 lines"):
        read_calendar(b"BEGIN:VCALENDAR\n" + b"X:1\n" * 1_000_000, zone=BERLIN)


def test_no_mangled_file_raises_anything_else_or_takes_long(monkeypatch):
    monkeypatch.setattr(expand, "PATIENCE", 0.5)
    rng = random.Random(3)
    names = sorted({*READ, *WARNED} - {"endless-zone-name"})
    for number in range(600):
        data = bytearray(bytes_of(names[number % len(names)]))
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(data))
            other = bytes_of(rng.choice(names))
            begin = rng.randrange(len(other))
            data[at : at + rng.randrange(12)] = other[begin : begin + rng.randrange(30)]
        started = monotonic()
        with suppress(CalendarError):
            busy_spans(read_calendar(bytes(data), zone=BERLIN), WINDOW, BERLIN)
        assert monotonic() - started < 2, bytes(data)
