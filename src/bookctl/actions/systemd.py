"""A service and a timer of the user's own systemd for each job (systemd.service(5), systemd.timer(5))."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from bookctl.actions.cron import SIGN, Edit, Job, Schedule, in_words
from bookctl.actions.problems import Failed

PATIENCE = 60


def folder(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path(environ.get("HOME", "/")) / ".config") / "systemd" / "user"


def units(plan: Schedule, where: Path) -> dict[Path, bytes]:
    """The files of all jobs."""
    found = {}
    for job in plan.jobs:
        found[where / f"{_name(plan.key, job)}.service"] = _service(plan, job).encode()
        found[where / f"{_name(plan.key, job)}.timer"] = _timer(plan, job).encode()
    return found


def present(key: str, where: Path) -> list[Path]:
    """The files of a ledger that are there, the links that enable them included."""
    return sorted(
        [*where.glob(f"bookctl-*-{key}.*"), *where.glob(f"timers.target.wants/bookctl-*-{key}.timer")]
    )


def timers(key: str, jobs: tuple[Job, ...]) -> list[str]:
    return [f"{_name(key, job)}.timer" for job in jobs]


def verify(edits: list[Edit]) -> None:
    """Asks systemd itself, where it is here, before anything is written; Failed with its words."""
    if shutil.which("systemd-analyze") is None:
        return
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        paths = [Path(made) / Path(edit.path).name for edit in edits if edit.new is not None]
        for path, edit in zip(paths, [edit for edit in edits if edit.new is not None], strict=True):
            path.write_bytes(edit.new or b"")
        try:
            done = subprocess.run(
                ["systemd-analyze", "--user", "--man=no", "verify", *map(str, paths)],
                capture_output=True, text=True, check=False, timeout=PATIENCE,
                env={"XDG_RUNTIME_DIR": made, **os.environ, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return
    if paths and done.returncode != 0:
        raise Failed("systemd does not take these units; nothing was written", lines=done.stderr.splitlines())


def _name(key: str, job: Job) -> str:
    return f"bookctl-{job.name}-{key}"


def _service(plan: Schedule, job: Job) -> str:
    variables = "".join(f"Environment={_word(f'{name}={value}')}\n" for name, value in plan.environ)
    command = " ".join(_word(word).replace("$", "$$") for word in plan.command(job))
    return (
        f"# {SIGN}\n[Unit]\nDescription=bookctl {job.name} for {_percent(str(plan.ledger))}\n\n"
        f"[Service]\nType=oneshot\nTimeoutStartSec=4min\n{variables}ExecStart={command}\n"
    )


def _timer(plan: Schedule, job: Job) -> str:
    return (
        f"# {SIGN}\n[Unit]\nDescription=bookctl {job.name} every {in_words(plan.every)}\n\n"
        f"[Timer]\nOnCalendar={_when(plan.every)}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )


def _when(every: int) -> str:
    if every < 60:
        return f"*:0/{every}"
    return {60: "*:00", 1440: "00:00"}.get(every, f"0/{every // 60}:00")


def _word(text: str) -> str:
    """One word of a unit file: quoted, its percent signs no specifiers."""
    return '"' + _percent(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _percent(text: str) -> str:
    return text.replace("%", "%%")
