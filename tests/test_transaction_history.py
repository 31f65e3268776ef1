"""The log, what of it can be undone and redone, and what a commit did to each file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.files import read_file
from bookctl.ledger.historylog import (
    UNDOES,
    Entry,
    changed_files,
    history,
    redo_target,
    split_trailers,
    undo_target,
)
from bookctl.ledger.lock import exclusive
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import Change, FileChange, commit_change
from faults.wreck import git, new_repository

NOW = 1_795_000_000


@pytest.fixture
def ledger(tmp_path) -> Path:
    root = tmp_path / "ledger"
    new_repository(root, {"bookctl.toml": b"format = 1\n"})
    return root


def change(root: Path, path: str, data: bytes | None, op: str = "book x", **more) -> str:
    state = find_state(root)
    with exclusive(state, "test"):
        made = (FileChange(path, read_file(root, path), data),)
        return (
            commit_change(state, Change(op, f"Did {op}\n\nwith a body", made, now=NOW, **more)).commit or ""
        )


def test_the_log_is_read_newest_first_with_everything_in_it(ledger):
    first = change(ledger, "a.toml", b"1")
    second = change(ledger, "b.toml", b"2", op="move y", trailers=((UNDOES, first), ("Request-Id", "r1")))
    git(
        ledger,
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "By hand: a subject\n\nand: a body that only looks like one\nx",
    )
    mine, undo, did, start = history(find_state(ledger))
    assert (mine.op, mine.message, mine.trailers) == (
        None,
        "By hand: a subject\n\nand: a body that only looks like one\nx",
        (),
    )
    assert undo == Entry(
        second,
        first,
        NOW,
        "Wang",
        "move y",
        "Did move y\n\nwith a body",
        ((UNDOES, first), ("Request-Id", "r1")),
        first,
        None,
    )
    assert (did.commit, did.op, did.parent) == (first, "book x", start.commit)
    assert start.parent is None


def test_the_log_of_one_file_and_of_no_commits(ledger, tmp_path):
    first = change(ledger, "a.toml", b"1")
    change(ledger, "b.toml", b"2")
    assert [entry.commit for entry in history(find_state(ledger), ("a.toml",))] == [first]
    assert len(history(find_state(ledger), limit=2)) == 2
    git(tmp_path, "init", "-q", "empty")
    assert history(find_state(tmp_path / "empty")) == []


def test_a_path_is_a_path_and_no_pattern(ledger):
    change(ledger, "a.toml", b"1")
    assert history(find_state(ledger), ("*.toml",)) == []


def test_what_a_commit_did_also_the_first_one(ledger):
    state = find_state(ledger)
    made = change(ledger, "pages/é.toml", b"\xff\0one")
    changed = change(ledger, "pages/é.toml", b"two")
    removed = change(ledger, "pages/é.toml", None)
    assert changed_files(state, made) == [FileChange("pages/é.toml", None, b"\xff\0one")]
    assert changed_files(state, changed) == [FileChange("pages/é.toml", b"\xff\0one", b"two")]
    assert changed_files(state, removed) == [FileChange("pages/é.toml", b"two", None)]
    assert changed_files(state, history(state)[-1].commit) == [
        FileChange("bookctl.toml", None, b"format = 1\n")
    ]
    assert changed_files(state, changed, ("bookctl.toml",)) == []


@pytest.mark.parametrize(
    ("body", "message", "trailers"),
    [
        ("Subject", "Subject", ()),
        ("Op: subject", "Op: subject", ()),
        ("S\n\nA: 1\nB: 2\n", "S", (("A", "1"), ("B", "2"))),
        ("S\n\nbody\n\nA: 1", "S\n\nbody", (("A", "1"),)),
        ("S\n\nA: 1\nno trailer", "S\n\nA: 1\nno trailer", ()),
        ("", "", ()),
    ],
)
def test_trailers_are_the_last_paragraph_and_nothing_else(body, message, trailers):
    assert split_trailers(body) == (message, trailers)


def entry(commit: str, undoes: str | None = None, redoes: str | None = None, **more) -> Entry:
    return Entry(commit, "p", 0, "Wang", "op", "m", (), undoes, redoes)._replace(**more)


def log(*oldest_first: Entry) -> list[Entry]:
    return [entry("root", parent=None), *oldest_first][::-1]


def name(found: Entry | None) -> str | None:
    return found.commit if found else None


@pytest.mark.parametrize(
    ("entries", "undo", "redo"),
    [
        ((), None, None),
        ((entry("a"),), "a", None),
        ((entry("a"), entry("b")), "b", None),
        ((entry("a"), entry("b"), entry("u", "b")), "a", "u"),
        ((entry("a"), entry("b"), entry("u", "b"), entry("v", "a")), None, "v"),
        ((entry("a"), entry("b"), entry("u", "b"), entry("v", "a"), entry("r", redoes="a")), "a", "u"),
        ((entry("a"), entry("u", "a"), entry("r", redoes="a")), "a", None),
        ((entry("a"), entry("u", "a"), entry("r", redoes="a"), entry("w", "a")), None, "w"),
        ((entry("a"), entry("u", "a"), entry("b")), "b", None),
        ((entry("a"), entry("b"), entry("u", "a")), "b", "u"),
        ((entry("a"), entry("u", "a"), entry("w", "u")), "a", None),
        ((entry("a"), entry("u", "a"), entry("r", redoes="a"), entry("w", "r")), None, "w"),
        ((entry("a"), entry("m", merge=True)), "a", None),
        ((entry("a"), entry("u", "unknown")), "a", "u"),
        ((entry("a"), entry("hand", op=None)), "hand", None),
    ],
)
def test_what_is_undone_and_redone_next(entries, undo, redo):
    assert name(undo_target(log(*entries))) == undo
    assert name(redo_target(log(*entries))) == redo


@given(st.lists(st.sampled_from("dur"), max_size=30))
def test_undo_and_redo_are_a_stack_as_in_an_editor(keys):
    """d does something, u undoes, r redoes: against two plain lists."""
    entries, done, undone = [entry("root", parent=None)], [], []
    for number, key in enumerate(keys):
        back, again = undo_target(entries), redo_target(entries)
        assert name(back) == (done[-1] if done else None)
        assert (again.undoes if again else None) == (undone[-1] if undone else None)
        if key == "d":
            entries.insert(0, entry(f"d{number}"))
            done.append(f"d{number}")
            undone = []
        elif key == "u" and back:
            entries.insert(0, entry(f"u{number}", back.commit))
            undone.append(done.pop())
        elif key == "r" and again:
            entries.insert(0, entry(f"r{number}", redoes=again.undoes))
            done.append(undone.pop())
