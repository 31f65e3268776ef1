"""Where a rule stands that refused something: its key, file and line."""

from pathlib import Path


def rule_at(root: Path, file: str | None, key: str | None) -> str:
    """As it stands behind a sentence: ` (rule: hours in resources/wang.toml:7)`; empty where no file has it."""
    if file is None or key is None:
        return ""
    line = _line(root, file, key) if file.endswith(".toml") else None
    return f" (rule: {key} in {file}:{line})" if line else f" (rule: {key} in {file})"


def _line(root: Path, file: str, key: str) -> int | None:
    """The key's line, or that of the nearest table around it."""
    from bookctl.ledger.files import UnsafeFile, read_file
    from bookctl.ledger.layout import RECORD_LIMIT
    from bookctl.ledger.places import Places
    from bookctl.ledger.reading import text_of

    try:
        data = read_file(root, file, RECORD_LIMIT)
    except UnsafeFile:
        return None
    path = tuple(int(part) if part.isdigit() else part for part in key.split("."))
    return None if data is None else Places(text_of(data)).at(path)[0]
