"""Values for the shell's completions: asked at every TAB, so nothing is loaded that is not needed."""

import os
import sys
from contextlib import suppress
from pathlib import Path

# A person who presses TAB waits no longer; a large book without an index is left to the next command.
PATIENCE = 1.0  # seconds
# Kinds of the command line that are several in the book. What comes first is likelier meant.
_TOGETHER = {"entry": ("booking", "session"), "about": ("booking", "customer")}
Pair = tuple[str, str]


def answer(arguments: list[str]) -> None:
    """Prints `value<TAB>description` lines for `_complete KIND [PREFIX [LEDGER]]`; nothing where there is no ledger.

    Never an error: whatever is wrong is told by the command itself.
    """
    kind, prefix, folder = (*arguments, "", "", "")[:3]
    rows: list[Pair] = []
    with suppress(Exception):
        rows = _values(kind, prefix, folder)
    lines = "".join(f"{_one_line(value)}\t{_one_line(text)}\n" for value, text in rows)
    with suppress(OSError):
        sys.stdout.buffer.write(lines.encode())
        sys.stdout.flush()


def _values(kind: str, prefix: str, folder: str) -> list[Pair]:
    from bookctl.cli.env import Env, find_ledger
    from bookctl.ledger.index.complete import complete

    root = find_ledger(Env(ledger=folder or None), os.environ, Path.cwd())
    _refresh(root, people=kind not in {"service", "resource"})
    return [row for one in _TOGETHER.get(kind, (kind,)) for row in complete(root, one, prefix)]


def _refresh(root: Path, *, people: bool) -> None:
    """What was booked a moment ago completes too, and a first TAB finds a book of common size.

    No lock is taken: a change that is under way is seen in part at worst, and in whole by whoever asks next.
    """
    from threading import Thread

    work = Thread(target=_look, args=(root, people), daemon=True)
    work.start()
    work.join(PATIENCE)


def _look(root: Path, people: bool) -> None:
    from bookctl.ledger.index import open_index
    from bookctl.ledger.state import find_state

    with suppress(Exception):  # then the answer is from what the index has
        index = open_index(root, find_state(root))
        try:
            index.refresh(customers=people)
        finally:
            index.close()


def _one_line(text: str) -> str:
    from bookctl.model.text import shown

    return shown(text).replace("\t", " ")
