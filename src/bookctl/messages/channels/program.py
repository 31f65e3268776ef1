"""A program of the user's: what it is told on stdin, how long it may take, how it ended."""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from bookctl.messages.channels.letter import Receipt

if TYPE_CHECKING:
    from subprocess import Popen


class Ran(NamedTuple):
    code: int


def run_program(
    command: Sequence[str], data: bytes, patience: int, begin: Callable[[], None]
) -> Ran | Receipt:
    """Never through a shell, output dropped: it could hold addresses. A Receipt where it did not come to an end."""
    import subprocess

    begin()
    try:
        process = subprocess.Popen(
            [*command],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as fault:
        return Receipt("retry", f"the program did not start ({type(fault).__name__})")
    try:
        with suppress(BrokenPipeError):  # it may end without having read everything
            process.communicate(data, timeout=patience)
    except subprocess.TimeoutExpired:
        _end(process)
        return Receipt("unknown", f"the program took longer than {patience} seconds")
    except BaseException:
        _end(process)
        raise
    code = process.wait()
    if code < 0:
        return Receipt("unknown", f"the program was ended by signal {-code}")
    return Ran(code)


def _end(process: "Popen[bytes]") -> None:
    """The program and all it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
