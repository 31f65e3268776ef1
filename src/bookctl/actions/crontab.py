"""A block of lines in the user's table of cron, between two markers; every other byte of it is the user's."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bookctl.actions.cron import SIGN, Edit, Job, Schedule
from bookctl.actions.problems import Failed, Refused, Usage

if TYPE_CHECKING:
    from subprocess import CompletedProcess

    from bookctl.ledger.state import State

LONGEST = 990  # bytes of a command; cron itself stops at 999
PATIENCE = 30  # seconds for the crontab program
KEEP = 10
_ADDED = b" (the line above had no end)"
_MARKER = re.compile(rb"#\s*bookctl\s+(begin|end)\s+([0-9a-f]{12})(?:\s+\(.*\))?")
_SAFE = re.compile(r"[A-Za-z0-9@+=:,./_-]+", re.ASCII)


class Line(NamedTuple):
    """A marker in the table, `start` and `end` its bytes with the line break."""

    word: bytes
    start: int
    end: int


def block(plan: Schedule) -> str:
    """The lines, both markers included; Usage where a command is longer than cron takes."""
    lines = [f"# bookctl begin {plan.key}", f"# {SIGN}"]
    lines += [f"{_when(plan.every)} {_command(plan, job)}" for job in plan.jobs]
    return "".join(f"{line}\n" for line in (*lines, f"# bookctl end {plan.key}"))


def with_block(table: bytes, plan: Schedule) -> bytes:
    """The table with the block: in its old place, else at the end. Refused where only half of one is there."""
    made, found = block(plan).encode("utf-8", "surrogateescape"), extent(table, plan.key)
    if found is not None:
        first = table[found[0] : table.index(b"\n", found[0])]
        return table[: found[0]] + (_marked(made) if _ADDED in first else made) + table[found[1] :]
    return table + (b"\n" + _marked(made) if table and not table.endswith(b"\n") else made)


def without_block(table: bytes, key: str) -> bytes:
    """The table as it would be had the block never been there."""
    found = extent(table, key)
    if found is None:
        return table
    start, end = found
    added = start > 0 and _ADDED in table[start : table.index(b"\n", start)]
    return table[: start - 1] if added and end == len(table) else table[:start] + table[end:]


def extent(table: bytes, key: str) -> tuple[int, int] | None:
    """The block's bytes, half-open; None where there is none. Refused where the markers are not one pair."""
    markers = _markers(table)
    own = [line for line, name in markers if name == key.encode()]
    if not own:
        return None
    if [line.word for line in own] != [b"begin", b"end"]:
        words = ", ".join(line.word.decode() for line in own)
        raise Refused(
            f"the crontab's block of this ledger is damaged: its markers are {words} instead of begin, end",
            help=f"crontab -e, and delete the lines of '# bookctl … {key}'",
        )
    first, last = own
    if any(first.start < line.start < last.start for line, _ in markers):
        raise Refused(
            "the crontab's block of this ledger has another ledger's marker inside",
            help=f"crontab -e, and delete the lines of '# bookctl … {key}'",
        )
    return first.start, last.end


def _markers(table: bytes) -> list[tuple[Line, bytes]]:
    found, start = [], 0
    while start < len(table):
        end = table.find(b"\n", start) + 1 or len(table)
        if match := _MARKER.fullmatch(table[start:end].strip()):
            found.append((Line(match[1], start, end), match[2]))
        start = end
    return found


def _marked(made: bytes) -> bytes:
    """The block with a note that the line break before it is ours."""
    first, rest = made.split(b"\n", 1)
    return first + _ADDED + b"\n" + rest


def _when(every: int) -> str:
    if every < 60:
        return "* * * * *" if every == 1 else f"*/{every} * * * *"
    hours = {1: "*", 24: "0"}.get(every // 60, f"*/{every // 60}")
    return f"0 {hours} * * *"


def _command(plan: Schedule, job: Job) -> str:
    """The variables stand in the command: an assignment of its own line would hold for the user's lines too."""
    variables = [f"{name}={value}" for name, value in plan.environ]
    made = " ".join(_quoted(word) for word in ("/usr/bin/env", *variables, *plan.command(job)))
    if len(made.encode("utf-8", "surrogateescape")) > LONGEST:
        raise Usage("the command is longer than cron takes", help="shorten $PATH and try again")
    return made


def _quoted(word: str) -> str:
    r"""For sh, and for cron before it: `%` is a line break there unless it is `\%`, of which some crons keep the `\`."""
    if _SAFE.fullmatch(word):
        return word
    quoted = ["'" + part.replace("'", "'\"'\"'") + "'" if part else "" for part in word.split("%")]
    return "\\%".join(quoted) or "''"


def read_table() -> bytes:
    """The user's table; empty where there is none yet. Failed where nobody can tell."""
    done = _run(["-l"])
    if done.returncode == 0:
        return _as_it_is(done.stdout) if b"\\r" in done.stdout else bytes(done.stdout)
    said = done.stderr.decode("utf-8", "replace").strip()
    if not done.stdout and re.search(r"no (f?crontab|cron table)\b|No such file", said, re.IGNORECASE):
        return b""
    raise Failed(f"crontab -l failed: {said or f'exit {done.returncode}'}")


def _as_it_is(listed: bytes) -> bytes:
    """Debian's `crontab -l` writes a carriage return as a backslash and an r, like any other backslash and r. What an
    editor gets is the table itself; one that only copies it changes nothing.
    """
    import tempfile
    from shlex import quote

    with tempfile.TemporaryDirectory() as made:
        script, copy = Path(made) / "copy", Path(made) / "table"
        script.write_text(f'cp -- "$1" {quote(str(copy))}\n', "utf-8")
        editor = f"sh {quote(str(script))}"
        done = _run(["-e"], VISUAL=editor, EDITOR=editor)
        found = copy.read_bytes() if copy.exists() else b""
    for table in (
        found,
        re.sub(rb"\A(#[^\n]*\n){3}", b"", found, count=1),
    ):  # some show cron's own three lines here
        if table.replace(b"\r", b"\\r") == listed.replace(b"\r", b"\\r"):
            return table
    raise Failed(
        "nobody can tell whether the crontab has carriage returns or writes them as \\r"
        f" (crontab -e: exit {done.returncode})"
    )


def write_table(edit: Edit, state: "State", now: int) -> Path | None:
    """Hands the new table to cron, the old one kept beside the ledger first; None where there was none to keep."""
    kept = _keep(edit.old, state, now) if edit.old else None
    done = _run(["-"], edit.new or b"") if edit.new else _run(["-r"])
    where = f"; the old table is in {kept}" if kept else ""
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Failed(f"crontab refused the new table: {said or f'exit {done.returncode}'}{where}")
    if read_table() != (edit.new or b""):
        raise Failed(f"crontab took the new table but shows another{where}")
    return kept


def _keep(table: bytes, state: "State", now: int) -> Path:
    from bookctl.ledger.disk import sync, sync_path, write_all
    from bookctl.ledger.state import make_state

    make_state(state)
    folder = state.dir / "crontab"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"
    with path.open("wb") as file:
        path.chmod(0o600)
        write_all(file.fileno(), table)
        sync(file.fileno())
    sync_path(folder)
    for old in sorted(folder.iterdir())[:-KEEP]:
        old.unlink(missing_ok=True)
    return path


def _run(words: list[str], stdin: bytes = b"", **environ: str) -> "CompletedProcess[bytes]":
    import os
    import subprocess

    try:
        return subprocess.run(
            ["crontab", *words], input=stdin, capture_output=True, check=False, timeout=PATIENCE,
            env={**os.environ, "LC_ALL": "C", **environ},
        )  # fmt: skip
    except FileNotFoundError:
        raise Failed("there is no crontab program here", help="bookctl cron install --kind systemd") from None
    except subprocess.TimeoutExpired:
        raise Failed(f"crontab did not answer within {PATIENCE} s") from None
    except OSError as fault:
        raise Failed(f"crontab cannot be started: {fault.strerror}") from None
