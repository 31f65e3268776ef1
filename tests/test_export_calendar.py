"""Any query as a calendar, as busy time, as rows."""

import json

import pytest

from bookctl.calendars.lint import lint
from bookctl.model.status import OCCUPYING
from ics_kit import by_icalendar, unfolded

QUERIES = [
    ("resource:wang", "from:today"),
    ("customer:张伟", "status:confirmed"),
    ("deep tissue",),
    ("id:7k2m9q",),
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_as_a_calendar_holds_what_find_finds(book, query):
    data = book.ok("export", *query, "--format", "ics").encode()
    known = json.loads(book.ok("find", *query, "--format", "json"))["bookings"]
    live = {one["id"] for one in known if one["status"] in OCCUPYING and one["session"] is None}
    assert {one.uid.partition("@")[0] for one in by_icalendar(data)} == live
    assert live
    assert not [one for one in lint("x", data) if one.severity == "error"]


def test_the_seats_of_a_customer_are_events_where_the_query_asks_for_the_customer(book):
    known = json.loads(book.ok("find", "customer:Priya", "--format", "json"))["bookings"]
    data = book.ok("export", "customer:Priya", "--format", "ics").encode()
    live = {one["id"] for one in known if one["status"] in OCCUPYING}
    assert any(one["session"] for one in known if one["id"] in live)
    assert {one.uid.partition("@")[0] for one in by_icalendar(data)} == live


def test_an_export_names_no_calendar_so_that_no_app_makes_a_new_one(book):
    lines = unfolded(book.ok("export", "id:7k2m9q", "--format", "ics").encode())
    assert not [line for line in lines if line.startswith(("X-WR-CALNAME", "NAME", "METHOD"))]


def test_show_says_how_much(book):
    busy = book.ok("export", "id:7k2m9q", "--format", "ics", "--show", "busy")
    assert "张伟" not in busy
    assert "张伟 Zhang Wei" in book.ok("export", "id:7k2m9q", "--format", "ics")
    assert "680" in book.ok("export", "id:7k2m9q", "--format", "ics", "--show", "full")
    assert book.run("export", "id:7k2m9q", "--format", "ics", "--show", "all").code == 2


def test_busy_time_only(book):
    lines = unfolded(book.ok("export", "id:7k2m9q", "--format", "ifb").encode())
    assert "FREEBUSY;FBTYPE=BUSY:20261124T020000Z/20261124T030000Z" in lines
    assert "张伟" not in "".join(lines)


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_rows_are_as_find_prints_them(book, shape):
    query = ("customer:张伟", "from:today")
    assert book.ok("export", *query, "--format", shape) == book.ok("find", *query, "--format", shape)


def test_words_that_the_shell_kept_together_stay_together(book):
    query = ("customer:张伟 Zhang Wei", "from:today")
    assert book.ok("export", *query, "--format", "csv") == book.ok("find", *query, "--format", "csv")


def test_the_format_follows_the_files_name(book, tmp_path):
    file = tmp_path / "wang.ics"
    assert book.ok("export", "resource:wang", "--output", str(file)) == ""
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_export_of_nothing_is_a_calendar_all_the_same(book):
    for shape in ("ics", "ifb"):
        data = book.ok("export", "id:zzzzzz", "--format", shape)
        assert data.startswith("BEGIN:VCALENDAR\r\n")
        assert data.endswith("END:VCALENDAR\r\n")


def test_a_query_that_does_not_read_is_told(book):
    for shape in ("ics", "ifb", "csv", "json", "hledger"):
        done = book.run("export", "from:whenever", "--format", shape)
        assert (done.code, "whenever" in done.err) == (2, True), done
