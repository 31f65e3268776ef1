"""What there is to say about a ledger's files: where, how bad, which check, and the way out."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from bookctl.model.text import escaped_json, shown

Severity = Literal["error", "warning"]
EXCERPT_LIMIT = 8 << 20


class Note(NamedTuple):
    """A second place that a finding is about."""

    file: str
    line: int
    column: int
    text: str


class Finding(NamedTuple):
    """`line` and `column` count from 1, `length` is in characters; `mark` stands behind the carets.

    `code` is the name of the check; `subject` the id of the record it is about.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    text: str
    length: int = 1
    mark: str | None = None
    notes: tuple[Note, ...] = ()
    help: str | None = None
    subject: str | None = None

    def __lt__(self, other: tuple[Any, ...]) -> bool:
        """In order of place; the rest may hold None, which has no order."""
        return self[:6] < other[:6]

    @property
    def headline(self) -> str:
        """`PATH:LINE:COL: SEVERITY: TEXT [CODE]`, which editors read: its shape is an interface."""
        where = f"{shown(self.file)}:{self.line}:{self.column}"
        return f"{where}: {self.severity}: {shown(self.text)} [{self.code}]"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line and column; what is said twice is said once."""
    return sorted(dict.fromkeys(findings))


def concise(findings: Iterable[Finding], _root: Path | None = None) -> str:
    """One line each, nothing else. All three renderers take the same arguments."""
    return "".join(f"{finding.headline}\n" for finding in findings)


def full(findings: Sequence[Finding], root: Path) -> str:
    """Each with the line of the file it is about, as it stands there now."""
    lines = {name: _lines(root, name) for name in {finding.file for finding in findings}}
    return "".join(_block(finding, lines[finding.file]) for finding in findings)


def json(findings: Iterable[Finding], root: Path) -> str:
    """For programs: every field always there, null when absent; `path` is absolute, `file` is not."""
    from json import dumps

    entries = [_entry(finding, root) for finding in findings]
    return escaped_json(dumps({"schema": 1, "findings": entries}, ensure_ascii=False, indent=1)) + "\n"


def _entry(finding: Finding, root: Path) -> dict[str, Any]:
    entry = {**finding._asdict(), "path": str(root / finding.file)}
    entry["notes"] = [{**note._asdict(), "path": str(root / note.file)} for note in finding.notes]
    return entry


def _block(finding: Finding, lines: Sequence[str]) -> str:
    rows = [finding.headline]
    if finding.line <= len(lines):
        rows += _excerpt(finding, lines[finding.line - 1].replace("\t", " "))
    rows += [f"{shown(n.file)}:{n.line}:{n.column}: note: {shown(n.text)}" for n in finding.notes]
    if finding.help is not None:
        rows.append(f" help: {shown(finding.help)}")
    return "".join(f"{row}\n" for row in rows)


def _excerpt(finding: Finding, line: str) -> list[str]:
    number = str(finding.line).rjust(3)
    before, marked = line[: finding.column - 1], line[finding.column - 1 :][: finding.length]
    carets = "^" * max(1, cells(shown(marked)))
    mark = f" {shown(finding.mark)}" if finding.mark else ""
    return [
        f"{number} | {shown(line)}".rstrip(),
        f"{' ' * len(number)} | {' ' * cells(shown(before))}{carets}{mark}",
    ]


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _lines(root: Path, name: str) -> list[str]:
    from bookctl.ledger.files import UnsafeFile, read_file

    try:
        data = read_file(root, name, EXCERPT_LIMIT)
    except UnsafeFile:
        return []
    return [] if data is None else data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
