"""Ctrl-C and its like while a change is between recorded and finished: a few milliseconds in which they wait."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_HELD = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class Hold:
    """What becomes of signals that came meanwhile: delivered afterwards, unless `forget` was called."""

    def __init__(self) -> None:
        self.forgotten = False

    def forget(self) -> None:
        """The change has happened: an exit by signal would claim that it has not."""
        self.forgotten = True


@contextmanager
def held_back() -> Iterator[Hold]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    hold = Hold()
    try:
        yield hold
    finally:
        while hold.forgotten and (waiting := signal.sigpending() & _HELD - before):
            signal.sigwait(waiting)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
