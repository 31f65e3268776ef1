"""The program itself, broken at every system call that changes a file: the book, git and the index."""

import errno
from collections.abc import Iterator
from functools import partial

import pytest

from faults import harness
from faults.cli_case import CASES, Case, Desk
from faults.harness import Broken, Fault, break_at

pytestmark = pytest.mark.skipif(harness.missing() is not None, reason=harness.missing() or "")

# Full or failing, once or from then on; each begins at another call, so that together they meet every call.
DISK = {
    "full-once": (1, Fault("error", errno.ENOSPC)),
    "full-for-good": (2, Fault("error", errno.ENOSPC, onwards=True)),
    "failing-once": (3, Fault("error", errno.EIO)),
    "failing-for-good": (1, Fault("error", errno.EIO, onwards=True)),
}
# What is run every time, in place of all at each call: one of each kind, spread over the run.
SAMPLE = (Fault("kill"), Fault("error", errno.ENOSPC, onwards=True), Fault("error", errno.EIO))


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def desk(request, practice, tmp_path) -> Desk:
    case: Case = request.param
    return Desk(case, practice, tmp_path)


def each(fault: Fault, whole: Broken, first: int = 1, every: int = 1) -> Iterator[tuple[int, Fault]]:
    """The fault at each `every`-th call of the run."""
    for at in range(first, len(whole.calls) + 1, every):
        yield at, fault


def of_children(fault: Fault, whole: Broken) -> Iterator[tuple[int, Fault]]:
    """The fault at each call that a git made."""
    for at, child in enumerate(whole.children, 1):
        if child:
            yield at, fault


def sampled(case: int, whole: Broken) -> Iterator[tuple[int, Fault]]:
    """Each kind of fault once, elsewhere in each command; and a git that dies."""
    step = len(whole.calls) / len(SAMPLE)
    for number in range(len(SAMPLE)):
        at = step * (number + (case + 0.5) / len(CASES))
        yield 1 + int(at), SAMPLE[(number + case) % len(SAMPLE)]
    children = list(of_children(Fault("child"), whole))
    yield children[len(children) * case // len(CASES)]


@pytest.mark.fault
@pytest.mark.timeout(0)
def test_killed_anywhere_the_book_is_as_before_or_as_after(desk):
    assert break_at(desk.prepare, desk.verify, partial(each, Fault("kill"))) >= 80


@pytest.mark.fault
@pytest.mark.timeout(0)
def test_a_git_that_dies_is_made_up_for(desk):
    assert break_at(desk.prepare, desk.verify, partial(of_children, Fault("child"))) >= 10


@pytest.mark.fault
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("first", "fault"), DISK.values(), ids=DISK)
def test_a_disk_that_fails_changes_nothing_or_everything(desk, first, fault):
    assert break_at(desk.prepare, desk.verify, partial(each, fault, first=first, every=3)) >= 25


def test_a_broken_command_leaves_the_book_as_before_or_as_after(desk, request):
    case = [case.name for case in CASES].index(request.node.callspec.params["desk"].name)
    assert break_at(desk.prepare, desk.verify, partial(sampled, case)) == len(SAMPLE) + 1
