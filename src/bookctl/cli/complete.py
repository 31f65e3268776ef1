"""Values for the shell's completions: asked at every TAB, so nothing is loaded that is not needed."""

import os
import sys
from pathlib import Path


def answer(arguments: list[str]) -> None:
    """Prints `value<TAB>description` lines for `_complete KIND [PREFIX] [-L DIR]`; silent where there is no ledger."""
    kind = arguments[0] if arguments else ""
    prefix = arguments[1] if len(arguments) > 1 else ""
    folder = arguments[2] if len(arguments) > 2 else ""
    if kind == "command":
        from bookctl.cli.registry import COMMANDS

        rows = [(command.name, command.help) for command in COMMANDS]
    elif kind == "page":
        from bookctl.cli.manual import topics
        from bookctl.cli.registry import COMMANDS

        rows = [(command.name, command.help) for command in COMMANDS] + [(topic, "") for topic in topics()]
    elif kind == "check":
        from bookctl.ledger.checks import NAMES

        rows = [(name, "") for name in sorted(NAMES)]
    else:
        rows = _values(kind, prefix, _root(folder))
    sys.stdout.write(
        "".join(
            f"{_one_line(value)}\t{_one_line(text)}\n" for value, text in rows if value.startswith(prefix)
        )
    )


def _values(kind: str, prefix: str, root: Path | None) -> list[tuple[str, str]]:
    if root is None:
        return []
    from bookctl.ledger.index.complete import complete

    return complete(root, kind, prefix)


def _root(folder: str) -> Path | None:
    named = folder or os.environ.get("BOOKCTL_LEDGER") or ""
    if named:
        return Path(named).expanduser()
    here = Path.cwd()
    return next((up for up in (here, *here.parents) if (up / "bookctl.toml").is_file()), None)


def _one_line(text: str) -> str:
    from bookctl.model.text import shown

    return shown(text).replace("\t", " ")
