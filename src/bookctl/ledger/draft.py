"""The ledger's files as a change leaves them, decided but not yet written."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.files import read_file
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.spans import scan
from bookctl.ledger.transaction import FileChange

BOM = "\ufeff"
PAGE_LIMIT = 8 << 20


class Added(NamedTuple):
    """A record to be put into a page, in order of start."""

    start: int
    id: str
    text: str


class Draft:
    """Reads each file once, keeps what was read to prove later that nobody changed it meanwhile."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._old: dict[str, bytes | None] = {}
        self._text: dict[str, str] = {}
        self._added: dict[str, list[Added]] = {}

    def text(self, path: str) -> str:
        """The file's text as decided so far; empty where there is no such file. LF or CRLF as it stands."""
        self._load(path)
        if path in self._added:
            self._text[path] = merged(self._text[path], self._added.pop(path))
        return self._text[path]

    def put(self, path: str, text: str) -> None:
        self._load(path)
        self._text[path] = text

    def add(self, path: str, added: Added) -> None:
        """Queues a record for a page; a thousand of them cost one pass over the page."""
        self._load(path)
        self._added.setdefault(path, []).append(added)

    def exists(self, path: str) -> bool:
        self._load(path)
        return self._old[path] is not None

    def files(self) -> tuple[FileChange, ...]:
        """What differs from what was read, in order of path; an emptied page is removed."""
        changes = (FileChange(path, self._old[path], self._new(path)) for path in sorted(self._text))
        return tuple(change for change in changes if change.old != change.new)

    def _new(self, path: str) -> bytes | None:
        text = self.text(path)
        return text.encode() if text.strip(BOM + " \t\r\n") else None

    def _load(self, path: str) -> None:
        if path not in self._text:
            data = self._old[path] = read_file(self._root, path, PAGE_LIMIT)
            self._text[path] = (data or b"").decode()


def merged(text: str, added: Iterable[Added]) -> str:
    """The page with the records put in where their start belongs: behind those that start no later."""
    fresh = sorted(added)
    if not text.strip():
        return "\n".join(item.text for item in fresh)
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces: list[str] = []
    at = 0
    for start, offset in [*_starts(text), (None, len(text))]:
        while fresh and (start is None or fresh[0].start < start):
            pieces += [
                text[at:offset],
                _fitted(fresh.pop(0).text, newline, "".join(pieces[-1:]) + text[at:offset]),
            ]
            at = offset
        if not fresh:
            break
    rest = text[at:]
    if rest and not pieces[-1].endswith(newline * 2):
        pieces.append(newline)
    return "".join(pieces) + rest


def _fitted(block: str, newline: str, before: str) -> str:
    """The block in the file's own line endings, one blank line after what stands before it."""
    lead = (
        ""
        if not before or before.endswith(newline * 2)
        else newline
        if before.endswith("\n")
        else newline * 2
    )
    return lead + block.replace("\n", newline)


def _starts(text: str) -> list[tuple[int, int]]:
    """The start instant and the character offset of each record of a page, in the order of the file."""
    data = parse(text.encode())
    rows = [
        (int(data[table.path[0]][table.index]["start"].timestamp()), table.start)
        for table in scan(text).tables
        if table.array and len(table.path) == 1 and table.path[0] in {"booking", "session"}
    ]
    return sorted(rows, key=lambda row: row[1])
