"""Questions to whoever sits at the terminal. Nobody is asked where nobody is there to answer."""

import os
import select
import signal
import sys

from bookctl.actions.problems import Usage

YES = frozenset({"y", "yes", "是", "好"})


def ask(question: str, otherwise: str = "nothing was changed") -> None:
    """Usage unless a person says yes."""
    if not sys.stdin.isatty():
        raise Usage(f"{question} Nobody is here to answer", help="--yes says it beforehand")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if typed().lower() not in YES:
        raise Usage(otherwise)


def typed() -> str:
    """The line that is typed next; empty at the end of the input. Ctrl-C ends it whenever it comes."""
    if os.name == "posix" and sys.stdin.isatty():
        _until_typed()
    return sys.stdin.readline().strip()


def _until_typed() -> None:
    """A signal that comes just before a read begins would be noticed only behind it: here it wakes the wait as a key does."""
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    try:
        select.select([sys.stdin, ours], [], [])
    finally:
        signal.set_wakeup_fd(before)
        os.close(ours)
        os.close(theirs)
