"""Breaks a command at every system call that changes a file, and hands each wreck to a check."""

import errno
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TRACER = Path(__file__).with_name("tracer.py")
CHANGING = (
    "open", "creat", "write", "pwrite", "writev", "sendfile", "fsync", "fdatasync", "truncate", "ftruncate",
    "rename", "mkdir", "rmdir", "link", "unlink", "symlink",
)  # fmt: skip


class Broken(NamedTuple):
    """One run. `point` counts from 1, None is the undisturbed run; `code` is the exit status, -9 when killed.

    `calls` are the names of the calls in order, `places` the paths behind those that work on an open file, `children`
    whether another process than the command's own made the call.
    """

    point: int | None
    code: int
    calls: tuple[str, ...]
    places: tuple[str, ...]
    said: str
    children: tuple[bool, ...] = ()


class Fault(NamedTuple):
    """`how` is kill (everything), child (only the process that makes the call) or error (the call fails with `code`)."""

    how: str = "kill"
    code: int = errno.EIO
    onwards: bool = False


Prepare = Callable[[], Sequence[str]]
Verify = Callable[[Broken], None]


@lru_cache(maxsize=1)
def missing() -> str | None:
    """Why this machine cannot run the fault tests; None where it can."""
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        return "breaking system calls needs Linux on x86_64 or aarch64"
    try:
        traced(["true"])
    except (RuntimeError, ValueError):
        return "ptrace is not permitted here"
    return None


def traced(
    argv: Sequence[str], at: int = 0, fault: Fault | None = None, syscalls: Sequence[str] = CHANGING
) -> Broken:
    """Runs the command and breaks it at the `at`-th call (0: not at all)."""
    how = fault or Fault()
    task = {"argv": [*argv], "at": at, **how._asdict(), "syscalls": [*syscalls]}
    done = subprocess.run(
        [sys.executable, str(TRACER), json.dumps(task)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    said, _, last = done.stdout.rstrip("\n").rpartition("\n")
    result = json.loads(last)
    return Broken(
        at or None,
        result["code"],
        tuple(result["calls"]),
        tuple(result["places"]),
        said + done.stderr,
        tuple(result["children"]),
    )


def kill_points(
    prepare: Prepare, verify: Verify, every: int = 1, fault: Fault | None = None, first: int = 1
) -> int:
    """`prepare` builds a fresh state and returns the command; `verify` judges what is left. Returns the number of points.

    The undisturbed run comes first; then one run for each point from `first` on, or for each `every`-th.
    """
    whole = _checked(verify, traced(prepare()))
    assert whole.code == 0, whole.said
    at, points = first, 0
    while True:
        broken = _checked(verify, traced(prepare(), at, fault), fault)
        if len(broken.calls) < at:
            return points
        points += 1
        at += every


def break_at(
    prepare: Prepare, verify: Verify, faults: Callable[[Broken], Iterable[tuple[int, Fault]]]
) -> int:
    """As `kill_points`, at just the points and with the faults chosen when the undisturbed run is known."""
    whole = _checked(verify, traced(prepare()))
    assert whole.code == 0, whole.said
    chosen = list(faults(whole))
    for at, fault in chosen:
        _checked(verify, traced(prepare(), at, fault), fault)
    return len(chosen)


def _checked(verify: Verify, broken: Broken, how: Fault | None = None) -> Broken:
    try:
        verify(broken)
    except Exception as fault:
        tail = " ".join(broken.calls[max(0, (broken.point or 0) - 12) :][:12])
        fault.add_note(
            f"broken at call {broken.point} of the command ({how or Fault()}; … {tail}); exit {broken.code}; {broken.said[-800:]}"
        )
        raise
    return broken
