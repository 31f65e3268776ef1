"""Shells to press TAB in: asked what they offer, or typed at through a terminal of their own."""

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple, Self

import pytest

from bookctl.cli.shells import FILES

SCRIPTS = Path(__file__).parent.parent / "completions"


class Desk(NamedTuple):
    folder: Path
    env: dict[str, str]

    def line(self, typed: str) -> str:
        return typed.replace("SECOND", str(self.folder / "second"))


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(command: list[str], text: str, env: dict[str, str], cwd: Path) -> str:
    done = subprocess.run(
        command, input=text, env=env, cwd=cwd, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    return done.stdout


def bash_offers(desk: Desk, lines: list[str], kind: str = "9", **env: str) -> list[list[str]]:
    code = (
        f"source {shlex.quote(str(SCRIPTS / FILES['bash']))}\n"
        f"while IFS= read -r COMP_LINE; do COMP_POINT=${{#COMP_LINE}} COMP_TYPE={kind}; _bookctl\n"
        "printf '%s\\t' \"${COMPREPLY[@]}\"; echo; done\n"
    )
    text = "".join(f"{line}\n" for line in lines)
    out = run([shell("bash"), "--norc", "-c", code], text, desk.env | env, desk.folder)
    return [[word for word in row.split("\t") if word] for row in out.splitlines()]


def fish_offers(desk: Desk, lines: list[str], **env: str) -> list[list[str]]:
    code = f"source {shlex.quote(str(SCRIPTS / FILES['fish']))}\n"
    code += "".join(f"complete -C {_fish_quoted(line)}; echo =\n" for line in lines)
    out = run([shell("fish"), "--no-config", "-c", code], "", desk.env | env, desk.folder)
    return [[row.split("\t")[0] for row in part.splitlines()] for part in out.split("=\n")[:-1]]


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


ZSH = r"""
PS1='' ; setopt no_beep; LISTMAX=10000; fpath=(SCRIPTS $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- $hits >> OUT
  builtin compadd "$@"
}
ask() {
  local typed
  while IFS= read -r typed; do
    BUFFER=$typed CURSOR=$#BUFFER; zle list-choices; print -r -- = >> OUT
  done < IN
  BUFFER=; print -r -- END >> OUT
}
zle -N ask; bindkey '^T' ask
"""


def zsh_offers(desk: Desk, lines: list[str], **env: str) -> list[list[str]]:
    told, given = desk.folder / "told", desk.folder / "given"
    told.write_text("", "utf-8")
    given.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    start = desk.folder / "start.zsh"
    start.write_text(
        ZSH.replace("SCRIPTS", str(SCRIPTS)).replace("OUT", str(told)).replace("IN", str(given)), "utf-8"
    )
    with Terminal([shell("zsh"), "-f", "-i"], desk.env | env, desk.folder) as terminal:
        terminal.type(f"source {start}\r")
        terminal.type(f"print ready > {told}\r")
        terminal.until(lambda: "ready\n" in told.read_text("utf-8"))
        told.write_text("", "utf-8")
        terminal.type("\x14")
        terminal.until(lambda: told.read_text("utf-8").endswith("END\n"))
        assert "_bookctl:" not in terminal.seen
    return [part.splitlines() for part in told.read_text("utf-8").split("=\n")[:-1]]


class Terminal:
    """A shell at a terminal of its own."""

    def __init__(self, command: list[str], env: dict[str, str], cwd: Path) -> None:
        self.seen = ""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.chdir(cwd)
            os.execve(command[0], command, env)  # noqa: S606 - the shell under test

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self._pid, 0)

    def type(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def until(self, done, seconds: float = 30) -> None:
        """Reads what the shell shows until it is done."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.seen[-3000:]
            if select.select([self._fd], [], [], 0.02)[0]:
                self.seen += os.read(self._fd, 65536).decode("utf-8", "replace")


ASK = {"bash": bash_offers, "zsh": zsh_offers, "fish": fish_offers}
