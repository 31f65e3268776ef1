"""A channel's entry in the user's own configuration: where, by which program, with which secret."""

from pathlib import Path
from typing import Any

from bookctl.actions.problems import Usage
from bookctl.actions.userconfig import UserConfig, command_of

PATIENCE = 30
MOST = 600


class Entry:
    """`[channel.<use>]`. Usage, with the place and the key, where something is missing or wrong."""

    def __init__(self, config: UserConfig, use: str) -> None:
        self._config, self._use = config, use
        found = config.section("channel", use)
        if found is None:
            raise Usage(
                f"the channel {use} has no entry in {config.path}",
                help=f"bookctl help channels: [channel.{use}]",
            )
        self._table: dict[str, Any] = found

    def text(self, key: str, default: str | None = None) -> str:
        value = self._table.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "must be a text")
        return value

    def has(self, key: str) -> bool:
        return key in self._table

    def number(self, key: str, default: int, most: int) -> int:
        value = self._table.get(key, default)
        if type(value) is not int or not 1 <= value <= most:
            raise self.wrong(key, f"must be a number from 1 to {most}")
        return value

    def patience(self) -> int:
        """Seconds to wait for the other side."""
        return self.number("timeout", PATIENCE, MOST)

    def secret(self, key: str) -> str | None:
        return self._config.secret("channel", self._use, key)

    def command(self, key: str = "command") -> list[str]:
        return command_of(self._table.get(key), f"[channel.{self._use}] {key}")

    def folder(self) -> Path:
        folder = Path(self.text("folder")).expanduser()
        if not folder.is_absolute():
            raise self.wrong("folder", "must begin with / or ~")
        return folder

    def wrong(self, key: str, fault: str) -> Usage:
        return Usage(f"[channel.{self._use}] {key} {fault}", help=f"see {self._config.path}")
