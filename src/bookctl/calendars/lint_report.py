"""Where findings about a calendar file gather, so that one fault made ten thousand times is not told as often."""

from typing import NamedTuple

from bookctl.ledger.finding import Finding, Note, Severity, ordered

MOST = 20
"""Findings of one code that are told one by one."""


class Line(NamedTuple):
    """A content line, unfolded; `number` and `text` are those of its first line in the file."""

    number: int
    text: str
    name: str
    parameters: dict[str, str]
    value: str


class Report:
    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[Finding] = []
        self._count: dict[str, int] = {}

    def add(
        self,
        code: str,
        text: str,
        at: Line,
        *,
        remedy: str,
        severity: Severity = "error",
        first: Line | None = None,
    ) -> None:
        """About a whole content line; `first` is an earlier one that it disagrees with."""
        notes = () if first is None else (Note(self._path, first.number, 1, "the other one"),)
        length = max(1, len(at.text))
        self._keep(Finding(self._path, at.number, 1, severity, code, text, length, None, notes, remedy))

    def place(
        self, code: str, text: str, where: tuple[int, int], *, remedy: str, severity: Severity = "error"
    ) -> None:
        """About one place: a line and a column."""
        self._keep(Finding(self._path, *where, severity, code, text, help=remedy))

    def _keep(self, finding: Finding) -> None:
        count = self._count[finding.code] = self._count.get(finding.code, 0) + 1
        if count <= MOST:
            self._found.append(finding)
        elif count == MOST + 1:
            more = finding._replace(text=f"{finding.text}, and more like this", notes=())
            self._found.append(more)

    def findings(self) -> list[Finding]:
        return ordered(self._found)
