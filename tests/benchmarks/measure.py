"""Runs commands in turn and takes what each has cost, by the operating system's own account."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import BinaryIO, NamedTuple

KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class Command(NamedTuple):
    """`before` makes ready and is not counted; a missing command says why in `missing`."""

    argv: Sequence[str]
    cwd: Path | None = None
    stdin: Path | None = None
    before: Callable[[], object] | None = None
    missing: str | None = None


class Run(NamedTuple):
    """Seconds of CPU (user and system, children too) and of the clock; MiB at most; `error` where it failed."""

    cpu: float
    wall: float
    memory: float
    error: str | None


class Result(NamedTuple):
    """Medians over the runs, memory the largest; `error` is what the first failing run said."""

    cpu: float
    wall: float
    memory: float
    runs: int
    error: str | None


def environment(work: Path) -> dict[str, str]:
    """A bare one, with its own home and cache: no PYTHON* or GIT_* setting of the caller gets through."""
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    for name in ("home", "cache"):
        (work / name).mkdir(parents=True, exist_ok=True)
    config = "[user]\n\tname = Benchmark\n\temail = benchmark@example.com\n"
    (work / "home" / ".gitconfig").write_text(config, encoding="utf-8")
    places = {
        "HOME": str(work / "home"),
        "XDG_CACHE_HOME": str(work / "cache"),
        "XDG_CONFIG_HOME": str(work / "home"),
    }
    return {"LANG": "C.UTF-8", **kept, **places}


def run(command: Command, environ: Mapping[str, str]) -> Run:
    """One run; the memory counts from the harness's own size at the least, as the kernel inherits it."""
    if command.before:
        command.before()
    with tempfile.TemporaryFile() as said, (command.stdin or Path(os.devnull)).open("rb") as fed:
        begin = time.perf_counter()
        child = subprocess.Popen(
            command.argv,
            cwd=command.cwd,
            env=dict(environ),
            stdin=fed,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        error = None if child.returncode == 0 else f"exit {child.returncode}: {_first_line(said)}"
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, error)


def _first_line(said: BinaryIO) -> str:
    said.seek(0)
    lines = said.read(4096).decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "it said nothing"


def interleaved(
    commands: Mapping[str, Callable[[int], Command]], rounds: int, environ: Mapping[str, str]
) -> dict[str, Result]:
    """Each command once per round, in turn, so that a slow moment of the machine meets all of them.

    Round 0 warms up and is not counted. A command that fails is not run again.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    errors: dict[str, str] = {}
    for number in range(rounds + 1):
        for name, make in commands.items():
            if name in errors:
                continue
            command = make(number)
            one = Run(0, 0, 0, command.missing) if command.missing else run(command, environ)
            if one.error:
                errors[name] = one.error
            elif number or rounds == 0:
                found[name].append(one)
    return {name: _result(runs, errors.get(name)) for name, runs in found.items()}


def once(command: Command, environ: Mapping[str, str]) -> Result:
    """A single run, without warming up: for what cannot be repeated on the same data."""
    return interleaved({"": lambda _: command}, 0, environ)[""]


def _result(runs: list[Run], error: str | None) -> Result:
    if error or not runs:
        return Result(0, 0, 0, len(runs), error or "not run")
    return Result(
        median(one.cpu for one in runs),
        median(one.wall for one in runs),
        max(one.memory for one in runs),
        len(runs),
        None,
    )
