"""`remind` killed while it offers freed time and decides on a class: nothing happens twice, nothing is lost."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Book
from faults import harness
from faults.harness import Broken, Fault, break_at
from faults.wreck import age_locks, git
from remind_kit import Clockwork
from wait_kit import OFFERED, decides, full_morning, made, practice, states

pytestmark = pytest.mark.skipif(harness.missing() is not None, reason=harness.missing() or "")
SAMPLES = 6
DUE, LATER, LAST = "2026-11-24T09:05", "2026-11-24T09:10", "2026-11-24T09:15"
WED = "2026-11-25"


class Offerer:
    """One freed time, two who wait for it, and a class that nobody has joined."""

    def __init__(self, book: Book, base: Path) -> None:
        self.book, self._base = practice(book), base
        self.clockwork = Clockwork(book)
        (book.root / "rules" / "before.toml").unlink()
        self.clockwork.rule("offer", OFFERED)
        book.ok("rule", "add", "offer-freed-time")
        decides(book, 3 * 24 * 60)
        self.session = made(book, "session", "add", "yoga", "2026-11-26 18:00")
        taken = full_morning(book)["10"]
        for name in ("李娜", "吴刚"):
            book.ok("wait", "add", name, "tuina-60", WED)
        book.ok("cancel", taken)
        book.ok("remind", "--take-over", BOOKCTL_NOW="2026-11-24T09:01")
        shutil.copytree(book.root, base / "template", symlinks=True)

    def prepare(self) -> list[str]:
        shutil.rmtree(self.book.root)
        shutil.copytree(self._base / "template", self.book.root, symlinks=True)
        shutil.rmtree(Path(self.book.env["XDG_CACHE_HOME"]), ignore_errors=True)
        shutil.rmtree(self.clockwork.out, ignore_errors=True)
        self.book.ok("agenda", BOOKCTL_NOW=DUE)
        env = {**self.book.env, "BOOKCTL_NOW": DUE, "PYTHONDONTWRITEBYTECODE": "1"}
        words = [f"{key}={value}" for key, value in env.items()]
        return ["env", "-i", *words, sys.executable, "-m", "bookctl", "remind"]

    def verify(self, broken: Broken) -> None:
        age_locks(self.book.root)
        told = [self.clockwork.remind(at) for at in (LATER, LAST)]
        assert {one.code for one in told} <= {0, 6}, (broken, told)
        silent = self.clockwork.remind(LAST)
        assert (silent.code, silent.out, silent.err) == (0, "", ""), silent
        assert states(self.book, LAST) == {"李娜": "offered", "吴刚": "waiting"}
        pages = "".join(path.read_text() for path in (self.book.root / "bookings").rglob("*.toml"))
        assert pages.count('source = "waitlist"') == 1
        assert pages.count("too few joined") == 1
        assert len(self.clockwork.sent()) == 1
        rows = self.clockwork.recorded().values()
        assert sorted(row["rule"] for row in rows) == ["offer", "offer-freed-time"]
        assert self.book.run("check", BOOKCTL_NOW=LAST).code == 0
        assert not git(self.book.root, "status", "--porcelain=v2").strip()


@pytest.fixture
def offerer(empty, tmp_path) -> Offerer:
    return Offerer(empty, tmp_path)


@pytest.mark.fault
@pytest.mark.timeout(0)
def test_killed_anywhere_a_freed_time_is_offered_once(offerer):
    def each(whole: Broken) -> Iterator[tuple[int, Fault]]:
        for at in range(1, len(whole.calls) + 1):
            yield at, Fault("kill")

    assert break_at(offerer.prepare, offerer.verify, each) >= 100


@pytest.mark.timeout(300)
def test_killed_here_and_there_a_freed_time_is_offered_once(offerer):
    def some(whole: Broken) -> Iterator[tuple[int, Fault]]:
        for number in range(SAMPLES):
            yield 1 + int((number + 0.5) * len(whole.calls) / SAMPLES), Fault("kill")

    assert break_at(offerer.prepare, offerer.verify, some) == SAMPLES
