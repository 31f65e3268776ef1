"""Transcripts: `$ command` lines and what they print, run again and compared; BOOKCTL_UPDATE=1 writes them anew."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

EXIT = re.compile(r"  # exit (\d+)\Z")


@dataclass
class Step:
    line: str
    expected: list[str]


def steps(text: str, indent: str = "    ") -> list[Step]:
    """The commands of a page with the output that stands below each."""
    found: list[Step] = []
    for line in text.splitlines():
        if line.startswith(f"{indent}$ "):
            found.append(Step(line[len(indent) + 2 :], []))
        elif found and (line.startswith(indent) or not line.strip()) and found[-1].expected is not None:
            found[-1].expected.append(line[len(indent) :])
        elif found and not line.startswith(indent):
            found.append(Step("", []))
    for step in found:
        while step.expected and not step.expected[-1].strip():
            step.expected.pop()
    return [step for step in found if step.line]


def perform(book, step: Step) -> tuple[int, int, list[str]]:
    """Wanted code, real code, and what was printed; stderr follows stdout."""
    wanted = EXIT.search(step.line)
    command = EXIT.sub("", step.line)
    if any(sign in shlex.split(command, posix=True) for sign in ("|", "||", "&&", ">")) or command.startswith(
        "echo"
    ):
        wrapper = f'bookctl() {{ {shlex.quote(sys.executable)} -m bookctl "$@"; }}; {command}'
        done = subprocess.run(
            ["bash", "-c", wrapper], cwd=book.root, env=book.env, capture_output=True, text=True, check=False
        )
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        words = shlex.split(command)
        assert words[0] == "bookctl", command
        result = book.run(*words[1:])
        code, out, err = result.code, result.out, result.err
    printed = (out + err).replace(str(book.root), "LEDGER").splitlines()
    return int(wanted.group(1)) if wanted else 0, code, [line.rstrip() for line in printed]


def rewritten(text: str, outputs: list[list[str]], indent: str = "    ") -> str:
    """The page with the output of each command put in anew."""
    lines, made, number = text.splitlines(), [], 0
    while lines:
        line = lines.pop(0)
        made.append(line)
        if line.startswith(f"{indent}$ "):
            made += [(indent + out).rstrip() for out in outputs[number]]
            number += 1
            del lines[: _old_output(lines, indent)]
    return "\n".join(made) + "\n"


def _old_output(lines: list[str], indent: str) -> int:
    """How many of the lines are what the command printed last time; blank lines only between others."""
    last = 0
    for at, line in enumerate(lines):
        if line.strip() and (line.startswith(f"{indent}$ ") or not line.startswith(indent)):
            break
        if line.strip():
            last = at + 1
    return last
