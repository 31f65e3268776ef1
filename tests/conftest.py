"""A copy of the example practice, and the program to run on it."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
# Whatever runs the tests behind a shell's back ignores Ctrl-C for them, and programs that they start would too.
signal.signal(signal.SIGINT, signal.default_int_handler)
NOW = "2026-11-24T09:00"


@dataclass
class Result:
    code: int
    out: str
    err: str


@dataclass
class Book:
    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, stdin: str = "", **env: str) -> Result:
        """Runs a command line in this process, as the program would."""
        from bookctl.cli.app import run

        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        before = dict(os.environ), sys.stdin, Path.cwd()
        os.environ.clear()
        os.environ.update(self.env | env)
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")
        os.chdir(self.root)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(list(words))
        finally:
            os.environ.clear()
            os.environ.update(before[0])
            sys.stdin = before[1]
            os.chdir(before[2])
        return Result(code, *(stream.buffer.getvalue().decode() for stream in (_flushed(out), _flushed(err))))

    def ok(self, *words: str, **options: str) -> str:
        """As `run`, where nothing else than success will do."""
        done = self.run(*words, **options)
        assert done.code == 0, (words, done)
        return done.out

    def spawn(self, *words: str, **options) -> subprocess.CompletedProcess[str]:
        """Runs the real program in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "bookctl", *words],
            env=self.env, cwd=self.root, capture_output=True, text=True, check=False, **options,
        )  # fmt: skip

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=self.env, capture_output=True, text=True, check=True
        )
        return done.stdout


def _flushed(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    stream.flush()
    return stream


def environment(home: Path, ledger: Path) -> dict[str, str]:
    """As small as it can be, with a fixed clock and hand."""
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "BOOKCTL_NOW": NOW,
        "BOOKCTL_BY": "wang",
        "BOOKCTL_LEDGER": str(ledger),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture(scope="session")
def practice(tmp_path_factory):
    """The example under git, made once; copied for each test."""
    base = tmp_path_factory.mktemp("practice")
    root, home = base / "ledger", base / "home"
    home.mkdir()
    shutil.copytree(PROJECT / "ledger-example", root)
    env = environment(home, root)
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=Wang", "-c", "user.email=w@example.com", "commit", "-qm", "The practice"],
    ):
        subprocess.run(
            ["git", *words],
            cwd=root,
            env=env
            | {
                "GIT_AUTHOR_DATE": "2026-11-23T12:00:00+0800",
                "GIT_COMMITTER_DATE": "2026-11-23T12:00:00+0800",
            },
            check=True,
        )
    return root


@pytest.fixture
def book(practice, tmp_path):
    """The example practice on Tuesday 24 November 2026 at 09:00, yours to change."""
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    shutil.copytree(practice, root)
    return Book(root, environment(home, root))


@pytest.fixture
def empty(tmp_path):
    """A new ledger with nothing in it."""
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    made = Book(tmp_path, environment(home, root))
    made.ok("init", str(root), "--timezone", "Asia/Shanghai", "--currency", "CNY", "--name", "Practice")
    made.root = root
    return made
