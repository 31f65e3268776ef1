"""A word to a person who is kept waiting; nothing where the work is quick or nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Timer

AFTER = 0.6  # seconds


def _start_deaf(timer: "Timer") -> None:
    """A signal that the main thread holds back must not end the program through this one."""
    import signal

    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        timer.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def patience(text: str, *, quiet: bool = False) -> Iterator[None]:
    """Shows `text…` on the terminal once the work has taken a while, and wipes it when it is done."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    shown: list[bool] = []

    def show() -> None:
        shown.append(True)
        print(f"{text}…", end="\r", file=sys.stderr, flush=True)

    timer = Timer(AFTER, show)
    timer.daemon = True
    _start_deaf(timer)
    try:
        yield
    finally:
        timer.cancel()
        if shown:
            print(" " * (len(text) + 1), end="\r", file=sys.stderr, flush=True)
