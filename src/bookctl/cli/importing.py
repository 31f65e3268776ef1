"""What the imports share: a file's bytes, a person's agreement, and how it ends where rows are left."""

import sys
from pathlib import Path

from bookctl.actions.problems import Faulty, NotFound, Partly
from bookctl.model.counted import counted
from bookctl.model.text import shown


class Failing(Exception):
    """Rows that cannot be taken, where none is to be skipped."""


class ToAsk(Exception):
    """So many records that somebody has to agree."""


def data_of(file: str) -> bytes:
    """What is in the file, and a byte more than is allowed of what is larger."""
    from bookctl.intake.table import LARGEST

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown(file)}") from None


def stopped(bad: int, good: int) -> Faulty:
    text = f"{counted(bad, 'row')} cannot be taken, {good} can; nothing was changed"
    return Faulty(text, help="--skip takes the others" if good else None)


def partly(bad: int, *, dry: bool) -> Partly:
    verb = "would not be" if dry else "was not" if bad == 1 else "were not"
    return Partly(f"{counted(bad, 'row')} {verb} taken")
