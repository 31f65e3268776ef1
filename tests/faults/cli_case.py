"""The whole program on the example practice: four changes, and what must be true after each was broken."""

import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from conftest import Book, Result, environment
from faults.harness import Broken
from faults.wreck import age_locks, contents, git, leftovers

KILLED = -9
DONE, RECORDED, BEFORE = 0, 7, {2, 3, 5, 8}
ANOTHER = ("book", "c2m7hb", "tuina-45", "2026-12-09 11:00")
AGENDA = ("agenda", "2026-11-24..2026-11-27", "--format", "json")
ALL = ("find", "from:2026-01-01", "--format", "json")


class Case(NamedTuple):
    """A change of the book: `first` makes the state it begins with, `lines` are its standard input."""

    name: str
    words: tuple[str, ...]
    files: int
    first: tuple[str, ...] = ()
    lines: str = ""


def _request(start: str) -> str:
    return json.dumps(
        {
            "action": "book",
            "customer": "c4f7qx",
            "service": "deep-tissue-60",
            "start": start,
            "resources": ["wang"],
        }
    )


MOVE = ("move", "7k2m9q", "2026-12-02 10:00")
CASES = (
    Case("book", ("book", "c4f7qx", "deep-tissue-60", "fri 14:45"), 1),
    Case("move", MOVE, 2),
    Case("undo", ("undo",), 2, first=MOVE),
    Case(
        "apply", ("apply", "--yes"), 3,
        lines="\n".join(_request(f"2026-12-0{day}T09:00") for day in (1, 2, 3)),
    ),
)  # fmt: skip


class Told(NamedTuple):
    """What the book says, and what stands in its files."""

    files: dict[str, bytes]
    found: str


class Desk:
    """One ledger, put back to before the change as often as it is asked for."""

    def __init__(self, case: Case, practice: Path, base: Path) -> None:
        self._case, self._base = case, base
        (base / "home").mkdir()
        (base / "lines").write_text(case.lines)
        self.book = Book(base / "ledger", environment(base / "home", base / "ledger"))
        self._made(practice)
        self.before = self._told()
        self.book.ok(*case.words, stdin=case.lines)
        self.after = self._told()
        changed = {path for path, _ in self.before.files.items() ^ self.after.files.items()}
        assert len(changed) == case.files
        assert self.before.found != self.after.found
        self._restore()

    def _made(self, practice: Path) -> None:
        shutil.copytree(practice, self.book.root)
        if self._case.first:
            self.book.ok(*self._case.first)
        self.parent = self.head()
        shutil.copytree(self.book.root, self._base / "template")

    def _restore(self) -> None:
        shutil.rmtree(self.book.root)
        shutil.rmtree(self._base / "home/cache", ignore_errors=True)
        shutil.copytree(self._base / "template", self.book.root)
        self.book.ok("agenda")

    def prepare(self) -> list[str]:
        """Everything as before, the index warm; returns the command."""
        self._restore()
        env = {**self.book.env, "PYTHONDONTWRITEBYTECODE": "1"}
        program = [sys.executable, "-m", "bookctl", "-L", str(self.book.root), *self._case.words]
        fed = ["sh", "-c", 'lines=$1; shift; exec "$@" <"$lines"', "sh", str(self._base / "lines")]
        return ["env", "-i", *(f"{key}={value}" for key, value in env.items()), *fed, *program]

    def verify(self, broken: Broken) -> None:
        """The next command just works; before or after as a whole, as the exit code said; then another booking."""
        age_locks(self.book.root)
        assert broken.code in {KILLED, DONE, RECORDED, *BEFORE}
        self._index_is_right(AGENDA)
        assert self.book.run("check") == Result(0, "", "")
        now = Told(contents(self.book.root), self._index_is_right(ALL))
        after = now == self.after
        assert after or now == self.before
        assert after or broken.code not in {DONE, RECORDED}
        assert not after or broken.code not in BEFORE
        self._one_commit(after=after)
        self._another()

    def _told(self) -> Told:
        return Told(contents(self.book.root), self.book.ok(*ALL))

    def head(self, back: int = 0) -> str:
        return git(self.book.root, "rev-parse", f"HEAD~{back}").strip()

    def _index_is_right(self, words: tuple[str, ...]) -> str:
        """What the index answers, which is what is read from the files alone."""
        warm = self.book.ok(*words)
        cold = self.book.ok(*words, XDG_CACHE_HOME=str(self._base / "cold"))
        shutil.rmtree(self._base / "cold")
        assert json.loads(warm) == json.loads(cold)
        return warm

    def _one_commit(self, *, after: bool) -> None:
        root = self.book.root
        assert self.head(int(after)) == self.parent
        assert not git(root, "status", "--porcelain=v2").strip()
        assert not git(root, "fsck", "--full", "--strict", "--no-dangling", "--no-progress").strip()

    def _another(self) -> None:
        """Another booking is one more commit, and tidies up whatever lay about."""
        parent = self.head()
        done = self.book.run(*ANOTHER)
        assert done == Result(0, done.out, ""), done
        assert self.head(1) == parent
        assert not leftovers(self.book.root)
        assert not git(self.book.root, "status", "--porcelain=v2").strip()
        self._index_is_right(ALL)
