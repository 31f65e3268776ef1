"""The ledgers and programs that are measured."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Command, environment, run
from benchmarks.shape import Shape, customer_id, shape_of

NOW = "2026-11-24T09:00+08:00"


class Size(NamedTuple):
    """`large` is the ledger the budgets speak of, `huge` ten times that; rounds of short and of long commands."""

    large: int
    huge: int
    lines: int
    rounds: int
    long_rounds: int


FULL = Size(100_000, 1_000_000, 50_000, 15, 3)
QUICK = Size(2_000, 20_000, 500, 2, 1)


class Scene:
    """`work` is a folder for all that is written; ledgers found there from an earlier run are used again."""

    def __init__(self, work: Path, size: Size, bookctl: list[str], python: str) -> None:
        self.work, self.size, self.program, self.python = work.resolve(), size, bookctl, python

    @cached_property
    def environ(self) -> Mapping[str, str]:
        return environment(self.work)

    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.size.large, datetime.fromisoformat(NOW))

    @cached_property
    def ledger(self) -> Path:
        return self._generated(self.size.large, "--journal", str(self.journal), "--lines", str(self.lines))

    @cached_property
    def huge(self) -> Path:
        return self._generated(self.size.huge)

    @cached_property
    def clockwork(self) -> Path:
        """The ledger with a rule, all that was due being done."""
        folder = self.copy("copy-clockwork")
        self._add(folder, '[channel.email]\nkind = "email"\nsender = "a@example.com"\n')
        for words in (
            ("rule", "add", "reminder-24h"),
            ("rule", "add", "confirmation"),
            ("remind", "--mark-done"),
            ("remind",),
        ):
            run(self.bookctl(folder, *words, "--now", NOW), self.environ)
        return folder

    @cached_property
    def feeds(self) -> Path:
        """A tenth of the ledger as one feed, built."""
        made = self._generated(self.size.large // 10)
        folder = self.work / "copy-feeds"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder, symlinks=True)
        self._add(folder, '[feed.all]\nshow = "names"\npast = 3650\nfuture = 3650\n')
        run(self.bookctl(folder, "feed", "build", "--now", NOW), self.environ)
        return folder

    def _add(self, folder: Path, settings: str) -> None:
        with (folder / "bookctl.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{settings}")
        run(self.bookctl(folder, "adopt"), self.environ)

    @property
    def journal(self) -> Path:
        return self.work / f"book-{self.size.large}.journal"

    @property
    def lines(self) -> Path:
        return self.work / f"lines-{self.size.large}-{self.size.lines}.jsonl"

    def customer(self, number: int) -> str:
        """Another one for each booking, since nobody is in two places at once."""
        return customer_id(number)

    def copy(self, name: str) -> Path:
        """A fresh copy of the ledger with its history, to be written to."""
        target = self.work / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.ledger, target, symlinks=True)
        return target

    def bookctl(self, folder: Path, *arguments: str, stdin: Path | None = None) -> Command:
        return Command([*self.program, "-L", str(folder), *arguments], stdin=stdin)

    def other(self, program: str, *arguments: str) -> Command:
        """Another program, left out with a clear word where it is not installed."""
        missing = None if shutil.which(program) else f"{program} is not installed"
        return Command([program, *arguments], missing=missing)

    def compile(self) -> None:
        """Both sides start from bytecode: bookctl here, all else by its first run, which is not counted."""
        script = "import bookctl, compileall, os; compileall.compile_dir(os.path.dirname(bookctl.__file__), quiet=2)"
        subprocess.run(
            [self.python, "-c", script], env=dict(self.environ), check=False, stderr=subprocess.DEVNULL
        )

    def _generated(self, bookings: int, *more: str) -> Path:
        folder, done = self.work / f"ledger-{bookings}", self.work / f"ledger-{bookings}.done"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            maker = [sys.executable, str(Path(__file__).with_name("generate.py")), str(folder)]
            options = ["--bookings", str(bookings), "--git", "--line-count", str(self.size.lines), *more]
            subprocess.run([*maker, *options], env=dict(self.environ), check=True)
            done.touch()
        return folder
