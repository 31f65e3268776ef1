"""When a feed last became another one, so that the date never goes back.

Apps that ask by date alone would otherwise never see that a booking was deleted, or that the window
moved on: the newest event's date then stays or falls.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Stamp(NamedTuple):
    """A feed's bytes by their tag, and the instant since which they are these."""

    tag: str
    at: int


class Memory:
    """One stamp for each feed, kept in a file of the ledger's private folder; it outlives the server."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamps: dict[str, Stamp] = _read(path)

    def modified(self, feed: str, tag: str, now: int) -> int:
        """The instant of these bytes: as remembered, else `now`, and always later than that of other bytes."""
        known = self._stamps.get(feed)
        if known is None or known.tag != tag:
            known = Stamp(tag, now if known is None else max(now, known.at + 1))
            self._stamps[feed] = known
            self._keep()
        return known.at

    def _keep(self) -> None:
        """Where the folder cannot be written, it is remembered as long as the server runs."""
        part = self._path.with_name(f".{self._path.name}.part")
        with suppress(OSError):
            with part.open("w", encoding="utf-8") as file:
                json.dump(self._stamps, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)


def _read(path: Path) -> dict[str, Stamp]:
    """What does not read is forgotten: the dates then start anew, from the clock."""
    try:
        return {name: Stamp(str(tag), int(at)) for name, (tag, at) in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
