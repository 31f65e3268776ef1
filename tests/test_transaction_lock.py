"""One writer, many readers, and never a lock that a person must remove."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from bookctl.ledger import lock
from bookctl.ledger.journal import NothingChanged
from bookctl.ledger.lock import Busy, exclusive, shared
from bookctl.ledger.state import ForeignLedger, State, find_state

HOLDER = """
import sys, time
from pathlib import Path
from bookctl.ledger.lock import exclusive, shared
from bookctl.ledger.state import find_state
with globals()[sys.argv[2]](find_state(Path(sys.argv[1])), "bookctl book"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Starts another process that holds the lock."""
    started = []

    def start(kind: str = "exclusive") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path), kind], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_writer_is_told_who_is_in_the_way(tmp_path, holder):
    process = holder()
    words = rf"busy: pid {process.pid}, bookctl book, since \d\d:\d\d:\d\d$"
    with pytest.raises(Busy, match=words), exclusive(find_state(tmp_path), "bookctl move", wait=0.05):
        pytest.fail("two writers")


def test_a_reader_waits_for_a_writer_and_a_writer_for_a_reader(tmp_path, holder):
    process = holder("shared")
    with shared(find_state(tmp_path), "bookctl agenda", wait=0):
        pass
    with pytest.raises(Busy), exclusive(find_state(tmp_path), "bookctl move", wait=0.05):
        pytest.fail("a writer beside a reader")
    process.kill()
    process.wait()
    holder()
    with pytest.raises(Busy), shared(find_state(tmp_path), "bookctl agenda", wait=0.05):
        pytest.fail("a reader beside a writer")


def test_a_killed_holder_holds_nothing(tmp_path, holder):
    holder().send_signal(signal.SIGKILL)
    with exclusive(find_state(tmp_path), "bookctl move", wait=2):
        assert (find_state(tmp_path).dir / "lock").read_text() == f"pid {os.getpid()}, bookctl move"


def test_who_waits_longer_than_a_moment_is_told_once(tmp_path):
    state, said = find_state(tmp_path), []
    with (
        exclusive(state, "first"),
        pytest.raises(Busy),
        shared(state, "second", wait=0.6, on_wait=said.append),
    ):
        pytest.fail("both")
    assert len(said) == 1
    assert "waiting for pid" in said[0]


def test_closing_another_descriptor_of_the_lock_file_frees_nothing(tmp_path):
    state = find_state(tmp_path)
    with exclusive(state, "first"):
        (state.dir / "lock").read_bytes()
        with pytest.raises(Busy), exclusive(state, "second", wait=0):
            pytest.fail("both")


def test_a_child_process_does_not_inherit_the_lock(tmp_path):
    state = find_state(tmp_path)
    with exclusive(state, "first"):
        child = subprocess.Popen(["sleep", "30"], close_fds=False)
    try:
        with exclusive(state, "second", wait=0.2):
            pass
    finally:
        child.kill()
        child.wait()


def test_a_lock_file_replaced_between_opening_and_locking_is_noticed(tmp_path, monkeypatch):
    state, real, taken = find_state(tmp_path), lock._locked, []

    def replaced(descriptor: int, kind: int) -> bool:
        if not taken:
            (state.dir / "lock").rename(state.dir / "old")
            (state.dir / "lock").touch()
        taken.append(descriptor)
        return real(descriptor, kind)

    monkeypatch.setattr(lock, "_locked", replaced)
    with exclusive(state, "first"):
        assert (state.dir / "lock").read_text().endswith(", first")
    assert len(taken) == 2


def test_only_one_of_many_threads_is_inside(tmp_path):
    state, inside, most = find_state(tmp_path), [0], [0]

    def work() -> None:
        for _ in range(5):
            with exclusive(state, "thread"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.001)
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_where_nothing_can_be_written_readers_go_on_and_writers_are_told(tmp_path):
    state = State(tmp_path, None, tmp_path / "missing" / ".bookctl")
    with shared(state, "bookctl agenda"):
        pass
    with pytest.raises(NothingChanged, match="cannot be locked"), exclusive(state, "bookctl book"):
        pytest.fail("locked nothing")


def test_the_private_state_lies_in_git_where_there_is_git(tmp_path):
    plain, top, linked = tmp_path / "plain", tmp_path / "top", tmp_path / "linked"
    plain.mkdir()
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    subprocess.run(
        [
            "git",
            "-C",
            str(top),
            "-c",
            "user.name=a",
            "-c",
            "user.email=b",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "x",
        ],
        check=True,
    )
    subprocess.run(["git", "-C", str(top), "worktree", "add", "-q", str(linked)], check=True)
    assert find_state(plain) == State(plain, None, plain / ".bookctl")
    assert find_state(top) == State(top, top / ".git", top / ".git/bookctl")
    assert find_state(linked).dir == top / ".git/worktrees/linked/bookctl"
    (top / "below").mkdir()
    assert find_state(top / "below").git_dir is None


def test_a_private_folder_in_a_larger_repository_is_not_offered_for_commit(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "book").mkdir()
    with exclusive(find_state(tmp_path / "book"), "x"):
        pass
    status = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, check=True
    )
    assert status.stdout == b""


def test_another_users_ledger_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(ForeignLedger, match="belongs to another user"):
        find_state(tmp_path)
