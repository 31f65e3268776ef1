"""The whole book, proven right or with all that is wrong in it."""

from collections.abc import Callable
from pathlib import Path

from bookctl.actions.adopt import vanished
from bookctl.actions.problems import Usage
from bookctl.ledger.check import run
from bookctl.ledger.checks import NAMES
from bookctl.ledger.epoch import stale
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.opened import reading
from bookctl.ledger.state import find_state


def check(
    root: Path, now: int, names: tuple[str, ...], *, strict: bool, no_index: bool, say: Callable[[str], None]
) -> list[Finding]:
    """All findings in order of file and line. Usage where a check is not known.

    The files themselves are read either way; the index only helps to find out what was edited since the last commit.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise Usage(f"there is no check {unknown[0]!r}", help=f"checks: {' '.join(sorted(NAMES))}")
    found = run(root, now, names, strict=strict) + _replaced(root)
    if not no_index:
        with reading(root, now, say, everything=True) as opened:
            found = found + vanished(opened, opened.index.dirty(opened.state))
    return sorted(found)


def _replaced(root: Path) -> list[Finding]:
    """That the history here is one which `bookctl forget` replaced."""
    old = stale(find_state(root), sure=False)
    if old is None:
        return []
    return [Finding(SETTINGS, 1, 1, "error", "epoch", str(old), help="; ".join(old.steps))]
