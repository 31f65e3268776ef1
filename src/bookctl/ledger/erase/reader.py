"""Many objects out of git, one after another, from one process."""

import os
from types import TracebackType
from typing import IO, Self

from bookctl.ledger import git
from bookctl.ledger.state import State


class Reader:
    """Asks `git cat-file --batch`, which is started on entering."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __enter__(self) -> Self:
        import subprocess

        flags = [word for setting in git.SETTINGS for word in ("-c", setting)]
        self._process = subprocess.Popen(
            ["git", *flags, "cat-file", "--batch"],
            cwd=self._state.root,
            env=git.environment(self._state.root, os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._in.close()
        self._out.close()
        self._process.wait()

    def get(self, oid: str) -> tuple[str, bytes]:
        """Kind and bytes; GitFailed where there is no such object."""
        self._in.write(f"{oid}\n".encode())
        self._in.flush()
        words = self._out.readline().split()
        if len(words) != 3:
            raise git.GitFailed("cat-file", 128, f"{oid} is missing: git fsck says more")
        data = self._out.read(int(words[2]))
        self._out.read(1)
        return words[1].decode(), data
