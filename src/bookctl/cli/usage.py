"""A command's arguments and options as aligned text, from its parameters."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup


def described(made: TyperCommand | TyperGroup, prog: str, sub: Sequence[str] = ()) -> str:
    """Usage and parameters; of a noun, each verb's in turn, or only the one that `sub` names."""
    if not isinstance(made, TyperGroup):
        return "\n".join(_block(made, prog))
    verbs = {name: verb for name, verb in made.commands.items() if not sub or name == sub[0]}
    blocks = ["\n".join(_block(verb, f"{prog} {name}")) for name, verb in verbs.items()]
    return "\n\n".join(blocks)


def _block(command: Any, prog: str) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    chosen = [p for p in command.params if p.param_type_name == "option" and not _hidden(p)]
    usage = " ".join(_argument(p) for p in arguments)
    yield f"  {prog} {usage}{' [options]' if chosen else ''}".rstrip()
    rows = [(_argument(p).strip("[]"), p.help or "") for p in arguments]
    rows += [(_option(p), p.help or "") for p in chosen]
    yield from _aligned(rows)


def _hidden(param: Any) -> bool:
    return bool(getattr(param, "hidden", False)) or param.name in {
        "help",
        "install_completion",
        "show_completion",
    }


def _argument(param: Any) -> str:
    name = (param.metavar or param.name or "").upper().strip("[]").rstrip("_").removesuffix("...")
    name += "..." if param.nargs == -1 else ""
    return name if param.required else f"[{name}]"


def _option(param: Any) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    if param.is_flag:
        return names
    return (
        f"{names} {param.metavar or {'integer': 'N', 'int': 'N'}.get(param.type.name.split(' ')[0], 'TEXT')}"
    )


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    kept = list(rows)
    width = min(max((len(left) for left, _ in kept), default=0), 28)
    for left, text in kept:
        gap = f"{left:<{width}}" if len(left) <= width else f"{left}\n{'':<{width + 4}}"
        yield f"    {gap}  {text}".rstrip()
