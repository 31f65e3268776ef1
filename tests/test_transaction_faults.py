"""A change of two files, broken at every system call that changes a file."""

import errno
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bookctl.ledger.historylog import history
from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import Change, FileChange, commit_change
from faults import harness, two_files
from faults.harness import Broken, Fault, kill_points, traced
from faults.two_files import AFTER, BEFORE, OP
from faults.wreck import age_locks, assert_sound, contents, git, new_repository

pytestmark = pytest.mark.skipif(harness.missing() is not None, reason=harness.missing() or "")

FULL = pytest.mark.fault
KILLED = -9
SAMPLE = 12


def present(files: dict[str, bytes | None]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if data is not None}


@pytest.fixture
def ledger(tmp_path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
def fresh(tmp_path, ledger) -> Callable[[], list[str]]:
    """Puts the ledger back to before the change; returns the command."""
    new_repository(tmp_path / "template", BEFORE)

    def prepare() -> list[str]:
        shutil.rmtree(ledger, ignore_errors=True)
        shutil.copytree(tmp_path / "template", ledger)
        return [sys.executable, two_files.__file__, str(ledger)]

    return prepare


def verify_sound(root: Path, broken: Broken) -> None:
    """Before or after as a whole, exit 0 only for after, 8 only for before; and the next change works."""
    state = find_state(root)
    age_locks(root)
    with exclusive(state, "test"):
        recover(state, 1_795_000_100)
        after = contents(root) == present(AFTER)
        assert after or contents(root) == present(BEFORE)
        assert_sound(root)
        log = history(state)
        assert [entry.op for entry in log] == ([OP, None] if after else [None])
        assert broken.code in {KILLED, 0, 7, 8} or not after
        assert after or broken.code not in {0, 7}
        assert not after or broken.code != 8
        page = two_files.ONE
        old = contents(root)[page]
        receipt = commit_change(
            state, Change("note", "Note", (FileChange(page, old, old + b"# more\n"),), now=1_795_000_200)
        )
    assert receipt.finished
    assert git(root, "rev-parse", "HEAD~1").strip() == log[0].commit
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("every", [pytest.param(1, marks=FULL), SAMPLE])
def test_killed_anywhere_it_is_as_before_or_as_after(fresh, ledger, every):
    assert kill_points(fresh, lambda broken: verify_sound(ledger, broken), every) >= 80 // every


@pytest.mark.parametrize("every", [pytest.param(1, marks=FULL), 6])
def test_a_killed_git_is_made_up_for(fresh, ledger, every):
    """Only the git process dies: the change is recorded, and either finished or said to be unfinished."""

    whole = traced(fresh())
    first = 2 + max(at for at, place in enumerate(whole.places) if place.endswith(".git/objects"))

    def verify(broken: Broken) -> None:
        assert broken.code in {0, 7, KILLED}
        verify_sound(ledger, broken)

    assert kill_points(fresh, verify, every, Fault("child"), first) >= 2


SYNCED = (
    ".git",
    ".git/bookctl/journal.tmp",
    ".git/bookctl",
    "bookings/2026/.2026-11-24.toml.bookctl-tmp",
    "bookings/2026/.2026-12-01.toml.bookctl-tmp",
    "bookings/2026",
    ".git/objects",
    ".git/refs/heads/main.lock",
    ".git/refs/heads/main",
    ".git/refs/heads",
    ".git/index.lock",
    ".git/index",
    ".git",
    ".git/bookctl",
)


def test_everything_is_on_the_disk_before_what_refers_to_it(fresh, ledger):
    """The order of syncs is what a power cut leaves whole: journal, files, objects, branch, index, journal's end."""
    run = traced(fresh())
    synced = [place for call, place in zip(run.calls, run.places, strict=True) if call == "fsync"]
    places = [place.removeprefix(f"{ledger}/").replace("tmp_objdir-bookctl/", "") for place in synced]
    at = 0
    for place in SYNCED:
        assert place in places[at:], (place, places)
        at = places.index(place, at) + 1
    commit = history(find_state(ledger))[0].commit
    assert {f".git/objects/{commit}", f".git/objects/{commit[:2]}"} < set(
        places[: places.index(".git/objects")]
    )


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("onwards", [False, True])
@pytest.mark.parametrize("every", [pytest.param(1, marks=FULL), 37])
def test_a_failing_disk_changes_nothing_or_everything(fresh, ledger, code, onwards, every):
    fault = Fault("error", code, onwards)
    assert kill_points(fresh, lambda broken: verify_sound(ledger, broken), every, fault) >= 80 // every


@pytest.mark.parametrize(("every", "again"), [pytest.param(8, 5, marks=FULL), (45, 35)])
def test_a_killed_recovery_is_recovered_from(fresh, ledger, every, again):
    argv = fresh()
    total = len(traced(argv).calls)
    ran = 0
    for at in range(5, total + 1, every):
        for then in range(1, total, again):
            argv = fresh()
            killed = traced(argv, at)
            age_locks(ledger)
            recovery = traced([*argv, "recover"], then)
            verify_sound(ledger, killed)
            ran += 1
            if recovery.code == 0:
                break
    assert ran >= 2
