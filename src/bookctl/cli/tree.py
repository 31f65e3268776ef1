"""The commands as data, for whatever is generated from them: verbs, options, and what each argument completes to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from typer.core import TyperGroup

from bookctl.cli.registry import COMMANDS

# What an argument or an option's value is, by its name in the code; anything else completes to nothing.
KINDS = {
    "customer": "customer",
    "about": "booking",
    "service": "service",
    "resource": "resource",
    "addon": "service",
    "prefers": "resource",
    "booking": "booking",
    "session": "session",
    "keep": "booking",
    "drop": "booking",
    "topic": "page",
    "shell": "shell",
    "to": "mark",
    "status": "status",
    "names": "check",
    "folder": "folder",
}
WORDS = {
    "mark": ("arrived", "done", "no-show", "confirm", "decline"),
    "status": ("confirmed", "requested", "held"),
    "shell": ("bash", "zsh", "fish", "powershell"),
    "format": ("table", "plain", "json", "csv"),
    "color": ("auto", "always", "never"),
}
GENERAL = (
    ("--ledger", "The ledger's folder", "folder"),
    ("--format", "How to print", "format"),
    ("--output", "Write to a file", "file"),
    ("--now", "Another clock", ""),
    ("--color", "When to colour", "color"),
    ("--width", "Cells in a line", ""),
    ("--by", "Who asks", ""),
    ("--ascii", "Only ASCII", None),
    ("--quiet", "Only data and errors", None),
    ("--help", "The manual page", None),
)


class Option(NamedTuple):
    """`kind` is None for a flag, "" where nothing completes."""

    names: tuple[str, ...]
    help: str
    kind: str | None


class Verb(NamedTuple):
    """A command, or a noun's verb: `path` is one or two words; `arguments` are kinds, in order."""

    path: tuple[str, ...]
    help: str
    arguments: tuple[str, ...]
    options: tuple[Option, ...]


def verbs() -> Iterator[Verb]:
    """Every verb with all that can be typed behind it."""
    from bookctl.cli.command import command_of

    for command in COMMANDS:
        made = command_of(command.name)
        if isinstance(made, TyperGroup):
            for name, verb in made.commands.items():
                yield _verb((command.name, name), f"{name}: {command.help}", verb)
        else:
            yield _verb((command.name,), command.help, made)


def nouns() -> dict[str, list[str]]:
    """The commands that have verbs, with them."""
    found: dict[str, list[str]] = {}
    for verb in verbs():
        if len(verb.path) == 2:
            found.setdefault(verb.path[0], []).append(verb.path[1])
    return found


def _verb(path: tuple[str, ...], text: str, made: Any) -> Verb:
    arguments = tuple(KINDS.get(p.name, "") for p in made.params if p.param_type_name == "argument")
    options = tuple(
        Option(tuple(p.opts), p.help or "", None if p.is_flag else KINDS.get(p.name, ""))
        for p in made.params
        if p.param_type_name == "option" and p.name not in {"help", "install_completion", "show_completion"}
    )
    general = tuple(Option((name,), help_, kind) for name, help_, kind in GENERAL)
    return Verb(path, text, arguments, options + general)
