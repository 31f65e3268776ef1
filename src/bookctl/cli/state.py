"""The running command's surroundings: clock, ledger, terminal, output."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bookctl.actions.problems import Failed, Usage
from bookctl.cli.env import Env, find_ledger
from bookctl.cli.patience import patience
from bookctl.model.text import shown
from bookctl.model.time import zone_of

if TYPE_CHECKING:
    from bookctl.actions.perform import Who
    from bookctl.ledger.opened import Opened
    from bookctl.render.style import Look
    from bookctl.words import Context


class State:
    def __init__(self, env: Env) -> None:
        self.env = env

    @cached_property
    def root(self) -> Path:
        return find_ledger(self.env, os.environ, Path.cwd())

    def now(self, zone: ZoneInfo) -> int:
        """The clock, whole seconds; `--now` without an offset is wall-clock time in the ledger's zone."""
        if self.env.now is None:
            import time

            return int(time.time())
        from bookctl.words import Context, WordError, parse_moment

        try:
            return parse_moment(self.env.now, Context(self.clock(), zone), default_time=0).at
        except WordError as fault:
            raise Usage(f"--now: {fault}") from None

    def clock(self) -> int:
        """The clock where no zone is known yet: only used to judge old locks and journals."""
        import time

        return int(time.time())

    def clock_in(self, zone: str | None = None) -> int:
        """The clock before the book is opened; the ledger's settings are read only where `--now` has no offset."""
        if self.env.now is None:
            return self.clock()
        try:
            return self.now(zone_of(zone or self._zone_name()))
        except ValueError as fault:
            raise Usage(str(fault)) from None

    def _zone_name(self) -> str:
        """As the settings' file has it; all of the catalogue is read only to say what is wrong with it."""
        from bookctl.ledger.files import UnsafeFile, read_file
        from bookctl.ledger.layout import RECORD_LIMIT, SETTINGS
        from bookctl.ledger.toml.read import TomlError, parse

        try:
            named = parse(read_file(self.root, SETTINGS, RECORD_LIMIT) or b"").get("timezone")
            return zone_of(str(named)).key
        except (TomlError, UnsafeFile, OSError, ValueError):
            return self._zone_or_why()

    def _zone_or_why(self) -> str:
        from bookctl.actions.problems import Faulty
        from bookctl.ledger.load import load_catalogue

        catalogue, findings = load_catalogue(self.root)
        if catalogue is None:
            raise Faulty("the ledger's settings do not read", findings)
        return catalogue.settings.timezone

    def say(self, text: str) -> None:
        """A word to the person, never data: on stderr, and not when told to be quiet."""
        if not self.env.quiet:
            print(shown(text), file=sys.stderr)

    @cached_property
    def look(self) -> "Look":
        import shutil

        from bookctl.render.style import choose

        return choose(
            self.env.to_tty,
            {**os.environ, **({"COLUMNS": self.env.width} if self.env.width else {})},
            self.env.color,
            self.env.ascii,
            sys.stdout.encoding or "utf-8",
            columns=shutil.get_terminal_size().columns if self.env.to_tty else None,
        )

    def print(self, lines: str | Iterable[str]) -> None:
        """Data to stdout or to --output."""
        text = lines if isinstance(lines, str) else "".join(f"{line}\n" for line in lines)
        if text and not text.endswith("\n"):
            text += "\n"
        if self.env.output in {None, "-"}:
            sys.stdout.write(text)
            return
        target = Path(str(self.env.output))
        try:
            replace_file(target, text.encode())
        except OSError as fault:
            raise Failed(f"{target} cannot be written: {fault.strerror}") from None

    @contextmanager
    def reading(self, *, everything: bool = False) -> "Iterator[View]":
        from bookctl.ledger.opened import reading

        with ExitStack() as stack:
            with patience("reading the book", quiet=self.env.quiet):
                opened = stack.enter_context(
                    reading(self.root, self.clock(), self.say, everything=everything)
                )
            for note in opened.notes:
                self.say(note)
            yield View(self, opened)

    def who(self, now: int) -> "Who":
        from bookctl.actions.perform import Who

        return Who(self.env.by or _login(), now, "fixed" if self.env.now else None, self.say)


class View:
    """An open ledger to read, with its zone, clock and words."""

    def __init__(self, state: State, opened: "Opened") -> None:
        self.state, self.opened, self.index = state, opened, opened.index
        self.settings = self.index.settings()
        self.zone = ZoneInfo(self.settings.timezone)
        self.now = state.now(self.zone)

    @property
    def words(self) -> "Context":
        from bookctl.words import Context

        return Context(self.now, self.zone, 6 if self.settings.week_start == "sun" else 0)

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, self.zone)


def replace_file(target: Path, data: bytes) -> None:
    """The file as a whole, a link's own target; what is no file, such as /dev/null or a pipe, is written to."""
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    real = target.resolve()
    part = real.with_name(f".{real.name}.part")
    part.write_bytes(data)
    part.replace(real)


def _login() -> str | None:
    """Who sits at the keyboard; None where the system does not say, as in an empty environment."""
    import pwd

    try:
        return os.environ.get("USER") or pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return None


_current: list[State] = []


def begin(env: Env) -> None:
    _current[:] = [State(env)]


def current() -> State:
    return _current[0]
