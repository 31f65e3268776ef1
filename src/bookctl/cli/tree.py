"""The commands as data, for whatever is generated from them: verbs, options, and what each argument completes to."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from typer.core import TyperGroup

from bookctl.cli.command import command_of
from bookctl.cli.registry import COMMANDS, Command

# What an argument or an option's value is, by its name in the code, with the command before it where that matters.
# Anything else completes to nothing.
KINDS = {
    "about": "about",
    "addon": "service",
    "booking": "entry",
    "customer": "customer",
    "drop": "booking",
    "folder": "folder",
    "keep": "booking",
    "names": "check",
    "prefers": "resource",
    "resource": "resource",
    "service": "service",
    "session": "session",
    "shell": "shell",
    "status": "status",
    "to": "mark",
    "topic": "page",
    "language": "language",
    "locale": "language",
    "agenda when": "range",
    "board when": "range",
    "free when": "range",
    "session list when": "range",
    "board kind": "nature",
    "resource add kind": "nature",
    "resource edit kind": "nature",
    "mark booking": "booking",
}
# The kinds that only the book can tell; see complete.py.
ASKED = ("about", "booking", "customer", "entry", "resource", "service", "session")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIXED = {
    "color": ("auto", "always", "never"),
    "format": ("table", "plain", "json", "csv"),
    "format-board": ("table", "plain", "json", "svg"),
    "format-check": ("full", "concise", "json", "table", "plain"),
    "language": ("en", "zh"),
    "mark": ("arrived", "done", "no-show", "confirm", "decline"),
    "nature": ("staff", "room", "device"),
    "range": ("today", "tomorrow", "yesterday", "week", "month", *_DAYS),
    "shell": ("bash", "zsh", "fish", "powershell"),
    "status": ("confirmed", "requested", "held"),
}
_VERBS = {
    "list": "All of them",
    "show": "One of them",
    "add": "A new one",
    "edit": "Change one",
    "away": "Times when it is not there",
    "retire": "Not used any more; nothing is deleted",
    "join": "Take seats for a customer",
    "alert": "What must be known before working with the person",
    "export": "All that the book holds of a person",
    "find": "By a query: tags, visits, what is owed",
    "segment": "Customers by a saved query",
    "import": "From CSV or Excel",
    "sell": "Sell one to a customer",
    "sold": "Who holds what, and what is left",
    "freeze": "Days on which it covers nothing; its end moves as far",
    "void": "Take back what is left",
    "move": "To another time, with those that follow",
    "cancel": "This date, with those that follow",
    "extend": "Further dates by the same rule",
    "stop": "No dates from a day on",
    "offer": "Give freed time to who waits",
    "drop": "Does not wait any more",
    "decide": "Whether enough have joined",
    "merge": "Two records that are one person",
    "build": "Write the files",
    "check": "What apps would stumble over",
    "publish": "Keep a CalDAV server as the feed says",
    "link": "A new secret address",
    "links": "Who has which address",
    "unlink": "End an address",
    "feeds": "The calendars, behind their links",
    "busy": "Another calendar as busy time",
    "bookings": "Another program's bookings",
    "mappings": "The exports that are known",
    "reply": "A customer's answer to an invitation",
    "install": "Put it in place",
    "remove": "Take it away again",
    "invite": "What would go to a customer's calendar",
    "preview": "The text as it would be sent",
    "retry": "Try one again",
    "outbox": "What is on its way",
    "kit": "The rules that come along",
    "pause": "Keep it, but never due",
    "resume": "Due again",
    "test": "When it would be due for a booking, and whether it holds",
    "leave": "Give a customer's seats back",
}


class Option(NamedTuple):
    """`kind` is None for a flag, "" where nothing completes; `many` may be given again."""

    names: tuple[str, ...]
    help: str
    kind: str | None
    many: bool = False


class Argument(NamedTuple):
    """`kind` is "" where nothing completes; `many` is the last one and takes all that follows."""

    name: str
    kind: str
    many: bool = False


class Verb(NamedTuple):
    """A command, or a noun's verb: `path` is one or two words; `options` are its own, the general ones not among them."""

    path: tuple[str, ...]
    help: str
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]


GENERAL = (
    Option(("-L", "--ledger"), "The ledger's folder", "folder"),
    Option(("-F", "--format"), "How to print", "format"),
    Option(("-o", "--output"), "Write there instead of the terminal", "file"),
    Option(("--now",), "Another clock", ""),
    Option(("--color",), "When to colour", "color"),
    Option(("--width",), "Cells in a line", ""),
    Option(("--by",), "Who asks", ""),
    Option(("--ascii",), "No other characters than ASCII", None),
    Option(("-q", "--quiet"), "Only data and errors", None),
    Option(("-h", "--help"), "The manual's page", None),
)
VERSION = Option(("--version",), "Which bookctl this is", None)


@cache
def verbs() -> tuple[Verb, ...]:
    """Every verb with all that can be typed behind it."""
    return tuple(verb for command in COMMANDS for verb in _of(command))


def nouns() -> dict[str, list[Verb]]:
    """The commands that have verbs, with them."""
    found: dict[str, list[Verb]] = {}
    for verb in verbs():
        if len(verb.path) == 2:
            found.setdefault(verb.path[0], []).append(verb)
    return found


def commands() -> list[tuple[str, str]]:
    """What to offer as the first word. An alias that only lengthens its command would stand in the command's way."""
    return [
        (name, command.help)
        for command in COMMANDS
        for name in (command.name, *command.aliases)
        if name == command.name or not name.startswith(command.name)
    ]


def words() -> dict[str, list[tuple[str, str]]]:
    """The kinds whose words are known beforehand: (word, description)."""
    from bookctl.cli.manual import topics
    from bookctl.ledger.checks import CHECKS

    found = {kind: [(word, "") for word in fixed] for kind, fixed in _FIXED.items()}
    found["page"] = [(c.name, c.help) for c in COMMANDS] + [(topic, "") for topic in topics()]
    found["check"] = [(check.name, check.summary) for check in CHECKS]
    return found


def general(path: tuple[str, ...]) -> tuple[Option, ...]:
    """The options of every command, as this one takes them."""
    own = f"format-{path[0]}" if path else ""
    return tuple(o._replace(kind=own) if o.kind == "format" and own in _FIXED else o for o in GENERAL)


def _of(command: Command) -> Iterator[Verb]:
    made = command_of(command.name)
    if not isinstance(made, TyperGroup):
        yield _verb((command.name,), command.help, made)
        return
    for name, verb in made.commands.items():
        yield _verb((command.name, name), _VERBS.get(name, ""), verb)


def _verb(path: tuple[str, ...], text: str, made: Any) -> Verb:
    shown = [p for p in made.params if p.name not in {"help", "install_completion", "show_completion"}]
    arguments = tuple(
        Argument(p.name.rstrip("_"), _kind(path, p.name), p.nargs == -1)
        for p in shown
        if p.param_type_name == "argument"
    )
    options = tuple(
        Option(
            tuple(sorted(p.opts, key=len)),
            p.help or "",
            None if p.is_flag else _kind(path, p.name),
            p.multiple,
        )
        for p in shown
        if p.param_type_name == "option"
    )
    return Verb(path, text, arguments, options)


def _kind(path: tuple[str, ...], name: str) -> str:
    return KINDS.get(" ".join((*path, name)), KINDS.get(name, ""))
