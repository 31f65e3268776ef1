"""From a remark to a finding: where the place it names stands in the file."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.finding import Finding, Note
from bookctl.ledger.layout import PAGE_LIMIT
from bookctl.ledger.load import read
from bookctl.ledger.places import Places
from bookctl.ledger.reading import parsed, text_of
from bookctl.ledger.survey import Remark, Spot


class _File(NamedTuple):
    places: Places
    rows: dict[tuple[str, str], list[int]]


class Resolver:
    """Reads each file that something is said about once more."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, _File] = {}

    def finding(self, remark: Remark, code: str) -> Finding:
        spot = remark.spot
        line, column, length = self._place(spot)
        notes = [(where.file, *self._place(where)[:2], text) for where, text in remark.notes]
        return Finding(
            spot.file,
            line,
            column,
            "warning" if remark.warning else "error",
            code,
            remark.text,
            length=length,
            mark=remark.mark,
            notes=tuple(Note(*note) for note in notes),
            help=remark.help,
            subject=spot.id or None,
        )

    def _place(self, spot: Spot) -> tuple[int, int, int]:
        if spot.file not in self._files:
            self._files[spot.file] = _file(self._root, spot.file)
        file = self._files[spot.file]
        if not spot.array:
            return file.places.at(spot.key)
        rows = file.rows[spot.array, spot.id]
        return file.places.at((spot.array, rows[spot.nth], *spot.key)) if spot.nth < len(rows) else (1, 1, 1)


def _file(root: Path, path: str) -> _File:
    data, _ = read(root, path, PAGE_LIMIT)
    raw, _ = parsed(path, data) if data is not None else (None, [])
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for array in ("session", "booking"):
        for number, row in enumerate((raw or {}).get(array, ())):
            if isinstance(row, dict):
                rows[array, str(row.get("id"))].append(number)
    return _File(Places(text_of(data or b"")), rows)
