"""What the next command finds after a crash, with somebody having been at the files in between."""

import pytest

from bookctl.ledger import recovery, transaction
from bookctl.ledger.files import read_file
from bookctl.ledger.journal import NothingChanged, journal_path, read_journal
from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import State, find_state
from bookctl.ledger.transaction import Change, FileChange, commit_change
from faults.wreck import assert_sound, contents, git, new_repository

NOW = 1_795_000_000
ONE, TWO = "bookings/2026/2026-11-24.toml", "bookings/2026/2026-11-25.toml"
OLD = b"# page\n\nid = 1\n\nid = 2\n\nid = 3\n"
NEW = b"# page\n\nid = 1\n\nid = 2\nmoved = true\n\nid = 3\n"


class Crash(BaseException):
    """As if the process had been killed here."""


@pytest.fixture
def state(tmp_path) -> State:
    root = tmp_path / "ledger"
    new_repository(root, {ONE: OLD, "bookctl.toml": b"format = 1\n"})
    return find_state(root)


def crash(state: State, monkeypatch, files: tuple[FileChange, ...], *, at: str) -> None:
    """Begins the change and dies when it comes to `at`, a function of the recovery module."""

    def die(*_):
        raise Crash

    with monkeypatch.context() as patch, exclusive(state, "test"):
        patch.setattr(recovery, at, die)
        with pytest.raises(Crash):
            commit_change(state, Change("move 2", "Move 2", files, now=NOW))
    assert journal_path(state).exists()


def recovered(state: State, now: int = NOW + 60) -> str | None:
    with exclusive(state, "test"):
        return recover(state, now)


MOVE = (FileChange(ONE, OLD, NEW), FileChange(TWO, None, b"id = 9\n"))


@pytest.mark.parametrize("at", ["_put", "_finish", "commit_record", "drop_journal"])
def test_the_change_is_finished_once(state, monkeypatch, at):
    crash(state, monkeypatch, MOVE, at=at)
    assert recovered(state) == "finished an earlier change that was cut short: move 2"
    assert recovered(state) is None
    assert contents(state.root) == {ONE: NEW, TWO: b"id = 9\n", "bookctl.toml": b"format = 1\n"}
    assert git(state.root, "log", "--format=%s %at").splitlines()[0] == f"Move 2 {NOW}"
    assert git(state.root, "rev-list", "--count", "HEAD").strip() == "2"
    assert_sound(state.root)


def test_the_committer_time_says_when_it_was_finished(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_put")
    recovered(state, NOW + 60)
    assert git(state.root, "show", "-s", "--format=%at %ct").split() == [str(NOW), str(NOW + 60)]


def test_an_edit_elsewhere_in_the_file_is_merged_and_left_uncommitted(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_put")
    (state.root / ONE).write_bytes(OLD.replace(b"# page", b"# my page"))
    recovered(state)
    assert read_file(state.root, ONE) == NEW.replace(b"# page", b"# my page")
    assert git(state.root, "show", f"HEAD:{ONE}").encode() == NEW
    assert git(state.root, "status", "--porcelain").splitlines() == [f" M {ONE}"]


def test_an_edit_in_the_same_place_keeps_the_file_and_puts_the_whole_change_aside(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_put")
    mine = OLD.replace(b"id = 2", b"id = 2\ncancelled = true")
    (state.root / ONE).write_bytes(mine)
    note = recovered(state)
    assert contents(state.root) == {ONE: mine, "bookctl.toml": b"format = 1\n"}
    assert "had been edited in the same place and was kept; ours is in" in note
    assert git(state.root, "rev-list", "--count", "HEAD").strip() == "1"
    (aside,) = (state.dir / "conflicts").iterdir()
    assert contents(aside) == {ONE: NEW, TWO: b"id = 9\n"} or (aside / ONE).read_bytes() == NEW
    assert recovered(state) is None


def test_a_change_begun_is_finished_around_the_file_that_was_edited(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_finish")
    mine = OLD.replace(b"id = 2", b"id = 2\ncancelled = true")
    (state.root / ONE).write_bytes(mine)
    recovered(state)
    assert read_file(state.root, ONE) == mine
    assert read_file(state.root, TWO) == b"id = 9\n"
    assert git(state.root, "show", "--name-only", "--format=", "HEAD").split() == [TWO]


def test_files_edited_after_the_commit_are_the_persons(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="drop_journal")
    (state.root / ONE).write_bytes(b"all new\n")
    (state.root / TWO).unlink()
    assert recovered(state) == "finished an earlier change that was cut short: move 2"
    assert not (state.dir / "conflicts").exists()
    assert contents(state.root) == {ONE: b"all new\n", "bookctl.toml": b"format = 1\n"}
    assert git(state.root, "rev-list", "--count", "HEAD").strip() == "2"


def test_what_was_left_half_written_is_cleared(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="drop_journal")
    (state.root / "bookings/2026/.2026-11-24.toml.bookctl-tmp").write_bytes(b"half")
    (state.root / ".git/objects/tmp_objdir-bookctl").mkdir()
    (state.root / ".git/objects/tmp_objdir-bookctl/0123").write_bytes(b"half")
    recovered(state)
    assert_sound(state.root)


def test_a_commit_of_the_person_in_between_stays(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="commit_record")
    (state.root / "bookctl.toml").write_bytes(b"format = 1\n# mine\n")
    git(state.root, "commit", "-q", "-m", "mine", "bookctl.toml")
    recovered(state)
    assert git(state.root, "log", "--format=%s").split("\n")[:2] == ["Move 2", "mine"]
    assert_sound(state.root)


def test_our_commit_is_found_below_the_persons(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="drop_journal")
    (state.root / ONE).write_bytes(NEW + b"# mine\n")
    git(state.root, "commit", "-q", "-m", "mine", ONE)
    recovered(state)
    assert git(state.root, "log", "--format=%s").split("\n")[:2] == ["mine", "Move 2"]
    assert_sound(state.root)


def test_if_the_person_committed_the_files_there_is_nothing_left_to_commit(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="commit_record")
    git(state.root, "add", ".")
    git(state.root, "commit", "-q", "-m", "mine")
    recovered(state)
    assert git(state.root, "log", "--format=%s").split("\n")[0] == "mine"
    assert_sound(state.root)


def test_a_merge_in_progress_leaves_it_recorded_and_the_files_right(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_put")
    (state.root / ".git/MERGE_HEAD").write_text("x")
    assert "is recorded but not finished: git commit: a merge is not finished" in recovered(state)
    assert read_file(state.root, ONE) == NEW
    with exclusive(state, "test"), pytest.raises(NothingChanged, match="an earlier change is recorded"):
        commit_change(state, Change("x", "x", (FileChange("a", None, b""),), now=NOW))
    (state.root / ".git/MERGE_HEAD").unlink()
    recovered(state)
    assert_sound(state.root)


def test_what_cannot_be_written_is_a_sentence_and_stays_recorded(state, monkeypatch):
    crash(state, monkeypatch, MOVE, at="_put")
    (state.root / TWO).mkdir()
    with pytest.raises(
        NothingChanged, match=r"\(move 2\) is recorded but not finished: .*not a regular file"
    ):
        recovered(state)
    (state.root / TWO).rmdir()
    recovered(state)
    assert_sound(state.root)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:40], lambda data: b"", lambda data: data + b"x"]
)
def test_a_torn_journal_is_put_aside(state, monkeypatch, damage):
    crash(state, monkeypatch, MOVE, at="_put")
    journal_path(state).write_bytes(damage(journal_path(state).read_bytes()))
    assert "an unreadable journal was put aside" in recovered(state)
    assert recovered(state) is None
    assert contents(state.root) == {ONE: OLD, "bookctl.toml": b"format = 1\n"}
    assert_sound(state.root)


def test_a_newer_versions_journal_is_left_alone(state):
    with exclusive(state, "test"):
        journal_path(state).write_bytes(b"bookctl-journal 2 " + b"0" * 64 + b"\n{}")
    with pytest.raises(NothingChanged, match="a newer bookctl"):
        recovered(state)
    assert journal_path(state).exists()


def test_a_journal_that_was_never_renamed_did_not_happen(state):
    with exclusive(state, "test"):
        (state.dir / "journal.tmp").write_bytes(b"bookctl-journal 1 half")
    assert recovered(state) is None
    assert list(state.dir.glob("journal*")) == []


def test_the_journal_keeps_every_byte(state, monkeypatch):
    files = (
        FileChange(ONE, OLD, bytes(range(256)) * 3),
        FileChange(TWO, None, b""),
        FileChange("bookctl.toml", b"format = 1\n", None),
    )
    crash(state, monkeypatch, files, at="_put")
    assert [(file.path, file.new) for file in read_journal(state).files] == [
        (file.path, file.new) for file in files
    ]
    recovered(state)
    assert contents(state.root) == {ONE: bytes(range(256)) * 3, TWO: b""}
    assert_sound(state.root)


def test_without_git_an_edited_file_is_kept_and_ours_put_aside(tmp_path, monkeypatch):
    state = find_state(tmp_path)
    (tmp_path / "a.toml").write_bytes(b"old\n")
    crash(state, monkeypatch, (FileChange("a.toml", b"old\n", b"new\n"),), at="_put")
    (tmp_path / "a.toml").write_bytes(b"edited\n")
    assert "was kept" in recovered(state)
    assert (tmp_path / "a.toml").read_bytes() == b"edited\n"
    crash(state, monkeypatch, (FileChange("a.toml", b"edited\n", b"new\n"),), at="_put")
    recovered(state)
    assert (tmp_path / "a.toml").read_bytes() == b"new\n"


def test_a_failing_disk_after_the_rename_takes_the_journal_back(state, monkeypatch):
    sync = transaction.sync_path

    def failing(path):
        if journal_path(state).exists():
            raise OSError(5, "Input/output error")
        sync(path)

    monkeypatch.setattr(transaction, "sync_path", failing)
    with exclusive(state, "test"), pytest.raises(NothingChanged, match="Input/output error"):
        commit_change(state, Change("x", "x", MOVE, now=NOW))
    assert not journal_path(state).exists()
    assert read_file(state.root, ONE) == OLD
