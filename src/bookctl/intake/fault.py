"""What is wrong with a file from another program, by its line."""

from typing import ClassVar, NamedTuple

from bookctl.actions.problems import Problem


class Bad(NamedTuple):
    """A row that cannot be taken. The text names no person: it may end up in a log."""

    line: int
    text: str


class Unreadable(Problem):
    """A file of which no row can be read."""

    exit_code: ClassVar[int] = 1
    word = "unreadable"

    def __init__(self, file: str, line: int, text: str, *, help: str | None = None) -> None:  # noqa: A002
        super().__init__(f"{file}:{line}: {text}", help=help)
        self.line = line


class RowFault(Exception):
    """One cell or row that does not read; the sentence says why."""


class TwoWays(RowFault):
    """A date that is another day when its month is read first."""
