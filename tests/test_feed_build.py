"""Feeds as files: the same book, the same bytes; one change, one event."""

import json
import re
import subprocess
import sys
from datetime import datetime

import pytest

from feed_kit import built, edit, events, feed, public, said, signs
from ics_kit import by_icalendar, by_vobject, unfolded


def test_building_again_touches_no_file(book):
    book.ok("feed", "build")
    before = signs(book)
    assert len(before) == 3
    again = book.ok("feed", "build")
    assert again.count("as it was") == 3
    assert signs(book) == before


def test_a_move_counts_on_and_leaves_every_other_event_alone(book):
    before = events(built(book))
    book.ok("move", "7k2m9q", "tomorrow 10:30", BOOKCTL_NOW="2026-11-24T09:05")
    after = events(built(book))
    assert after.keys() == before.keys()
    assert [id_ for id_ in before if before[id_] != after[id_]] == ["7k2m9q"]
    old, new = before["7k2m9q"], after["7k2m9q"]
    assert int(said(new, "SEQUENCE")) == int(said(old, "SEQUENCE")) + 1
    assert said(new, "DTSTAMP") == said(new, "LAST-MODIFIED") == "20261124T010500Z"
    assert said(new, "CREATED") == said(old, "CREATED")
    assert said(new, "DTSTART") == "TZID=Asia/Shanghai:20261125T103000"


def test_only_the_event_that_changed_is_rendered_again(book, monkeypatch):
    from bookctl.calendars import build

    built(book)
    rendered = []
    real = build.event_bytes
    monkeypatch.setattr(build, "event_bytes", lambda entry: rendered.append(entry.uid) or real(entry))
    book.ok("move", "7k2m9q", "tomorrow 10:30")
    book.ok("feed", "build", "studio")
    assert [uid.partition("@")[0] for uid in rendered] == ["7k2m9q"]


def test_what_is_cancelled_leaves_and_what_is_booked_comes(book):
    before = events(built(book))
    book.ok("cancel", "7k2m9q")
    assert before.keys() - events(built(book)).keys() == {"7k2m9q"}


def test_a_name_edited_by_hand_is_in_the_next_feed(book):
    before = built(book)
    files = [
        file
        for file in (book.root / "customers").glob("*.toml")
        if "张伟 Zhang Wei" in file.read_text("utf-8")
    ]
    edit(book, str(files[0].relative_to(book.root)), "张伟 Zhang Wei", '张薇 Zhang, \\"Wei\\"; née 王')
    after = built(book)
    assert "张伟 Zhang Wei".encode() not in after.replace(b"\r\n ", b"")
    assert '张薇 Zhang\\, "Wei"\\; née 王' in "\n".join(unfolded(after))
    assert events(before).keys() == events(after).keys()


def test_a_busy_feed_does_not_change_with_a_name_or_show_one(book):
    book.ok("feed", "build")
    before = public(book, "rooms.ics").stat()
    for file in (book.root / "customers").glob("*.toml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace('name = "', 'name = "Dr ', 1), "utf-8")
    book.ok("feed", "build")
    after = public(book, "rooms.ics").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    lines = unfolded(public(book, "rooms.ics").read_bytes())
    assert {line for line in lines if line.startswith("SUMMARY")} == {"SUMMARY:忙碌"}
    assert "CLASS:PRIVATE" in lines
    assert not [
        line
        for line in lines
        if line.startswith(("LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "VALARM"))
    ]


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_other_programs_read_the_times_of_the_book(book, read):
    found = {one.uid.partition("@")[0]: (one.start, one.end) for one in read(built(book))}
    records = json.loads(book.ok("find", "kind:booking,session", "--format", "json"))["bookings"]
    told = {
        one["id"]: tuple(int(datetime.fromisoformat(one[key]).timestamp()) for key in ("start", "end"))
        for one in records
    }
    assert len(found) > 50
    assert found == {id_: told[id_] for id_ in found}


def test_events_stand_in_order_of_start_and_id(book):
    starts = [(one.start, one.uid) for one in by_icalendar(built(book))]
    assert starts == sorted(starts)


def test_nothing_changed_is_told_without_reading_a_page(book):
    book.ok("feed", "build")
    script = (
        "import sys; from bookctl.cli.app import run; code = run(['feed', 'build']);"
        "print(code, sorted({'msgspec', 'icalendar', 'toml_rs', 'tomllib', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=book.env,
        cwd=book.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "0 []", done
    assert done.stdout.count("as it was") == 3


def test_changed_settings_of_a_feed_are_in_the_next_file(book):
    built(book)
    edit(book, "bookctl.toml", 'title = "Still Water 静水"', 'title = "Quiet, \\"Water\\""')
    assert 'X-WR-CALNAME:Quiet\\, "Water"' in unfolded(built(book))


def test_a_feed_larger_than_apps_take_is_told(book, monkeypatch):
    from bookctl.calendars import build

    monkeypatch.setattr(build, "MANY", 10)
    monkeypatch.setattr(build, "LARGE", 1000)
    done = book.run("feed", "build", "studio")
    assert "events: Google" in done.err
    assert "1 MB" in done.err


def test_a_free_busy_file_says_only_when(book):
    feed(book, '[feed.when]\npath = "when.ifb"\nquery = "resource:wang"')
    book.ok("feed", "build", "when")
    lines = unfolded(public(book, "when.ifb").read_bytes())
    assert lines.count("BEGIN:VFREEBUSY") == 1
    assert "BEGIN:VEVENT" not in lines
    assert "DTSTART:20261024T160000Z" in lines
    assert "DTEND:20271124T160000Z" in lines
    assert "FREEBUSY;FBTYPE=BUSY:20261124T020000Z/20261124T030000Z" in lines
    assert not re.search(r"王|张|@stillwater.*ATTENDEE", "".join(lines).replace("hello@", ""))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("build", "nobody"), 4, "no feed 'nobody'"),
        (("show", "nobody"), 4, "no feed 'nobody'"),
        (("check", "none.ics"), 4, "none.ics"),
    ],
)
def test_what_is_not_there_is_told(book, words, code, told):
    done = book.run("feed", *words)
    assert done.code == code
    assert told in done.err


def test_a_query_that_does_not_read_is_told_and_leaves_the_files(book):
    whole = built(book)
    feed(book, '[feed.bad]\nquery = "from:whenever"')
    done = book.run("feed", "build")
    assert done.code in {1, 2}, done
    assert "whenever" in done.err
    assert "Traceback" not in done.err
    assert public(book).read_bytes() == whole


def test_a_book_without_feeds_says_how_to_have_one(empty):
    done = empty.run("feed", "build")
    assert done.code == 2
    assert "[feed.NAME]" in done.err
    assert empty.ok("feed") in {"", "\n"}


@pytest.mark.parametrize("words", [("build",), ("show", "studio")])
def test_a_page_that_does_not_read_empties_no_feed(book, words):
    whole = built(book)
    page = book.root / "bookings/2026/2026-11-24.toml"
    page.write_text(page.read_text("utf-8") + "\n[[booking]\n", "utf-8")
    done = book.run("feed", *words)
    assert (done.code, done.out) == (1, "")
    assert "2026-11-24.toml" in done.err
    assert public(book).read_bytes() == whole
