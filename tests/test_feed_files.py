"""Feeds on the disk: whole or not at all, through no link, whatever became of the cache."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from feed_kit import built, edit, events, public, signs

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


def test_a_file_that_somebody_changed_or_took_away_is_written_again(book):
    whole = built(book)
    public(book).write_bytes(whole.replace(b"Busy", b"Bzzz") + b"more")
    assert "wrote  studio.ics" in book.ok("feed", "build")
    assert public(book).read_bytes() == whole
    public(book).unlink()
    assert built(book) == whole


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
