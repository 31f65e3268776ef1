"""Measurements as a Markdown table, and the machine they were taken on."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_HEAD = ("what", "measured", "reference", "ratio", "budget", "")


class Row(NamedTuple):
    what: str
    measured: str
    reference: str = ""
    ratio: str = ""
    budget: str = ""
    verdict: str = ""


def time_text(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def verdict(value: float, budget: float, *, at_least: bool = False) -> str:
    return "met" if (value >= budget if at_least else value <= budget) else "**missed**"


def markdown(rows: Iterable[Row]) -> str:
    lines = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def plain(rows: Iterable[Row]) -> str:
    """The same for a terminal, columns in line."""
    cells = [[cell.replace("`", "").replace("*", "") for cell in row] for row in (_HEAD, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in cells
    )


def machine(work: Path, python: str, day: str) -> str:
    """One line on when and where, one on with what."""
    versions = (_version(python, "--version"), *map(_version, ("git", "hledger", "ledger")), _typer(python))
    where = f"{_cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {_filesystem(work)}"
    return f"Measured {day} on {where}.\nWith {', '.join(filter(None, versions))}.\n"


def write_between(page: Path, text: str) -> None:
    """Replaces what stands between the two marks; ValueError where they are missing."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no lines {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _filesystem(folder: Path) -> str:
    """The type of the one that holds the folder."""
    mounts = Path("/proc/mounts")
    rows = (
        [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()] if mounts.exists() else []
    )
    over = [(len(row[1]), row[2]) for row in rows if folder.resolve().is_relative_to(row[1])]
    return max(over)[1] if over else "unknown file system"


def _version(program: str, option: str = "--version") -> str | None:
    """`git 2.39.5`; None where there is no such program."""
    if not shutil.which(program):
        return None
    said = subprocess.run([program, option], capture_output=True, text=True, check=False).stdout
    number = next((word.strip(",") for word in said.split() if word[:1].isdigit()), "")
    return f"{'Python' if option and 'python' in program else program} {number}"


def _typer(python: str) -> str | None:
    script = "from importlib.metadata import version; print('typer', version('typer'))"
    said = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    return said.stdout.strip() or None
