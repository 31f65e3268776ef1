"""Feeds as files: the same book, the same bytes; one change, one event; nothing half-written."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from ics_kit import by_icalendar, by_vobject, unfolded

EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)


def events(data: bytes) -> dict[str, bytes]:
    """By the id of their booking or session."""
    found = [event.replace(b"\r\n ", b"") for event in EVENT.findall(data)]
    return {re.search(rb"UID:(\w+)@", event)[1].decode(): event for event in found}


def said(event: bytes, name: str) -> str:
    return re.search(rf"^{name}[:;](.*?)\r$".encode(), event, re.MULTILINE)[1].decode()


def public(book, name="studio.ics") -> Path:
    return book.root / "public" / name


def built(book, *words: str) -> bytes:
    book.ok("feed", "build", *words)
    return public(book).read_bytes()


def signs(book) -> dict[str, tuple[int, int, int]]:
    files = sorted((book.root / "public").rglob("*.ics"))
    return {
        str(file): (file.stat().st_ino, file.stat().st_mtime_ns, file.stat().st_ctime_ns) for file in files
    }


def edit(book, path: str, old: str, new: str) -> None:
    file = book.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def feed(book, text: str) -> None:
    file = book.root / "bookctl.toml"
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def test_building_again_touches_no_file(book):
    book.ok("feed", "build")
    before = signs(book)
    assert len(before) == 3
    again = book.ok("feed", "build")
    assert again.count("as it was") == 3
    assert signs(book) == before


def test_a_lost_cache_leaves_the_same_bytes_where_they_are(book):
    book.ok("feed", "build")
    before = signs(book)
    for file in Path(book.env["XDG_CACHE_HOME"], "bookctl").iterdir():
        file.unlink()
    assert book.ok("feed", "build").count("as it was") == 3
    assert signs(book) == before


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_cache_is_made_anew(book, damage):
    before = built(book)
    (cache,) = Path(book.env["XDG_CACHE_HOME"], "bookctl").glob("*-feeds-*.sqlite")
    cache.write_bytes(damage)
    book.ok("cancel", "7k2m9q")
    after = built(book)
    assert set(events(before)) - set(events(after)) == {"7k2m9q"}
    book.ok("feed", "build")
    assert book.ok("feed", "build").count("as it was") == 3


def test_events_falsified_in_the_cache_are_not_believed(book):
    import sqlite3
    from contextlib import closing

    before = built(book)
    (cache,) = Path(book.env["XDG_CACHE_HOME"], "bookctl").glob("*-feeds-*.sqlite")
    with closing(sqlite3.connect(cache, isolation_level=None)) as db:
        assert db.execute("UPDATE event SET text = replace(text, 'SUMMARY', 'SUMMARX')").rowcount > 50
        db.execute("DELETE FROM written")
    assert built(book) == before


def test_where_no_cache_can_be_kept_feeds_are_built_all_the_same(book):
    before = built(book)
    book.env["XDG_CACHE_HOME"] = "/dev/null/none"
    assert built(book) == before
    assert book.ok("feed", "build").count("as it was") == 3


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


def test_files_are_readable_by_a_web_server_whatever_the_umask(book):
    before = os.umask(0o077)
    try:
        book.ok("feed", "build")
    finally:
        os.umask(before)
    assert public(book).stat().st_mode & 0o777 == 0o644


def test_a_link_in_place_of_the_file_is_replaced_and_not_followed(book, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    public(book).parent.mkdir(exist_ok=True)
    public(book).symlink_to(precious)
    book.ok("feed", "build")
    assert precious.read_text() == "mine"
    assert not public(book).is_symlink()
    assert public(book).read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("where", ["public", "public/staff"])
def test_a_folder_that_is_a_link_is_refused(book, tmp_path, where):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = book.root / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere)
    done = book.run("feed", "build", "wang")
    assert (done.code, "links are not followed" in done.err) == (8, True), done
    assert not list(elsewhere.iterdir())


def test_a_folder_can_be_named_and_is_made(book, tmp_path):
    book.ok("feed", "build", "--to", str(tmp_path / "www" / "cal"))
    assert (tmp_path / "www/cal/staff/wang.ics").read_bytes() == book.ok("feed", "show", "wang").encode()
    assert not (book.root / "public").exists()
    assert book.ok("feed", "build", "--to", str(tmp_path / "www" / "cal")).count("as it was") == 3


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_else(book, monkeypatch):
    from bookctl.ledger import disk

    before = built(book)
    book.ok("cancel", "7k2m9q")

    def full(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[:100])
        raise OSError(28, "No space left on device", "public/studio.ics")

    monkeypatch.setattr(disk, "write_all", full)
    assert book.run("feed", "build", "studio").code == 8
    assert public(book).read_bytes() == before
    assert {file.name for file in public(book).parent.iterdir() if file.is_file()} == {
        "rooms.ics",
        "studio.ics",
    }


SLOW_WRITE = """
import os, sys, time
from bookctl.ledger import disk
def half(descriptor, data):
    os.write(descriptor, data[: len(data) // 2])
    print("half", flush=True)
    time.sleep(60)
disk.write_all = half
from bookctl.cli.app import run
run(["feed", "build", "studio"])
"""


def test_killed_half_way_the_old_file_stays_and_the_next_run_tidies_up(book):
    before = built(book)
    book.ok("cancel", "7k2m9q")
    command = [sys.executable, "-c", SLOW_WRITE]
    with subprocess.Popen(command, env=book.env, cwd=book.root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "half\n"
        assert public(book).read_bytes() == before
        child.send_signal(signal.SIGKILL)
    assert public(book).read_bytes() == before
    after = built(book)
    assert "7k2m9q" not in events(after)
    assert not list(public(book).parent.glob(".*"))


def test_two_builds_at_once_never_leave_half_a_file(book):
    whole = built(book)
    for file in Path(book.env["XDG_CACHE_HOME"], "bookctl").glob("*-feeds-*"):
        file.unlink()
    public(book).unlink()
    command = [sys.executable, "-m", "bookctl", "feed", "build"]
    running = [
        subprocess.Popen(command, env=book.env, cwd=book.root, stdout=subprocess.DEVNULL) for _ in range(3)
    ]
    deadline = time.monotonic() + 30
    while any(child.poll() is None for child in running) and time.monotonic() < deadline:
        if public(book).exists():
            assert public(book).read_bytes() == whole
    assert [child.wait() for child in running] == [0, 0, 0]
    assert not list(public(book).parent.glob(".*"))


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


def test_a_file_that_somebody_changed_or_took_away_is_written_again(book):
    whole = built(book)
    public(book).write_bytes(whole.replace(b"Busy", b"Bzzz") + b"more")
    assert "wrote  studio.ics" in book.ok("feed", "build")
    assert public(book).read_bytes() == whole
    public(book).unlink()
    assert built(book) == whole


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


def test_a_file_of_a_feed_that_is_gone_is_named_and_not_deleted(book):
    book.ok("feed", "build")
    edit(book, "bookctl.toml", 'path = "rooms.ics"', 'path = "hotel.ics"')
    done = book.run("feed", "build")
    assert "public/rooms.ics is of no feed" in done.err
    assert "studio" not in done.err
    assert public(book, "rooms.ics").exists()


def test_time_zones_that_were_updated_render_everything_anew(book, monkeypatch):
    from bookctl.calendars import build, build_known

    built(book)
    rendered = []
    real = build.event_bytes
    monkeypatch.setattr(build, "event_bytes", lambda entry: rendered.append(entry.uid) or real(entry))
    for module in (build, build_known):
        monkeypatch.setattr(module, "zones_mark", lambda: "2027a")
    assert book.ok("feed", "build").count("as it was") == 3
    assert len(rendered) > 50


@pytest.mark.parametrize("words", [("build",), ("show", "studio")])
def test_a_page_that_does_not_read_empties_no_feed(book, words):
    whole = built(book)
    page = book.root / "bookings/2026/2026-11-24.toml"
    page.write_text(page.read_text("utf-8") + "\n[[booking]\n", "utf-8")
    done = book.run("feed", *words)
    assert (done.code, done.out) == (1, "")
    assert "2026-11-24.toml" in done.err
    assert public(book).read_bytes() == whole
