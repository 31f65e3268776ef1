"""Several programs at one book, closed pipes, interrupts: real processes."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ledger_watch import sound, unchanged

PROGRAM = [sys.executable, "-m", "bookctl"]
MANY = 8


def together(book, commands):
    """Starts all at once; exit code, stdout and stderr of each."""
    started = [
        subprocess.Popen(
            [*PROGRAM, *words],
            cwd=book.root,
            env=book.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in commands
    ]
    ended = [(one, *one.communicate(timeout=60)) for one in started]
    return [(one.returncode, out, err) for one, out, err in ended]


def ids_of(book):
    return re.findall(
        r'^id = "(\w+)"',
        "".join(path.read_text() for path in (book.root / "bookings").rglob("*.toml")),
        re.MULTILINE,
    )


def test_of_many_who_want_one_slot_exactly_one_gets_it(book):
    people = ["张伟", "Ahmed", "Priya", "Emily", "Sofia", "Lucas", "Mia", "Oliver"]
    before = len(ids_of(book))
    done = together(book, [("book", who, "deep-tissue-60", "fri 14:45", "-r", "wang") for who in people])
    assert sorted(code for code, _, _ in done).count(0) == 1, done
    assert {code for code, _, _ in done} <= {0, 3, 5}
    for code, out, err in done:
        assert "Traceback" not in err
        assert (out != "") == (code == 0)
        assert code == 0 or "wang" in err
    assert len(ids_of(book)) == before + 1
    assert book.ok("check", "--no-index") == ""
    assert book.git("status", "--porcelain") == ""
    assert len(book.git("log", "--format=%h").splitlines()) == 2


def test_all_who_want_different_slots_get_them(book):
    days = [
        "2026-12-02",
        "2026-12-02",
        "2026-12-03",
        "2026-12-03",
        "2026-12-04",
        "2026-12-04",
        "2026-12-07",
        "2026-12-07",
    ]
    people = ["张伟", "Ahmed", "Priya", "Emily", "Sofia", "Lucas", "Mia", "Oliver"]
    wishes = [
        ("book", who, "deep-tissue-60", f"{day} {9 + 6 * (n % 2)}:00")
        for n, (who, day) in enumerate(zip(people, days, strict=True))
    ]
    done = together(book, wishes)
    assert [code for code, _, _ in done] == [0] * MANY, done
    told = {re.search(r"booked (\w{6})", out)[1] for _, out, _ in done}
    assert len(told) == MANY
    assert told <= set(ids_of(book))
    assert book.ok("check", "--no-index") == ""
    assert book.git("status", "--porcelain") == ""
    assert len(book.git("log", "--format=%h").splitlines()) == 1 + MANY


def test_a_request_sent_many_times_at_once_is_booked_once(book):
    done = together(
        book,
        [("book", "张伟", "deep-tissue-60", "fri 14:45", "--request-id", "web-7", "--format", "json")] * 4,
    )
    assert [code for code, _, _ in done] == [0] * 4, done
    assert len({json.loads(out)["result"]["id"] for _, out, _ in done}) == 1


def test_a_reader_sees_a_moved_booking_exactly_once(book):
    """It goes to and fro between two pages while somebody looks."""
    stop, seen = threading.Event(), []

    def look():
        while not stop.is_set():
            done = book.spawn("agenda", "2026-11-23 to 2026-12-05")
            seen.append((done.returncode, done.stdout.count("\tj94spc\t"), done.stderr))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for day in ("2026-12-02", "2026-11-27") * 3:
            moved = book.spawn("move", "j94spc", f"{day} 14:00")
            assert moved.returncode == 0, moved
    finally:
        stop.set()
        watcher.join()
    assert len(seen) > 3
    assert {(code, times) for code, times, _ in seen} == {(0, 1)}, seen


def test_a_pipe_that_is_closed_early_is_no_fault(book):
    for words in (
        ("find", "status:completed"),
        ("agenda", "nov"),
        ("help", "book"),
        ("find", "status:completed", "--format", "json"),
        ("check", "--format", "json"),
    ):
        line = " ".join(f"'{word}'" for word in (*PROGRAM, *words))
        done = subprocess.run(
            ["sh", "-c", f"{line} | head -c 1 >/dev/null"],
            cwd=book.root,
            env=book.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == "", words
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as closed:
            done = subprocess.run(
                [*PROGRAM, *words],
                cwd=book.root,
                env=book.env,
                stdout=closed,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.stderr == "", words
        assert done.returncode in {0, 1, 141}


def test_a_change_whose_answer_nobody_reads_is_done_all_the_same(book):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(
            [*PROGRAM, "cancel", "7k2m9q"],
            cwd=book.root,
            env=book.env,
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert "Traceback" not in done.stderr
    assert "cancelled" in book.ok("find", "id:7k2m9q")
    assert book.git("status", "--porcelain") == ""


def test_without_any_standard_streams(book):
    for words in (("agenda",), ("cancel", "7k2m9q"), ("nonsense",)):
        line = " ".join((*PROGRAM, *words))
        done = subprocess.run(["sh", "-c", f"{line} <&- >&- 2>&-"], cwd=book.root, env=book.env, check=False)
        assert done.returncode in {0, 2, 8}, words
    assert "cancelled" in book.ok("find", "id:7k2m9q")


def test_a_full_disk_for_the_output_is_told(book):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "agenda", "nov"],
            cwd=book.root,
            env=book.env,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 8, done
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def in_a_terminal(book, words, act):
    """Runs it with a terminal as its input, does something to it once it asks; code and what was on the screen."""
    import pty

    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [*PROGRAM, *words],
        cwd=book.root,
        env=book.env | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen = b""
    while b"[y/N]" not in screen:
        screen += os.read(ours, 4096)
    act(program, ours)
    until = time.monotonic() + 10
    while program.poll() is None and time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            screen += os.read(ours, 4096)
        except OSError:
            break
    code = program.wait(timeout=10)
    os.close(ours)
    return code, screen.decode()


QUESTION = ("session", "retire", "2yn2pg", "--reason", "ill")


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, "no", "eof"])
def test_a_question_that_is_not_answered_with_yes_changes_nothing(book, kind):
    def act(program, terminal):
        if kind in {"no", "eof"}:
            os.write(terminal, b"n\n" if kind == "no" else b"\x04")
        else:
            program.send_signal(kind)

    with unchanged(book):
        code, screen = in_a_terminal(book, QUESTION, act)
    assert "Traceback" not in screen
    assert code in {signal.SIGINT: {130}, signal.SIGTERM: {130, 143, -15}}.get(kind, {2, 3})
    book.ok("cancel", "7k2m9q")


def test_a_question_waits_without_holding_up_readers(book):
    def act(_, terminal):
        assert book.spawn("agenda").returncode == 0
        os.write(terminal, b"y\n")

    code, screen = in_a_terminal(book, QUESTION, act)
    assert code == 0, screen
    assert book.ok("check") == ""


def test_without_a_terminal_a_question_is_a_usage_error(book):
    with unchanged(book):
        done = sound(book.run(*QUESTION), codes={2})
    assert "--yes" in done.err
