"""The manual: one page per command, which is also its `--help` and its test."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from bookctl.actions.problems import NotFound
from bookctl.cli.registry import BY_NAME, COMMANDS

GENERAL = """\
Options of every command
  -L, --ledger DIR     The ledger; else $BOOKCTL_LEDGER, the nearest bookctl.toml upwards, the user's own.
  -F, --format FORMAT  table, plain, json, csv, as far as the command prints it.
  -o, --output FILE    Write there instead of the terminal.
  --now TIME           Another clock, as in 2026-11-24T09:00; also $BOOKCTL_NOW.
  --color WHEN         auto, always, never; $NO_COLOR is honoured.
  --ascii, --width N   No other characters than ASCII; another width.
  --by NAME            Who asks; also $BOOKCTL_BY.
  -q, --quiet          Only data and errors.
"""


def topics() -> list[str]:
    """The pages that are no commands."""
    names = {entry.name.removesuffix(".md") for entry in _folder().iterdir() if entry.name.endswith(".md")}
    return sorted(names - {command.name for command in COMMANDS})


def source(name: str) -> str:
    """A page as it is written: Markdown, with the command's options to be filled in."""
    page_file = _folder() / f"{name}.md"
    if not page_file.is_file():
        raise NotFound(f"the manual has no page {name!r}", help="bookctl help lists them")
    return str(page_file.read_text("utf-8"))


def page(name: str, sub: Sequence[str] = ()) -> str:
    """A page as the terminal shows it."""
    text = source(name)
    if "{options}" in text:
        text = text.replace("{options}", options(name, sub).rstrip("\n"))
    return text + ("\n" + GENERAL if name in BY_NAME else "")


def options(name: str, sub: Sequence[str] = ()) -> str:
    """Arguments and options of a command and its verbs, read from the code."""
    from bookctl.cli.command import command_of
    from bookctl.cli.usage import described

    made = command_of(name)
    return described(made, f"bookctl {name}", sub)


def first_screen() -> str:
    """All commands, by what they are for."""
    width = max(len(command.name) for command in COMMANDS)
    lines = ["bookctl: the appointment book for people who live in a terminal", ""]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines.append(group)
        for command in COMMANDS:
            if command.group == group:
                also = f" ({', '.join(command.aliases)})" if command.aliases else ""
                lines.append(f"  {command.name:<{width}}  {command.help}{also}")
        lines.append("")
    lines += [GENERAL, f"Pages: bookctl help {' | '.join(topics())}", "bookctl COMMAND --help has examples."]
    return "\n".join(lines)


def _folder() -> Any:
    return files("bookctl") / "help"
