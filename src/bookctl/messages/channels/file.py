"""A folder that gets one file a message, for whatever picks them up: as in a Maildir, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from bookctl.ledger.disk import sync, sync_path
from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import SENT, Carrier, Letter, Receipt, nothing
from bookctl.model.settings import Settings
from bookctl.model.text import shown


def carrier(settings: Settings, name: str, entry: Entry) -> Carrier:
    del settings, name
    return Folder(entry.folder())


class Folder:
    """`tmp/` while a message is being written, `new/` when it is whole. The key is the name: a repeat is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        begun = False
        try:
            self._make()
            parts = [(f"{letter.key}.ics", letter.ics)] if letter.ics is not None else []
            for name, data in [*parts, (f"{letter.key}.txt", _text(letter))]:
                self._write(name, data)
            begin()
            begun = True
            for name, _ in [*parts, (f"{letter.key}.txt", b"")]:
                (self._folder / "tmp" / name).rename(self._folder / "new" / name)
            sync_path(self._folder / "new")
        except OSError as fault:
            return Receipt(
                "unknown" if begun else "retry", f"the folder could not be written ({type(fault).__name__})"
            )
        return SENT

    def _make(self) -> None:
        for folder in (self._folder, self._folder / "tmp", self._folder / "new"):
            folder.mkdir(mode=0o700, exist_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / "tmp" / name
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(data)
            file.flush()
            sync(file.fileno())


def _text(letter: Letter) -> bytes:
    """Headers of one line each, a blank line, the text."""
    head = {"To": letter.to or "", "Subject": letter.subject, "Language": letter.language, "Key": letter.key}
    lines = "".join(f"{name}: {shown(value)}\n" for name, value in head.items())
    return f"{lines}\n{letter.body.rstrip()}\n".encode()
