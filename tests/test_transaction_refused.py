"""What stops a change before anything is touched, and interrupts on the way."""

import signal
import subprocess
import threading
from pathlib import Path

import pytest

from bookctl.ledger import git as gitcalls
from bookctl.ledger import transaction
from bookctl.ledger.files import read_file
from bookctl.ledger.journal import journal_path
from bookctl.ledger.lock import exclusive
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import (
    Change,
    ChangedUnderneath,
    FileChange,
    NothingChanged,
    commit_change,
)
from faults.wreck import NOW, PAGE, change, contents, git, new_repository


@pytest.fixture
def ledger(tmp_path) -> Path:
    root = tmp_path / "ledger"
    new_repository(root, {"bookctl.toml": b"format = 1\n", PAGE: b"one\n", "notes.txt": b"notes\n"})
    return root


def test_a_file_saved_meanwhile_stops_the_change(ledger):
    state = find_state(ledger)
    made = Change(
        "x", "x", (FileChange("notes.txt", b"notes\n", b"n"), FileChange(PAGE, b"older\n", b"new\n")), now=NOW
    )
    before = contents(ledger), git(ledger, "rev-parse", "HEAD")
    with exclusive(state, "test"), pytest.raises(ChangedUnderneath, match=PAGE):
        commit_change(state, made)
    assert (contents(ledger), git(ledger, "rev-parse", "HEAD")) == before
    assert not journal_path(state).exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("MERGE_HEAD", "merge"),
        ("rebase-merge", "rebase"),
        ("BISECT_LOG", "bisect"),
        ("REVERT_HEAD", "revert"),
    ],
)
def test_in_the_middle_of_a_merge_or_the_like_nothing_is_changed(ledger, name, words):
    (ledger / ".git" / name).write_text("x")
    with pytest.raises(NothingChanged, match=f"a {words} is not finished"):
        change(ledger, {PAGE: b"two\n"})
    assert read_file(ledger, PAGE) == b"one\n"


def test_a_detached_head_is_refused(ledger):
    git(ledger, "checkout", "-q", "--detach")
    with pytest.raises(NothingChanged, match="HEAD is detached"):
        change(ledger, {PAGE: b"two\n"})


def test_a_link_in_the_way_is_refused_before_anything_is_touched(ledger, tmp_path):
    (ledger / "customers").symlink_to(tmp_path)
    files = (FileChange(PAGE, b"one\n", b"two\n"), FileChange("customers/c.toml", None, b"x"))
    with exclusive(find_state(ledger), "test"), pytest.raises(NothingChanged, match="link"):
        commit_change(find_state(ledger), Change("x", "x", files, now=NOW))
    assert read_file(ledger, PAGE) == b"one\n"


def test_a_nearly_full_disk_is_noticed_beforehand(ledger, monkeypatch):
    monkeypatch.setattr(transaction, "SPARE", 1 << 60)
    with pytest.raises(NothingChanged, match="nearly full"):
        change(ledger, {PAGE: b"two\n"})
    assert not journal_path(find_state(ledger)).exists()


def test_a_change_of_nothing_or_of_one_file_twice_is_a_mistake(ledger):
    for files in ((), (FileChange("a", None, b"1"), FileChange("a", None, b"2"))):
        with exclusive(find_state(ledger), "test"), pytest.raises(ValueError, match="at least one file"):
            commit_change(find_state(ledger), Change("x", "x", files, now=NOW))


def test_an_interrupt_between_recorded_and_finished_is_too_late(ledger, monkeypatch):
    """Exit by signal would say that nothing was changed."""
    carry_out = transaction.carry_out

    def interrupted(state, record):
        for number in (signal.SIGINT, signal.SIGTERM):  # to this thread: a parallel test run has others
            signal.pthread_kill(threading.get_ident(), number)
        return carry_out(state, record)

    monkeypatch.setattr(transaction, "carry_out", interrupted)
    assert change(ledger, {PAGE: b"two\n"}).finished


def test_an_interrupt_before_leaves_nothing(ledger, monkeypatch):
    def interrupted(state, record):
        raise KeyboardInterrupt

    monkeypatch.setattr(transaction, "_room", interrupted)
    with pytest.raises(KeyboardInterrupt):
        change(ledger, {PAGE: b"two\n"})
    monkeypatch.undo()
    assert change(ledger, {PAGE: b"two\n"}).finished


def test_a_branch_locked_by_a_running_program_refuses_the_change(ledger, monkeypatch):
    monkeypatch.setattr("bookctl.ledger.stalelocks.OLD", -0.9)
    lock = ledger / ".git/refs/heads/main.lock"
    with lock.open("wb"), pytest.raises(NothingChanged, match=r"main\.lock is held"):
        change(ledger, {PAGE: b"two\n"})
    assert read_file(ledger, PAGE) == b"one\n"


def test_without_the_git_program_nothing_is_changed(ledger, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NothingChanged, match="git is not installed"):
        change(ledger, {PAGE: b"two\n"})
    assert read_file(ledger, PAGE) == b"one\n"


def test_git_says_what_failed_in_one_line(ledger):
    with pytest.raises(gitcalls.GitFailed, match=r"^git rev-parse: fatal: [^\n]+$"):
        gitcalls.run(ledger, "rev-parse", "nothing")
    assert subprocess.run(
        ["git", "-C", str(ledger), "rev-parse", "HEAD"], check=True, capture_output=True
    ).stdout
