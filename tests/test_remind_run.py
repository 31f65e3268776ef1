"""`bookctl remind`, as cron would call it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Book
from remind_kit import BEFORE, Clockwork

NOON = "2026-11-25T12:00"
AFTER_START = """name = "After"
when = { after = "1h" }
window = "14d"

[[then]]
send = "reminder"
channel = ["note"]
"""


@pytest.fixture
def clockwork(book):
    """Reminders 24 hours before, into a folder."""
    return Clockwork(book)


def text_of(clockwork, key: str) -> str:
    return (clockwork.out / "new" / f"{key}.txt").read_text()


def test_a_hundred_runs_send_each_message_once(clockwork):
    first = clockwork.remind("2026-11-24T09:00")
    assert first.code == 0
    files = {path: path.stat().st_mtime_ns for path in (clockwork.out / "new").iterdir()}
    assert len(files) == len(first.out.splitlines()) - first.out.count("missed") > 5
    for minute in range(1, 101):
        again = clockwork.remind(f"2026-11-24T09:0{minute // 20}:{minute % 20:02}")
        assert (again.code, again.out, again.err) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in (clockwork.out / "new").iterdir()} == files
    assert clockwork.states()["sent"] == len(files)
    assert clockwork.book.run("check").code == 0


def test_every_message_is_in_the_book_without_address_or_text(clockwork):
    clockwork.remind("2026-11-24T09:00")
    pages = "".join(path.read_text() for path in (clockwork.book.root / "messages").rglob("*.toml"))
    log = clockwork.book.git("log", "--format=%B", "-3")
    for text in (pages, log):
        assert "@" not in text
        assert not re.search("张|李|Shanghai|Wukang", text)
    assert re.search(r"^remind \d+ (missed, \d+ )?sent$", log, re.MULTILINE)
    row = next(row for row in clockwork.recorded().values() if row["state"] == "sent")
    assert row.keys() == {"key", "rule", "about", "due", "at", "state", "channel", "to", "hash"}


def test_one_run_is_one_commit(clockwork):
    clockwork.remind("2026-11-24T09:00")
    before = int(clockwork.book.git("rev-list", "--count", "HEAD"))
    clockwork.remind("2026-11-25T09:00")
    assert int(clockwork.book.git("rev-list", "--count", "HEAD")) == before + 1


def test_nothing_goes_out_for_what_is_cancelled_moved_or_past(clockwork):
    clockwork.book.ok("cancel", "vv4pq7", "--yes")
    clockwork.book.ok("move", "h7p5gt", "2026-12-02 14:00")
    clockwork.remind("2026-11-24T12:30")
    about = {row["about"] for row in clockwork.recorded().values()}
    assert about.isdisjoint({"vv4pq7", "h7p5gt", "7k2m9q"})
    assert "b9s6jx" in about


def test_a_moved_booking_is_reminded_of_again_at_its_new_time(clockwork):
    clockwork.remind("2026-11-24T09:00")
    clockwork.book.ok("move", "h7p5gt", "2026-12-02 14:00", BOOKCTL_NOW="2026-11-24T09:10")
    clockwork.remind("2026-12-01T14:00")
    rows = [row for row in clockwork.recorded().values() if row["about"] == "h7p5gt"]
    assert [row["due"].isoformat() for row in rows] == [
        "2026-11-23T13:00:00+08:00",
        "2026-12-01T14:00:00+08:00",
    ]


def test_a_machine_that_slept_sends_what_still_helps_and_tells_the_rest(clockwork):
    clockwork.remind("2026-11-24T09:00")
    slept = clockwork.remind("2026-11-24T18:00")
    assert slept.code == 0
    late = [row for row in clockwork.recorded().values() if row["at"].hour == 18]
    assert late
    assert all(row["state"] == "sent" and row["due"].hour < 18 for row in late)


def test_only_the_latest_of_several_reminders_goes_out_after_a_sleep(book):
    clockwork = Clockwork(book)
    clockwork.rule("hour", BEFORE.replace("24h", "1h").replace("The day before", "An hour before"))
    clockwork.remind("2026-11-24T00:30", "--mark-done")
    clockwork.remind("2026-11-24T11:30")
    of_one = {row["rule"]: row["state"] for row in clockwork.recorded().values() if row["about"] == "vv4pq7"}
    assert of_one["hour"] == "sent"
    assert of_one["before"] == "missed"
    reasons = [row.get("reason") for row in clockwork.recorded().values() if row["about"] == "vv4pq7"]
    assert "the later reminder hour took its place" in reasons


def test_what_came_too_late_is_told_once(clockwork):
    clockwork.rule("before", BEFORE.replace("when =", 'window = "1h"\nwhen ='))
    clockwork.remind("2026-11-24T09:00")
    late = clockwork.remind("2026-11-24T20:00")
    assert late.code == 6
    assert "came too late" in late.err
    assert clockwork.states()["missed"] >= 3
    again = clockwork.remind("2026-11-24T20:05")
    assert (again.code, again.out, again.err) == (0, "", "")


def test_a_clock_set_back_sends_nothing_and_says_so(clockwork):
    clockwork.remind("2026-11-24T09:00")
    before = clockwork.sent()
    clockwork.book.ok("note", "7k2m9q", "x", BOOKCTL_NOW="2026-11-26T09:00")
    back = clockwork.remind("2026-11-25T08:30")
    assert back.code == 3
    assert "the clock stands 1470 minutes before the book's newest change" in back.err
    assert clockwork.sent() == before
    assert clockwork.remind("2026-11-26T09:00").code in {0, 6}
    assert set(before) < set(clockwork.sent())


def test_a_clock_set_back_a_little_sends_nothing_twice(clockwork):
    clockwork.remind("2026-11-24T09:05")
    again = clockwork.remind("2026-11-24T09:00")
    assert (again.code, again.out) == (0, "")


def test_an_old_book_is_not_told_to_everybody(clockwork):
    clockwork.rule("after", AFTER_START)
    first = clockwork.remind(NOON)
    assert first.code == 3
    assert re.search(r"\d+ of \d+ things to do were due more than a day ago; nothing was sent", first.err)
    assert clockwork.sent() == []
    planned = clockwork.remind(NOON, "--dry-run")
    assert planned.code == 0
    assert len(planned.out.splitlines()) > 10
    assert clockwork.remind(NOON, "--catch-up").code in {0, 6}
    assert len(clockwork.sent()) > 10


def test_what_piled_up_can_be_taken_as_done(clockwork):
    clockwork.rule("after", AFTER_START)
    assert clockwork.remind(NOON, "--mark-done").code == 0
    assert set(clockwork.states()) == {"done"}
    assert clockwork.remind(NOON).out == ""
    assert clockwork.sent() == []


def test_a_restored_backup_repeats_nothing_of_the_days_it_does_not_know(clockwork, tmp_path):
    clockwork.rule("after", AFTER_START)
    clockwork.remind("2026-11-24T09:00", "--mark-done")
    shutil.copytree(clockwork.book.root, tmp_path / "backup")
    for day in (25, 27, 29):
        assert clockwork.remind(f"2026-11-{day}T20:00", "--catch-up").code in {0, 6}
    before = clockwork.sent()
    shutil.rmtree(clockwork.book.root)
    shutil.copytree(tmp_path / "backup", clockwork.book.root)
    restored = clockwork.remind("2026-11-29T20:00")
    assert restored.code == 3
    assert clockwork.sent() == before


def test_undo_does_not_send_again(clockwork):
    clockwork.remind("2026-11-24T09:00")
    clockwork.book.git("revert", "--no-edit", "HEAD")
    assert not list((clockwork.book.root / "messages").rglob("*.toml"))
    again = clockwork.remind("2026-11-24T09:05")
    assert (again.code, again.out) == (0, "")


def test_a_rule_with_another_length_does_not_send_again(clockwork):
    clockwork.remind("2026-11-24T09:00")
    before = clockwork.sent()
    clockwork.rule("before", BEFORE.replace("24h", "30h"))
    clockwork.remind("2026-11-24T09:05")
    assert set(before) < set(clockwork.sent())
    assert len({row["about"] for row in clockwork.recorded().values()}) == len(clockwork.recorded())


def test_no_more_than_the_book_allows_go_out_in_one_run(clockwork):
    settings = clockwork.book.root / "bookctl.toml"
    settings.write_text(settings.read_text().replace("[reminders]", "[reminders]\nmost = 2"))
    first = clockwork.remind("2026-11-24T09:00")
    assert len(clockwork.recorded()) == 2
    assert "more wait for the next run" in first.err
    clockwork.remind("2026-11-24T09:05")
    assert len(clockwork.recorded()) == 4


def test_a_copy_of_the_book_is_another_machine(clockwork, tmp_path):
    clockwork.remind("2026-11-24T09:00")
    before = clockwork.sent()
    shutil.copytree(clockwork.book.root, tmp_path / "copy")
    copy = Book(tmp_path / "copy", clockwork.book.env | {"BOOKCTL_LEDGER": str(tmp_path / "copy")})
    there = copy.run("remind", BOOKCTL_NOW="2026-11-25T09:00")
    assert (there.code, there.out, there.err) == (0, "", "")
    assert clockwork.sent() == before
    assert "before" not in copy.ok("remind", "--status")
    assert "this machine sends now" in copy.ok("remind", "--take-over", BOOKCTL_NOW="2026-11-25T09:00")
    assert copy.run("remind", BOOKCTL_NOW="2026-11-25T09:00").out.startswith("sent")


def test_a_shared_book_names_no_sender_by_itself(clockwork):
    clockwork.book.git("remote", "add", "origin", "https://example.com/book.git")
    first = clockwork.remind("2026-11-24T09:00")
    assert first.code == 3
    assert "no machine is named to send this book's messages" in first.err
    assert clockwork.sent() == []
    clockwork.remind("2026-11-24T09:00", "--take-over")
    assert clockwork.remind("2026-11-24T09:00").code == 0
    assert clockwork.sent()


def test_a_book_without_rules_is_left_alone(book):
    for words in ((), ("--dry-run",)):
        done = book.run("remind", *words)
        assert (done.code, done.out) == (0, "")
    assert not (book.root / "messages").exists()
    assert book.git("status", "--porcelain") == ""


def test_a_dry_run_changes_nothing(clockwork):
    clockwork.book.ok("adopt")
    planned = clockwork.remind("2026-11-24T09:00", "--dry-run")
    assert "reminder\tbefore\tvv4pq7\tcustomer\tnote" in planned.out
    assert clockwork.sent() == []
    assert clockwork.book.git("status", "--porcelain") == ""
    assert not (clockwork.book.root / ".git/bookctl/outbox").exists()


def test_options_that_exclude_each_other(clockwork):
    assert clockwork.remind(NOON, "--dry-run", "--catch-up").code == 2


def test_status_tells_who_sends_and_what_comes_next(clockwork):
    fresh = clockwork.remind("2026-11-24T09:00", "--status").out
    assert re.search(r"last run +never", fresh)
    assert re.search(r"sends +no machine is named", fresh)
    clockwork.remind("2026-11-24T09:00")
    told = clockwork.remind("2026-11-24T09:01", "--status").out
    assert re.search(r"last run +Tue 24 Nov 2026, 09:00, \d+ sent, 0 failed", told)
    assert re.search(r"due now +0", told)
    assert re.search(r"next due +\w\w\w \d\d Nov 2026", told)


def program(clockwork, at: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bookctl", "remind", "--quiet"], text=True,
        env=clockwork.book.env | {"BOOKCTL_NOW": at}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_twenty_at_the_same_time_send_each_message_once(book):
    log = Path(book.env["HOME"]) / "log"
    words = f'["sh", "-c", "sleep 0.05; echo x >> {log}"]'
    clockwork = Clockwork(book, kind="command", config=f"[channel.note]\ncommand = {words}\n")
    clockwork.remind("2026-11-24T07:00", "--mark-done")
    running = [program(clockwork, "2026-11-24T09:10") for _ in range(20)]
    told = [(*process.communicate(timeout=60), process.returncode) for process in running]
    assert told == [("", "", 0)] * 20
    assert len(log.read_text().split()) == clockwork.states()["sent"] > 2
