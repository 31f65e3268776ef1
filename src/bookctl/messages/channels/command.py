"""A program of the user's own that sends: JSON on stdin, the exit code is its answer."""

import json
from collections.abc import Callable

from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import SENT, Carrier, Letter, Receipt, nothing
from bookctl.messages.channels.program import Ran, run_program
from bookctl.model.settings import Settings

AGAIN = 75  # EX_TEMPFAIL of sysexits.h


def carrier(settings: Settings, name: str, entry: Entry) -> Carrier:
    del settings
    return Command(name, entry.command(), entry.patience())


class Command:
    def __init__(self, name: str, command: list[str], patience: int) -> None:
        self._name, self._command, self._patience = name, command, patience

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        told = {
            "key": letter.key,
            "channel": self._name,
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.body,
            "language": letter.language,
            "at": letter.at,
            "ics": letter.ics.decode() if letter.ics is not None else None,
        }
        return answered(run_program(self._command, json.dumps(told).encode(), self._patience, begin))


def answered(ended: Ran | Receipt) -> Receipt:
    """0 is done, 75 asks for another try, every other code is a failure."""
    if not isinstance(ended, Ran):
        return ended
    if ended.code == 0:
        return SENT
    return Receipt(
        "retry" if ended.code == AGAIN else "failed", f"the program ended with exit code {ended.code}"
    )
