"""What every command may be told: which ledger, which clock, how to print. Read once, at the door."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bookctl.actions.problems import Usage

FORMATS = (
    "table",
    "plain",
    "json",
    "csv",
    "html",
    "ics",
    "ifb",
    "hledger",
    "beancount",
    "full",
    "concise",
    "svg",
)
_VALUED = {
    "-L": "ledger",
    "--ledger": "ledger",
    "--now": "now",
    "-F": "format",
    "--format": "format",
    "-o": "output",
    "--output": "output",
    "--color": "color",
    "--colour": "color",
    "--width": "width",
    "--by": "by",
}
_FLAGS = {"-q": "quiet", "--quiet": "quiet", "--ascii": "ascii"}


class Env(NamedTuple):
    ledger: str | None = None
    now: str | None = None
    format: str | None = None
    output: str | None = None
    color: str = "auto"
    width: str | None = None
    by: str | None = None
    quiet: bool = False
    ascii: bool = False

    @property
    def to_tty(self) -> bool:
        return self.output in {None, "-"} and sys.stdout.isatty()

    def shape(self, *allowed: str) -> str:
        """The format to print in: what was asked for, else a table on a terminal and plain text in a pipe."""
        made = self.format or _by_extension(self.output, allowed) or ("table" if self.to_tty else "plain")
        if made not in allowed:
            raise Usage(f"this command does not print {made!r}", help=f"--format {', '.join(allowed)}")
        return made


def split(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[Env, list[str]]:
    """The general options, wherever they stand, and the rest; the right-most wins. Usage where a value is missing."""
    env = Env(now=environ.get("BOOKCTL_NOW") or None, by=environ.get("BOOKCTL_BY") or None)
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
            break
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            env = env._replace(**_one(_FLAGS[word], True))
        elif name in _VALUED and (equals or name == word) and not _own(name, rest):
            env = env._replace(**_one(_VALUED[name], value if equals else _value(word, words)))
        else:
            rest.append(word)
    return _sound(env), rest


def _own(name: str, rest: Sequence[str]) -> bool:
    """Behind `report`, --by says in what steps it counts; no report is made by somebody."""
    return name == "--by" and rest[:1] in (["report"], ["reports"])


def _one(name: str, value: Any) -> dict[str, Any]:
    return {name: value}


def _value(word: str, words: Iterator[str]) -> str:
    value = next(words, None)
    if value is None:
        raise Usage(f"{word} needs a value")
    return value


def _sound(env: Env) -> Env:
    if env.format is not None and env.format not in FORMATS:
        raise Usage(f"there is no format {env.format!r}", help=f"--format {', '.join(FORMATS)}")
    if env.color not in {"auto", "always", "never"}:
        raise Usage(f"--color is auto, always or never, not {env.color!r}")
    if env.width is not None and not (
        env.width.isascii() and env.width.isdigit() and 20 <= int(env.width) <= 1000
    ):
        raise Usage(f"--width is a number of cells from 20 to 1000, not {env.width!r}")
    return env


def _by_extension(output: str | None, allowed: Sequence[str]) -> str | None:
    suffix = Path(output).suffix.lstrip(".") if output else ""
    return suffix if suffix in allowed else None


def find_ledger(env: Env, environ: Mapping[str, str], here: Path) -> Path:
    """The ledger's folder: --ledger, $BOOKCTL_LEDGER (absolute), the nearest bookctl.toml upwards, the user's own."""
    from bookctl.ledger.layout import find_root

    if env.ledger is not None:
        if not env.ledger:
            raise Usage("--ledger needs a folder: the text is empty")
        return _is_ledger(Path(env.ledger).expanduser(), "--ledger")
    if named := environ.get("BOOKCTL_LEDGER"):
        if not Path(named).is_absolute():
            raise Usage(f"$BOOKCTL_LEDGER must be an absolute path, not {named!r}")
        return _is_ledger(Path(named), "$BOOKCTL_LEDGER")
    if (root := find_root(here)) is not None:
        return root
    if (usual := _usual(environ)) is not None:
        return _is_ledger(usual, "the user's configuration")
    raise Usage("there is no ledger here", help="bookctl init FOLDER starts one; -L FOLDER names one")


def _is_ledger(folder: Path, source: str) -> Path:
    if not (folder / "bookctl.toml").is_file():
        raise Usage(f"{source}: {folder} is no ledger: it has no bookctl.toml", help=f"bookctl init {folder}")
    return folder.resolve()


def _usual(environ: Mapping[str, str]) -> Path | None:
    from bookctl.actions.userconfig import config_file

    path = config_file(environ)
    if not path.is_file():
        return None
    import tomllib

    try:
        named = tomllib.loads(path.read_text("utf-8")).get("ledger")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise Usage(f"{path} does not read: {fault}") from None
    return Path(named).expanduser() if isinstance(named, str) else None
