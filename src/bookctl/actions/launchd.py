"""A property list for each job, for the Mac's launchd (launchd.plist(5))."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bookctl.actions.cron import SIGN, Job, Schedule


def folder(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME", "/")) / "Library" / "LaunchAgents"


def units(plan: Schedule, where: Path) -> dict[Path, bytes]:
    return {where / f"{_label(plan.key, job)}.plist": _plist(plan, job) for job in plan.jobs}


def present(key: str, where: Path) -> list[Path]:
    return sorted(where.glob(f"bookctl.*.{key}.plist"))


def _label(key: str, job: Job) -> str:
    return f"bookctl.{job.name}.{key}"


def _plist(plan: Schedule, job: Job) -> bytes:
    import plistlib

    made: dict[str, Any] = {
        "Label": _label(plan.key, job),
        "ProgramArguments": list(plan.command(job)),
        "EnvironmentVariables": dict(plan.environ),
        "StartCalendarInterval": _when(plan.every),
        "ProcessType": "Background",
    }
    head, rest = plistlib.dumps(made).split(b"\n", 1)
    return head + f"\n<!-- {SIGN} -->\n".encode() + rest


def _when(every: int) -> list[dict[str, int]]:
    """The minutes at which it starts. Unlike an interval, these are made up for after sleep."""
    if every < 60:
        return [{"Minute": minute} for minute in range(0, 60, every)]
    return [{"Hour": hour, "Minute": 0} for hour in range(0, 24, every // 60)]
