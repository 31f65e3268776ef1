"""The user's own configuration: servers, programs and secrets, which a ledger only refers to by name.

`config.toml` names servers and programs. A secret is never in the ledger: `password` stands in
`secrets.toml` beside it (readable by its owner alone), `password_env` names a variable of the
environment, `password_command` is a program that prints it.
"""

import os
import stat
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from bookctl.actions.problems import Usage

PATIENCE = 30  # seconds for a program that prints a secret


def config_file(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path(environ.get("HOME", "/")) / ".config") / "bookctl" / "config.toml"


class UserConfig:
    """Read when first asked. Usage where a file does not read, or where others could read the secrets."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self.path = config_file(environ)
        self.secrets_path = self.path.with_name("secrets.toml")

    @cached_property
    def all(self) -> dict[str, Any]:
        return _read(self.path)

    @cached_property
    def _secrets(self) -> dict[str, Any]:
        if self.secrets_path.exists() and (fault := exposed(self.secrets_path)):
            raise Usage(f"{self.secrets_path} {fault}", help=f"chmod 600 {self.secrets_path}")
        return _read(self.secrets_path)

    def section(self, kind: str, name: str) -> dict[str, Any] | None:
        """The table `[kind.name]`, such as `[channel.email]`; None where there is none."""
        found = _table(self.all, kind, name)
        hidden = _table(self._secrets, kind, name)
        return None if found is None and hidden is None else found or {}

    def secret(self, kind: str, name: str, key: str) -> str | None:
        """The value of a key that may be secret; None where nothing says it. Usage where what says it fails."""
        section = self.section(kind, name) or {}
        hidden = _table(self._secrets, kind, name) or {}
        if key in hidden:
            return str(hidden[key])
        if isinstance(variable := section.get(f"{key}_env"), str):
            if variable not in self._environ:
                raise Usage(f"[{kind}.{name}] {key}_env: the environment has no {variable}")
            return self._environ[variable]
        if (command := section.get(f"{key}_command")) is not None:
            return _printed(command, f"[{kind}.{name}] {key}_command")
        return str(section[key]) if key in section else None

    def program(self, name: str) -> list[str] | None:
        """The command line of `[program.<name>] command = ["…"]`; None where there is none."""
        section = self.section("program", name)
        return None if section is None else command_of(section.get("command"), f"[program.{name}] command")


def command_of(value: object, where: str) -> list[str]:
    """A program and its arguments, never a line for a shell; Usage otherwise."""
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        return list(value)
    raise Usage(f'{where} must be a list, as in ["/usr/bin/send", "--now"]')


def exposed(path: Path) -> str | None:
    """Why a file is not fit for secrets; None where it is."""
    found = path.stat()
    if found.st_uid != os.geteuid():
        return "belongs to another user"
    if stat.S_IMODE(found.st_mode) & 0o077:
        return "can be read by others"
    return None


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise Usage(f"{path} does not read: {fault}") from None


def _table(of: Mapping[str, Any], kind: str, name: str) -> dict[str, Any] | None:
    group = of.get(kind)
    found = group.get(name) if isinstance(group, dict) else None
    return found if isinstance(found, dict) else None


def _printed(command: object, where: str) -> str:
    import subprocess

    try:
        done = subprocess.run(
            command_of(command, where), capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise Usage(f"{where} failed: {type(fault).__name__}") from None
    return done.stdout.rstrip("\r\n")
