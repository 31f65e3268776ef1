"""The command line: general options first, then one module per command, loaded when it is called."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

from bookctl.actions.problems import Faulty, Problem, Refused, Usage
from bookctl.cli import state
from bookctl.cli.command import command_of
from bookctl.cli.env import split
from bookctl.cli.registry import BY_NAME

INTERRUPTED = 130
BUG = 70


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code. Every problem ends here, as one clear message."""
    _open_streams()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        env, rest = split(arguments, os.environ)
        _refuse_foreign_bytes([*rest, env.by or ""])
        state.begin(env)
        code = _dispatch(rest or ["agenda"])
        sys.stdout.flush()
    except Problem as problem:
        return report(problem)
    except KeyboardInterrupt:
        print("\nbookctl: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - the last line of defence: no traceback for a user
        from bookctl.cli.faults import translated

        known = translated(fault)
        return _bug(fault) if known is None else report(known)
    return code


def _open_streams() -> None:
    """A stream that was closed before the start is None, and the next file opened would get its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the program


def _refuse_foreign_bytes(words: Sequence[str]) -> None:
    """Words in another encoding than UTF-8 arrive with surrogates, which nothing can be written with."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise Usage(f"{ascii(word)[:60]} is not UTF-8", help="set the terminal to UTF-8") from None


def _dispatch(words: list[str]) -> int:
    if words[0] in {"-h", "--help"}:
        words = ["help", *words[1:]]
    command = BY_NAME.get(words[0])
    if command is None:
        raise _unknown(words[0])
    if words[1:2] and words[-1] in {"-h", "--help"}:
        return _help(command.name, words[1:-1])
    return _invoke(command.name, words[1:])


def _invoke(name: str, words: list[str]) -> int:
    """Runs the command; what click refuses becomes a Usage of ours."""
    from typer._click.exceptions import ClickException

    from bookctl.model.text import shown

    made = command_of(name)
    try:
        result = made.main(words, prog_name=f"bookctl {name}", standalone_mode=False)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except ClickException as fault:
        context = getattr(fault, "ctx", None)
        path = context.command_path if context else f"bookctl {name}"
        raise Usage(shown(fault.format_message()), help=f"{path} --help") from None
    return result if isinstance(result, int) else 0


def _help(name: str, sub: Sequence[str]) -> int:
    from bookctl.cli.manual import page

    state.current().print(page(name, sub))
    return 0


def _unknown(word: str) -> Usage:
    from difflib import get_close_matches

    from bookctl.model.text import shown

    close = get_close_matches(word, list(BY_NAME), 1, 0.6)
    return Usage(
        f"there is no command {shown(word)!r}", help=f"bookctl {close[0]}" if close else "bookctl help"
    )


def report(problem: Problem) -> int:
    """The problem on stderr: the sentence, the details, the way out."""
    from bookctl.model.text import shown_lines

    if isinstance(problem, Faulty) and problem.findings:
        from bookctl.cli.findings import show_findings

        show_findings(problem.findings)
    out: Callable[[str], Any] = lambda line: print(shown_lines(line), file=sys.stderr)  # noqa: E731
    out(f"bookctl: {problem.text}{_rule(problem)}")
    for line in problem.lines:
        out(f"  {line}")
    if problem.help:
        out(f" help: {problem.help}")
    return problem.exit_code


def _rule(problem: Problem) -> str:
    """Where the rule stands that refused it."""
    if not isinstance(problem, Refused) or problem.file is None:
        return ""
    from bookctl.ledger.rule_at import rule_at

    return rule_at(state.current().root, problem.file, problem.key)


def _bug(fault: Exception) -> int:
    import traceback

    where = traceback.extract_tb(fault.__traceback__)[-1]
    print(
        f"bookctl: a bug: {type(fault).__name__}: {fault} ({Path(where.filename).name}:{where.lineno})\n"
        " help: set BOOKCTL_DEBUG=1 to see where, and report it with the command line",
        file=sys.stderr,
    )
    if os.environ.get("BOOKCTL_DEBUG"):
        traceback.print_exception(fault)
    return BUG
