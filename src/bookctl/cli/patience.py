"""A word to a person who is kept waiting; nothing where the work is quick or nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

AFTER = 0.6  # seconds


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
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if shown:
            print(" " * (len(text) + 1), end="\r", file=sys.stderr, flush=True)
