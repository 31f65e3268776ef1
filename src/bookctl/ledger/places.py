"""From a fault to a finding: the line and column where a value stands."""

from collections.abc import Iterable

from bookctl.ledger.faults import Fault, Path
from bookctl.ledger.finding import Finding


def place(text: str, path: Path) -> tuple[int, int, int]:
    """Line, column and length of a key, or of the nearest table around it that the text has."""
    from bookctl.ledger.toml.spans import locate

    for depth in range(len(path), 0, -1):
        try:
            line, column = locate(text, path[:depth])
        except (LookupError, ValueError):
            continue
        last = path[depth - 1]
        return line, column, len(last) if isinstance(last, str) and _stands(text, line, column, last) else 1
    return 1, 1, 1


def findings(
    file: str, text: str, faults: Iterable[Fault], code: str, subject: str | None = None
) -> list[Finding]:
    """The faults as errors of a file, `text` being what stands in it."""
    found = []
    for fault in faults:
        line, column, length = place(text, fault.path)
        found.append(
            Finding(
                file, line, column, "error", code, fault.text, length=length, help=fault.help, subject=subject
            )
        )
    return found


def _stands(text: str, line: int, column: int, word: str) -> bool:
    return text.split("\n")[line - 1][column - 1 :].startswith(word)
