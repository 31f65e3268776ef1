"""What the machine's clock is to start, and how often: the same for crontab, systemd and launchd."""

import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bookctl.actions.problems import Failed, Refused, Usage
from bookctl.model.text import shown, unsafe

KINDS = ("crontab", "systemd", "launchd")
SIGN = "Written by bookctl cron install; bookctl cron remove takes it away again."
_XDG = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
_USUAL_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
_LONGEST_PATH = 400
_MOST = 1 << 20


class Job(NamedTuple):
    """`name` is unique within a ledger; `words` follow `bookctl -L LEDGER`."""

    name: str
    words: tuple[str, ...]


REMIND = Job("remind", ("remind", "--quiet"))
FEEDS = Job("feeds", ("feed", "build", "--quiet"))


class Schedule(NamedTuple):
    """All jobs of one ledger; `every` is minutes and divides an hour or a day, `program` starts with an absolute path."""

    program: tuple[str, ...]
    ledger: Path
    every: int
    environ: tuple[tuple[str, str], ...]
    jobs: tuple[Job, ...]

    @property
    def key(self) -> str:
        """The ledger in names of units and in markers: the same as long as it lies in the same place."""
        return key_of(self.ledger)

    def command(self, job: Job) -> tuple[str, ...]:
        return (*self.program, "-L", str(self.ledger), *job.words)


class Edit(NamedTuple):
    """A file, or the table of cron, before and after; None where there is none."""

    path: str
    old: bytes | None
    new: bytes | None


def key_of(ledger: Path) -> str:
    return sha256(os.fsencode(ledger)).hexdigest()[:12]


def schedule(
    ledger: Path, every: int, environ: Mapping[str, str], *, program: tuple[str, ...], feeds: bool
) -> Schedule:
    """Usage where the place of the ledger or of the program cannot stand in such a file."""
    for text in (str(ledger), *program):
        if (fault := unsafe(text)) is not None or "\\" in text:
            named = fault or "a backslash"
            raise Usage(f"{shown(text)} contains {named}, which no table of jobs can hold: rename it")
    jobs = (REMIND, FEEDS) if feeds else (REMIND,)
    return Schedule(program, ledger, every, environment(environ), jobs)


def interval(text: str) -> int:
    """Minutes of `5m` or `2h`; Usage where an hour, or a day, is no multiple of it."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})(m|h)", text, re.ASCII)
    minutes = int(found[1]) * (60 if found[2] == "h" else 1) if found else 0
    if minutes and (60 % minutes == 0 or (minutes % 60 == 0 and 1440 % minutes == 0)):
        return minutes
    raise Usage(
        f"--every {shown(text)!r} does not divide an hour or a day",
        help="1m, 5m, 10m, 15m, 30m, 1h, 2h, up to 24h",
    )


def in_words(minutes: int) -> str:
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"


def running(argument: str, executable: str = sys.executable) -> tuple[str, ...]:
    """How the bookctl that runs now is started; `argument` is its argv[0]. Links stay, so that an upgrade moves them."""
    path = Path(argument).absolute()
    if path.name == "bookctl" and path.is_file() and os.access(path, os.X_OK):
        return (str(path),)
    return (executable, "-P", "-m", "bookctl")  # -P: not from the folder in which cron happens to start it


def environment(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the jobs need of this environment: programs such as git, UTF-8, the user's own folders."""
    kept = [(name, environ[name]) for name in _XDG if _plain(environ.get(name, ""))]
    return (("PATH", _path(environ.get("PATH", ""))), ("LANG", "C.UTF-8"), *kept)


def _path(text: str) -> str:
    """Folders that nobody else can write to; only those of git and the usual ones where they are many."""
    folders = [folder for folder in dict.fromkeys(text.split(":")) if _plain(folder) and _guarded(folder)]
    folders += [folder for folder in _USUAL_PATH if folder not in folders]
    if len(":".join(folders)) > _LONGEST_PATH:
        folders = [f for f in folders if f in _USUAL_PATH or (Path(f) / "git").is_file()]
    return ":".join(folders)


def _plain(text: str) -> bool:
    return text.startswith("/") and unsafe(text) is None and "\\" not in text


def _guarded(folder: str) -> bool:
    try:
        mode = os.stat(folder).st_mode  # noqa: PTH116 - one call for a text that may be no path at all
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(mode) and not mode & stat.S_IWOTH


def compared(files: Mapping[Path, bytes | None]) -> list[Edit]:
    """What is to change on disk. Refused where a file of that name is not of bookctl's making."""
    edits = []
    for path, new in files.items():
        old = _read(path)
        if old is not None and SIGN.encode() not in old:
            raise Refused(f"{path} was not written by bookctl", help="move it away first")
        if old != new or (new is None and path.is_symlink()):
            edits.append(Edit(str(path), old, new))
    return edits


def carried_out(edits: Sequence[Edit]) -> None:
    """Writes each file as a whole, or takes it away; Failed where the disk says no."""
    for edit in edits:
        path = Path(edit.path)
        try:
            if edit.new is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(edit.new)
            part.replace(path)
        except OSError as fault:
            raise Failed(f"{path} cannot be written: {fault.strerror}") from None


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise Failed(f"{path} cannot be read: {fault.strerror}") from None
