"""Between two things that become due nothing has to be worked out, as long as the book stays as it is.

Cron calls every few minutes, and nearly always for nothing. So a run that found nothing notes until when that holds, and
for which book. The book is told by its index, which every reader brings up to date first, and by the folders of what
the index does not hold or does not look at each time.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bookctl.ledger.index.place import cache_file
from bookctl.ledger.state import State
from bookctl.messages.sender import folder, made
from bookctl.model.time import MINUTE

if TYPE_CHECKING:
    from bookctl.ledger.opened import Opened

LONGEST = 60 * MINUTE
"""A customer's file that was changed in place is not noticed before the index looks at it; nor is a new zone database."""
DOUBT = 15 * MINUTE
"""Where a condition does not hold now: it may ask for the time."""
_FOLDERS = ("customers", "payments", "rules")


def token(root: Path) -> str | None:
    """Another one after every change of the book; None where that cannot be told."""
    index = cache_file(root)
    if index is None:
        return None
    log = index.with_name(f"{index.name}-wal")
    places = [index, log, *(root / name for name in _FOLDERS), *_years(root / "payments")]
    return " ".join(_sign(path) for path in places)


def _years(payments: Path) -> list[Path]:
    try:
        return sorted(path for path in payments.iterdir() if path.name.isdecimal())
    except FileNotFoundError:
        return []


def _sign(path: Path) -> str:
    try:
        found = os.stat(path)  # noqa: PTH116 - a tenth of the time
    except FileNotFoundError:
        return "-"
    if path.name.endswith("-wal") and not found.st_size:
        return "-"
    return f"{found.st_ino}.{found.st_size}.{found.st_mtime_ns}"


def is_calm(state: State, seen: str | None, now: int) -> bool:
    """Whether an earlier run found that nothing is due before a later time, on this very book."""
    try:
        since, until, known = (folder(state) / "calm").read_text("ascii").split("\n")[:3]
        return seen is not None and seen == known and int(since) <= now < int(until)
    except (FileNotFoundError, ValueError):
        return False


def note_calm(opened: "Opened", seen: str | None, now: int, *, doubt: bool) -> None:
    """Nothing is due now. `seen` is the book as it was before and after that was worked out."""
    from bookctl.messages.run_chores import next_chore
    from bookctl.messages.run_look import scene

    if seen is None:
        return
    there, until = scene(opened), now + (DOUBT if doubt else LONGEST)
    until = next_chore(opened, now, until)
    if there is not None:
        from bookctl.messages.due import next_due

        following = next_due(there.book, there.rules, now, there.zone)
        until = min(until, following or until)
    path = made(opened.state) / "calm"
    part = path.with_name("calm.part")
    part.write_text(f"{now}\n{until}\n{seen}\n", "ascii")
    part.replace(path)
