"""What the table-driven shells have in common: options and arguments as words of one line."""

from collections.abc import Iterable

from bookctl.cli.registry import COMMANDS
from bookctl.cli.tree import Argument, Option


def names(options: Iterable[Option]) -> str:
    """All spellings, the long ones first: they say what they are."""
    spelt = [name for option in options for name in option.names]
    return " ".join(sorted(spelt, key=lambda name: not name.startswith("--")))


def valued(options: Iterable[Option]) -> str:
    """NAME:KIND of each option that takes a value."""
    return " ".join(f"{name}:{o.kind or 'none'}" for o in options if o.kind is not None for name in o.names)


def kinds(arguments: Iterable[Argument]) -> str:
    """The kind of each argument; one with a plus takes all that follows."""
    return " ".join((argument.kind or "none") + "+" * argument.many for argument in arguments)


def aliases() -> list[tuple[str, str]]:
    """Alias and command."""
    return [(alias, command.name) for command in COMMANDS for alias in command.aliases]
