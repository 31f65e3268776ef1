"""From a fault to a finding: the line and column where a value stands."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from bookctl.ledger.faults import Fault, Path
from bookctl.ledger.finding import Finding

MOST = 100  # faults of one record, or of one file that is a record
_HEAD = re.compile(r"^\[\[(booking|session)\]\]", re.MULTILINE)
_BRACKET = re.compile(r"^[ \t]*\[", re.MULTILINE)


class _Block(NamedTuple):
    """One record of a page, cut out; `line` is how many lines stand above it."""

    text: str
    line: int


class Places:
    """Where the values of one text stand. A record's values are looked for in the record, not in the page."""

    def __init__(self, text: str) -> None:
        self._text = text

    def at(self, path: Path) -> tuple[int, int, int]:
        """Line, column and length of a key, or of the nearest table around it that the text has."""
        block = self._blocks.get((path[0], path[1])) if len(path) > 1 else None
        if block is None:
            return _place(self._text, path)
        line, column, length = _place(block.text, (path[0], 0, *path[2:]))
        return line + block.line, column, length

    @cached_property
    def _blocks(self) -> dict[tuple[str | int, str | int], _Block]:
        heads = _heads(self._text)
        ends = [*[at for _, _, at in heads[1:]], len(self._text)]
        blocks: dict[tuple[str | int, str | int], _Block] = {}
        line = behind = 0
        for (array, number, at), end in zip(heads, ends, strict=False):  # no record, no block
            line, behind = line + self._text.count("\n", behind, at), at
            blocks[array, number] = _Block(self._text[at:end], line)
        return blocks


def _heads(text: str) -> list[tuple[str, int, int]]:
    """Array, number and offset of each record's header. A plain page is not worth a scan of every value."""
    heads = list(_HEAD.finditer(text))
    if '"""' in text or "'''" in text or len(heads) != len(_BRACKET.findall(text)):
        from bookctl.ledger.toml.spans import scan

        tables = [table for table in scan(text).tables if table.array and len(table.path) == 1]
        return [(table.path[0], table.index, table.header) for table in tables]
    counts: Counter[str] = Counter()
    found = []
    for head in heads:
        found.append((head[1], counts[head[1]], head.start()))
        counts[head[1]] += 1
    return found


def findings(
    file: str, places: Places, faults: Iterable[Fault], code: str, subject: str | None = None
) -> list[Finding]:
    """The faults as errors of a file; of very many the first will do."""
    found = []
    for fault in islice(faults, MOST):
        line, column, length = places.at(fault.path)
        found.append(
            Finding(
                file, line, column, "error", code, fault.text, length=length, help=fault.help, subject=subject
            )
        )
    return found


def _place(text: str, path: Path) -> tuple[int, int, int]:
    from bookctl.ledger.toml.spans import locate

    for depth in range(len(path), 0, -1):
        try:
            line, column = locate(text, path[:depth])
        except (LookupError, ValueError):
            continue
        last = path[depth - 1]
        return line, column, len(last) if isinstance(last, str) and _stands(text, line, column, last) else 1
    return 1, 1, 1


def _stands(text: str, line: int, column: int, word: str) -> bool:
    return text.split("\n")[line - 1][column - 1 :].startswith(word)
