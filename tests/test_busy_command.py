"""`bookctl import busy`: from a file to time that cannot be booked, and away again."""

import pytest

from bookctl.calendars.canonical import canonical
from bookctl.ledger.busy import read_busy

HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "END:VCALENDAR\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:王芳 at the dentist\r\nDTSTART:{}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
)
DENTIST = HEAD + EVENT.format("20261125T010000Z") + TAIL  # 09:00 in Shanghai


def commits(book):
    return int(book.git("rev-list", "--count", "HEAD"))


def stored(book, name="google"):
    return book.root / "busy" / "wang" / f"{name}.ics"


@pytest.fixture
def file(book, tmp_path):
    path = tmp_path / "google.ics"
    path.write_bytes(DENTIST.encode())
    return path


def test_what_is_kept_is_when_and_never_what(book, file):
    before = commits(book)
    book.ok("import", "busy", "wang", str(file))
    data = stored(book).read_bytes()
    spans, wrong = read_busy("busy/wang/google.ics", data)
    assert (spans, wrong) == ([(1795568400, 1795572000)], [])
    assert b"dentist" not in data
    assert commits(book) == before + 1
    assert "dentist" not in book.git("log", "-1", "-p")
    assert book.run("book", "唐雪", "deep-tissue-60", "2026-11-25 09:00", "--resource", "wang").code == 3


def test_the_same_again_is_no_commit_and_another_is(book, file):
    book.ok("import", "busy", "wang", str(file))
    before, data = commits(book), stored(book).read_bytes()
    book.ok("import", "busy", "wang", str(file))
    assert (commits(book), stored(book).read_bytes()) == (before, data)
    file.write_bytes(DENTIST.replace("T010000Z", "T020000Z").encode())
    book.ok("import", "busy", "wang", str(file))
    assert commits(book) == before + 1


def test_from_standard_input_under_a_name(book):
    book.ok("import", "busy", "wang", "-", "--name", "apple", stdin=DENTIST)
    assert stored(book, "apple").exists()


def test_a_dry_run_writes_nothing(book, file):
    before = commits(book)
    assert "FREEBUSY" in book.ok("import", "busy", "wang", str(file), "--dry-run")
    assert (commits(book), stored(book).exists()) == (before, False)


@pytest.mark.parametrize("data", [DENTIST[:-20], "<html>", "", "hello"])
def test_a_file_that_does_not_read_leaves_the_old_copy(book, file, data):
    book.ok("import", "busy", "wang", str(file))
    before, old = commits(book), stored(book).read_bytes()
    file.write_text(data)
    done = book.run("import", "busy", "wang", str(file))
    assert done.code == 1
    assert f"{file}:" in done.out + done.err
    assert (commits(book), stored(book).read_bytes()) == (before, old)


def test_an_event_left_out_is_told_with_its_line_and_no_control_characters(book, file):
    odd = (
        EVENT.format("20261126T010000")
        .replace("UID:1", "UID:2\x1b[31m")
        .replace("DTSTART:", "DTSTART;TZID=Mars:")
    )
    file.write_bytes((HEAD + EVENT.format("20261125T010000Z") + odd + TAIL).encode())
    done = book.run("import", "busy", "wang", str(file))
    assert done.code == 0
    assert f"{file}:9: left out: nobody knows the time zone" in done.err
    assert "\x1b" not in done.err


def test_removed_it_is_free_again_and_once_only(book, file):
    book.ok("import", "busy", "wang", str(file))
    book.ok("import", "busy", "wang", "--name", "google", "--remove")
    assert not stored(book).exists()
    assert book.run("import", "busy", "wang", "--name", "google", "--remove").code == 4
    assert book.run("import", "busy", "wang", "--remove").code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("wang",), 2),
        (("wang", "nothing.ics"), 4),
        (("nobody-at-all", "-"), 4),
        (("wang", "-", "--name", "../up"), 2),
        (("wang", "http://127.0.0.1:1/a.ics"), 2),
        (("wang", "http://127.0.0.1:1/a.ics", "--allow-private"), 8),
    ],
)
def test_mistakes_have_their_exit_codes(book, words, code):
    done = book.run("import", "busy", *words, stdin=DENTIST)
    assert (done.code, done.out) == (code, "")


def test_a_file_without_end_is_refused(book):
    done = book.run("import", "busy", "wang", "/dev/zero")
    assert done.code == 1
    assert "larger than 10 MiB" in done.out + done.err


def test_the_canonical_form_is_what_the_ledger_reads():
    spans = [(1795568400, 1795572000), (1795579200, 1795582800)]
    data = canonical(spans, (1795536000, 1795622400), "wang-google@bookctl", 1795500000)
    assert read_busy("busy/wang/google.ics", data) == (spans, [])
    assert data == canonical(spans, (1795536000, 1795622400), "wang-google@bookctl", 1795500000)
    assert all(line.endswith(b"\r") for line in data.split(b"\n")[:-1])
