"""Completions for four shells, generated from the commands themselves.

Commands, options and fixed words stand in the script, so that a TAB costs nothing; ids and names are asked of
`bookctl _complete`, which loads next to nothing. Each shell has one module; see bookctl.cli.tree for what they share.
"""

from collections.abc import Callable

from bookctl.cli.shells.bash import bash
from bookctl.cli.shells.fish import fish
from bookctl.cli.shells.powershell import powershell
from bookctl.cli.shells.zsh import zsh

SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}
FILES = {
    "bash": "bookctl.bash",
    "zsh": "_bookctl",
    "fish": "bookctl.fish",
    "powershell": "bookctl.ps1",
}


def script(shell: str) -> str:
    return SHELLS[shell]()
