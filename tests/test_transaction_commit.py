"""A change becomes one commit of exactly its files, whatever else the person is doing with git."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookctl.ledger import git as gitcalls
from bookctl.ledger.files import read_file
from bookctl.ledger.journal import journal_path
from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import (
    Receipt,
)
from faults.wreck import NOW, PAGE, assert_sound, change, contents, git, new_repository


@pytest.fixture
def ledger(tmp_path) -> Path:
    root = tmp_path / "ledger"
    new_repository(root, {"bookctl.toml": b"format = 1\n", PAGE: b"one\n", "notes.txt": b"notes\n"})
    return root


def test_the_commit_carries_message_trailers_people_and_time(ledger):
    receipt = change(ledger, {PAGE: b"two\n"}, offset=28_800, trailers=(("Bookctl-Undoes", "abc"),))
    assert receipt.finished
    shown = git(ledger, "show", "-s", "--format=%H|%an <%ae>|%cn|%aI|%B", "HEAD")
    assert shown.startswith(
        f"{receipt.commit}|Wang <wang@example.com>|Wang|2026-11-18T19:06:40+08:00|Book x\n\n"
    )
    assert shown.rstrip().endswith(f"Bookctl-Op: book x\nBookctl-Tx: {receipt.tx}\nBookctl-Undoes: abc")
    assert git(ledger, "log", "--format=%(trailers:key=Bookctl-Op,valueonly)", "-1").strip() == "book x"
    assert_sound(ledger)


def test_the_same_change_on_the_same_book_makes_the_same_commit(ledger, tmp_path):
    shutil.copytree(ledger, tmp_path / "twin")
    assert change(ledger, {PAGE: b"two\n"}) == change(tmp_path / "twin", {PAGE: b"two\n"})


def test_files_are_made_changed_and_removed_together(ledger):
    change(
        ledger, {PAGE: None, "bookings/2027/2027-01-01.toml": b"new\n", "bookctl.toml": b"format = 1\n# x\n"}
    )
    assert git(ledger, "show", "--name-status", "--format=", "HEAD").splitlines() == [
        "M\tbookctl.toml",
        f"D\t{PAGE}",
        "A\tbookings/2027/2027-01-01.toml",
    ]
    assert_sound(ledger)


def test_what_the_person_has_staged_and_edited_stays_so(ledger):
    (ledger / "notes.txt").write_bytes(b"staged\n")
    (ledger / "added.txt").write_bytes(b"added\n")
    git(ledger, "add", "notes.txt", "added.txt")
    (ledger / "notes.txt").write_bytes(b"edited\n")
    change(ledger, {PAGE: b"two\n"})
    assert git(ledger, "status", "--porcelain").splitlines() == ["A  added.txt", "MM notes.txt"]
    assert git(ledger, "show", "--name-only", "--format=", "HEAD").split() == [PAGE]
    assert git(ledger, "show", ":notes.txt") == "staged\n"


def test_a_hand_edit_is_committed_as_it_stands(ledger):
    (ledger / PAGE).write_bytes(b"edited by hand\n")
    assert change(ledger, {PAGE: b"edited by hand\n"}).finished
    (ledger / PAGE).unlink()
    assert change(ledger, {PAGE: None}).finished
    assert_sound(ledger)
    assert PAGE not in gitcalls.tree(find_state(ledger), "HEAD")


def test_the_first_commit_of_an_empty_repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    receipt = change(tmp_path, {"bookctl.toml": b"format = 1\n"})
    assert git(tmp_path, "rev-parse", "main").strip() == receipt.commit
    assert_sound(tmp_path)


def test_without_a_home_and_a_name_the_commit_has_a_stand_in(tmp_path, monkeypatch):
    git(tmp_path, "init", "-q")
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert change(tmp_path, {"a.toml": b"1"}).finished
    assert git(tmp_path, "show", "-s", "--format=%an <%ae>").strip() == "bookctl <bookctl@localhost>"


def test_a_name_cannot_break_the_commit(ledger):
    git(ledger, "config", "user.name", "A <b>\nauthor C")
    assert change(
        ledger, {PAGE: b"two\n"}, message="Book\0 x\r\n\nBookctl-Tx: forged", op="book\nBookctl-Tx: x"
    ).finished
    assert_sound(ledger)
    assert git(ledger, "show", "-s", "--format=%an").strip() == "A bauthor C"


def test_hooks_filters_signing_and_stray_variables_have_no_say(ledger, tmp_path, monkeypatch):
    (ledger / ".git/hooks").mkdir()
    for name in ("pre-commit", "commit-msg", "reference-transaction", "post-index-change", "post-commit"):
        (ledger / ".git/hooks" / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (ledger / ".git/hooks" / name).chmod(0o755)
    git(ledger, "config", "commit.gpgSign", "true")
    git(ledger, "config", "core.fsmonitor", f"touch {tmp_path}/ran")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    receipt = change(ledger, {PAGE: b"two\n"})
    monkeypatch.undo()
    assert receipt.finished
    assert not (tmp_path / "ran").exists()
    assert git(ledger, "-c", "core.fsmonitor=false", "show", "-s", "--format=%an", "HEAD").strip() == "Wang"


def test_a_sha256_repository_works_alike(tmp_path):
    git(tmp_path, "init", "-q", "--object-format=sha256")
    assert change(tmp_path, {"a.toml": b"1"}).finished
    receipt = change(tmp_path, {"b/c.toml": b"2"})
    assert len(receipt.commit or "") == 64
    assert_sound(tmp_path)


def test_a_linked_work_tree_works_alike(ledger, tmp_path):
    git(ledger, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    receipt = change(tmp_path / "linked", {PAGE: b"two\n"})
    assert git(ledger, "rev-parse", "other").strip() == receipt.commit
    assert git(tmp_path / "linked", "status", "--porcelain") == ""
    assert git(ledger, "status", "--porcelain") == ""


def test_packed_refs_and_packed_objects_are_read(ledger):
    git(ledger, "gc", "-q")
    git(ledger, "pack-refs", "--all")
    assert gitcalls.head(find_state(ledger)) == git(ledger, "rev-parse", "HEAD").strip()
    assert change(ledger, {PAGE: b"two\n"}).finished
    assert_sound(ledger)


def test_a_branch_with_slashes_is_moved(ledger):
    git(ledger, "switch", "-q", "-c", "till/left")
    assert change(ledger, {PAGE: b"two\n"}).commit == git(ledger, "rev-parse", "till/left").strip()


def test_without_git_the_files_are_changed_all_the_same(tmp_path):
    receipt = change(tmp_path, {PAGE: b"one\n"})
    assert receipt == Receipt(receipt.tx, None, finished=True, note="")
    assert read_file(tmp_path, PAGE) == b"one\n"
    assert not journal_path(find_state(tmp_path)).exists()


def test_somebody_who_commits_at_the_same_time_loses_nothing(ledger, monkeypatch):
    """The branch moves between our look and our update: the commit is made anew on top."""
    advance, left = gitcalls.run, [2]

    def racing(root, *words, **more):
        if words[0] == "update-ref" and left[0]:
            left[0] -= 1
            git(ledger, "commit", "-q", "--allow-empty", "-m", "theirs")
        return advance(root, *words, **more)

    monkeypatch.setattr(gitcalls, "run", racing)
    assert change(ledger, {PAGE: b"two\n"}).finished
    assert git(ledger, "log", "--format=%s").split("\n")[:3] == ["Book x", "theirs", "theirs"]
    assert_sound(ledger)


def test_a_torn_index_is_built_anew(ledger):
    index = ledger / ".git/index"
    index.write_bytes(index.read_bytes()[:-30])
    assert change(ledger, {PAGE: b"two\n"}).finished
    assert_sound(ledger)


def test_a_missing_index_is_built_anew(ledger):
    (ledger / ".git/index").unlink()
    assert change(ledger, {PAGE: b"two\n"}).finished
    assert_sound(ledger)


def test_a_person_in_the_middle_of_git_commit_is_not_disturbed(ledger):
    """Their index is locked: the change is committed all the same, the index follows later."""
    lock = ledger / ".git/index.lock"
    lock.write_bytes(b"")
    with lock.open("rb"):
        os.utime(lock, (1, 1))
        assert change(ledger, {PAGE: b"two\n"}).finished
        assert lock.exists()
        assert change(ledger, {"other.toml": b"two\n"}).finished
    with exclusive(find_state(ledger), "test"):
        recover(find_state(ledger), NOW)
    assert_sound(ledger)


def test_old_locks_of_a_killed_git_are_removed(ledger):
    names = (
        "index.lock",
        "HEAD.lock",
        "packed-refs.lock",
        "config.lock",
        "refs/heads/main.lock",
        "refs/remotes/o/main.lock",
    )
    for name in names:
        (ledger / ".git" / name).parent.mkdir(parents=True, exist_ok=True)
        (ledger / ".git" / name).touch()
        os.utime(ledger / ".git" / name, (1, 1))
    assert change(ledger, {PAGE: b"two\n"}).finished
    assert_sound(ledger)


def test_many_files_at_once(ledger):
    pages = {f"bookings/2027/{number}.toml": b"%d\n" % number * 100 for number in range(60)}
    assert change(ledger, pages).finished
    assert_sound(ledger)
    assert set(pages) <= set(gitcalls.tree(find_state(ledger), "HEAD", ["bookings"]))


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="/"),
    min_size=1,
    max_size=12,
)
PARTS = NAMES.filter(
    lambda name: name.lower() not in {".", "..", ".git", ".bookctl", "git~1"} and "\ufeff" not in name
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.lists(PARTS, min_size=1, max_size=3).map("/".join), st.binary(max_size=200), min_size=1, max_size=4
    )
)
def test_any_names_and_bytes_come_back_as_they_were(tmp_path_factory, files):
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
    files = {path: data for path, data in files.items() if path not in folders}
    root = tmp_path_factory.mktemp("any")
    git(root, "init", "-q")
    assert change(root, files).finished
    state = find_state(root)
    assert contents(root) == files
    assert git(root, "status", "--porcelain") == ""
    assert {path: gitcalls.show(state, "HEAD", path) for path in files} == files
    assert gitcalls.tree(state, "HEAD") == {path: gitcalls.blob_oid(data) for path, data in files.items()}
