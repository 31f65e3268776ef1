"""A new, empty ledger."""

from pathlib import Path
from typing import NamedTuple

from bookctl.actions.problems import Failed, Refused, Usage
from bookctl.ledger import git
from bookctl.ledger.state import find_state
from bookctl.ledger.toml.write import literal
from bookctl.ledger.transaction import Change, FileChange, commit_change
from bookctl.model.money import exponent
from bookctl.model.settings import FORMAT
from bookctl.model.time import zone_of

OWN = {
    ".gitattributes": "*.toml -text\n",  # line endings are the person's own
    ".gitignore": "public/\n",  # feeds are made anew from the book
}


class Start(NamedTuple):
    """What a ledger has to know from its first day."""

    name: str
    timezone: str
    currency: str
    locale: str


def init(folder: Path, start: Start, now: int, *, under_git: bool) -> str | None:
    """Makes the folder a ledger; returns its first commit. Refused where one is there already."""
    if (folder / "bookctl.toml").exists():
        raise Refused(f"{folder} is a ledger already")
    try:
        zone_of(start.timezone)
        exponent(start.currency)
    except ValueError as fault:
        raise Usage(str(fault)) from None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if under_git and not (folder / ".git").exists():
            git.run(folder, "init", "-q", "-b", "main")
    except OSError as fault:
        raise Failed(f"{folder} cannot be made: {fault.strerror}") from None
    files = (
        *(
            FileChange(name, _there(folder, name), _there(folder, name) or text.encode())
            for name, text in OWN.items()
        ),
        FileChange("bookctl.toml", None, settings_text(start).encode()),
    )
    return commit_change(
        find_state(folder), Change(op="init", message="A new ledger", files=files, now=now)
    ).commit


def settings_text(start: Start) -> str:
    rows = (
        ("name", start.name),
        ("timezone", start.timezone),
        ("currency", start.currency),
        ("locale", start.locale),
    )
    return f"format = {FORMAT}\n" + "".join(f"{key} = {literal(value)}\n" for key, value in rows)


def _there(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if path.exists() else None
