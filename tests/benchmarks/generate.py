"""Writes an invented ledger of 1,000 to 1,000,000 bookings, the same bytes for the same options.

python tests/benchmarks/generate.py FOLDER --bookings 100000 --git --journal book.journal --lines lines.jsonl
"""

import argparse
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.days import visits
from benchmarks.lines import write_lines
from benchmarks.pages import Day, Line, journal_head, page, transactions
from benchmarks.shape import Shape, catalogue, shape_of

EARLY = 1.03  # a little more than its share for each day, so that the last ones need not be full
NOW = datetime.fromisoformat("2026-11-24T09:00:00+08:00")


def generate(
    folder: Path,
    bookings: int,
    *,
    days: int | None = None,
    seed: int = 1,
    now: datetime = NOW,
    journal: Path | None = None,
) -> Shape:
    """Writes the ledger, and the same bookings as an accounting journal; ValueError where they do not fit."""
    shape = shape_of(bookings, now, days=days, seed=seed)
    for path, text in catalogue(shape):
        _write(folder / path, text)
    with ExitStack() as stack:
        book = stack.enter_context(journal.open("w", encoding="utf-8")) if journal else None
        if book:
            book.write(journal_head())
        for day, text, told in _pages(shape):
            _write(folder / "bookings" / str(day.year) / f"{day}.toml", text)
            if book:
                book.write(transactions(day, told))
    return shape


def _pages(shape: Shape) -> Iterator[tuple[date, str, list[Line]]]:
    """Each day with its page; what does not fit into one day is made up for on the next ones."""
    rng = Random(shape.seed)
    left, number = shape.bookings, 0
    for index in range(shape.days):
        day = shape.first + timedelta(days=index)
        wanted = min(left, math.ceil(EARLY * left / (shape.days - index)))
        found = visits(shape, rng, day, wanted)
        if not found:
            continue
        text, told = page(Day(shape, rng, day, number), found)
        number += len(told) + len(found)
        left -= len(told)
        yield day, text, told
    if left:
        raise ValueError(f"{left} bookings found no room: give more days")


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode())
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode())


def commit(folder: Path) -> None:
    """Puts the ledger under git, as one commit of a made-up author."""
    identity = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "A ledger")):
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a folder that is not there yet, or empty")
    parser.add_argument("--bookings", type=int, default=100_000)
    parser.add_argument("--days", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--now", type=lambda text: datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo), default=NOW
    )
    parser.add_argument("--git", action="store_true", help="under git, with one commit")
    parser.add_argument("--journal", type=Path, help="the same bookings for hledger and ledger")
    parser.add_argument("--lines", type=Path, help="requests for `bookctl apply` that fit into the ledger")
    parser.add_argument("--line-count", type=int, default=50_000)
    given = parser.parse_args(arguments)
    os.umask(0o077)
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    options = {"days": given.days, "seed": given.seed, "now": given.now, "journal": given.journal}
    shape = generate(given.folder, given.bookings, **options)
    if given.git:
        commit(given.folder)
    if given.lines:
        write_lines(given.lines, shape, given.line_count)


if __name__ == "__main__":
    main()
