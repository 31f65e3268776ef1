"""Whatever kills `forget`, the ledger is as before or becomes as after by itself; a second run is never needed."""

import pytest

from bookctl.ledger.erase import carry, intent, prune, sweep
from bookctl.ledger.erase.pack import Pack
from bookctl.ledger.erase.rewrite import Rewriter
from bookctl.ledger.git import GitFailed
from forget_kit import ID, NAME, PHONE, killed_at, nothing_is_left, objects_with

FILE = f"customers/{ID}.toml"
FORGET = ("forget", ID, "--yes")


@pytest.fixture
def busy(book):
    """A practice with some history, a second branch, a stash and a tag."""
    identity = ("-c", "user.name=W", "-c", "user.email=w@example.com")
    book.ok("book", ID, "deep-tissue-60", "fri 14:45")
    book.git("branch", "trial")
    book.git("tag", "v1")
    book.ok("customer", "edit", ID, "--phone", "+86 139 0000 0001")
    place = book.root / "services/tuina-45.toml"
    place.write_text("# stashed\n" + place.read_text("utf-8"), "utf-8")
    book.git(*identity, "stash", "push", "-qm", "mine")
    book.ok("agenda")
    return book


@pytest.mark.parametrize(
    ("place", "name", "after"),
    [
        (Rewriter, "all", True), (Pack, "finish", False), (Pack, "finish", True),
        (intent, "write", False),
    ],
)  # fmt: skip
def test_killed_before_it_was_decided_nothing_has_happened(busy, place, name, after):
    before = busy.git("for-each-ref"), busy.git("log", "--format=%H"), (busy.root / FILE).read_bytes()
    killed_at(busy, place, name, FORGET, after=after)
    assert NAME in busy.ok("find", ID, "--format", "csv") or NAME in busy.ok("customer", "show", ID)
    assert (
        busy.git("for-each-ref"),
        busy.git("log", "--format=%H"),
        (busy.root / FILE).read_bytes(),
    ) == before
    assert busy.run("check").code == 0
    busy.ok(*FORGET)
    nothing_is_left(busy)


@pytest.mark.parametrize(
    ("place", "name", "after"),
    [
        (intent, "write", True), (carry, "_moved", False), (carry, "_moved", True), (carry, "_files", True),
        (carry, "_index", True), (prune, "_stashes", False), (prune, "prune", True),
        (sweep, "caches", True), (intent, "drop", False), (intent, "drop", True),
    ],
)  # fmt: skip
def test_killed_after_it_was_decided_the_next_command_finishes(busy, place, name, after):
    killed_at(busy, place, name, FORGET, after=after)
    done = busy.run("agenda")
    assert done.code == 0
    assert "finished what was cut short" in done.err or name == "drop"
    nothing_is_left(busy, (NAME, PHONE, "+86 139 0000 0001"))
    assert busy.git("status", "--porcelain") == ""
    assert busy.git("log", "--format=%s").splitlines()[0] == f"forget {ID}"
    assert busy.git("log", "--format=%s").count("forget") == 1
    assert busy.git("stash", "list") == "stash@{0}: On main: mine\n"
    busy.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")


def test_names_in_git_that_moved_only_in_part_are_moved_on(busy, monkeypatch):
    def half(state, record, moves):
        first = next(iter(moves))
        busy.git("update-ref", first.ref, first.new, first.old)
        raise KeyboardInterrupt

    monkeypatch.setattr(carry, "_moved", half)
    assert busy.run(*FORGET).code == 7
    monkeypatch.undo()
    assert objects_with(busy)
    busy.ok("agenda")
    nothing_is_left(busy)


def test_a_commit_that_comes_in_between_is_taken_along(busy, monkeypatch):
    moved = carry._moved

    def slow(state, record, moves, once=[]):  # noqa: B006 - the first time only
        if not once:
            once.append(1)
            (busy.root / "notes.txt").write_text("by git itself")
            busy.git("add", "notes.txt")
            busy.git("-c", "user.name=W", "-c", "user.email=w@e", "commit", "-qm", "Meanwhile")
        moved(state, record, moves)

    monkeypatch.setattr(carry, "_moved", slow)
    busy.ok(*FORGET)
    nothing_is_left(busy)
    assert busy.git("log", "--format=%s").splitlines()[:2] == [f"forget {ID}", "Meanwhile"]


def test_where_git_is_in_the_way_afterwards_it_says_so_until_it_is_not(busy):
    killed_at(busy, carry, "_moved", FORGET)
    head = busy.root / ".git/MERGE_HEAD"
    head.write_text(busy.git("rev-parse", "HEAD"))
    done = busy.run("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    assert done.code == 8
    assert "a merge is not finished" in done.err
    seen = busy.run("agenda")
    assert seen.code == 0
    assert "a merge is not finished" in seen.err
    head.unlink()
    busy.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    nothing_is_left(busy)


def test_where_git_refuses_to_move_the_names_nothing_has_happened(busy, monkeypatch):
    def refused(state, record, moves):
        raise GitFailed("update-ref", 128, "fatal: no")

    before = busy.git("for-each-ref")
    monkeypatch.setattr(carry, "_moved", refused)
    done = busy.run(*FORGET)
    assert done.code == 8
    assert "fatal: no" in done.err
    monkeypatch.undo()
    assert busy.git("for-each-ref") == before
    assert not (busy.root / ".git/bookctl/erase").exists()
    assert busy.run("check").code == 0
    busy.ok(*FORGET)
    nothing_is_left(busy)


def test_a_disk_that_fills_up_while_git_tidies_is_told_and_tried_again(busy, monkeypatch):
    def full(state, stashes):
        raise GitFailed("repack", 128, "fatal: No space left on device")

    monkeypatch.setattr(prune, "prune", full)
    done = busy.run(*FORGET)
    assert done.code == 7
    assert "No space left" in done.err
    assert busy.run("agenda").code == 0
    assert busy.run("book", "罗敏", "tuina-45", "thu 3 dec 14:45").code == 8
    monkeypatch.undo()
    busy.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    nothing_is_left(busy)
