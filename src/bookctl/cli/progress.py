"""A bar for work on many things, where somebody watches."""

import sys
from types import TracebackType
from typing import Self

LONG = 2000  # from so many on
_WIDTH = 30


class Bar:
    """Counts its calls up to `total`; draws only on a terminal, and wipes itself at the end."""

    def __init__(self, text: str, total: int, *, quiet: bool = False) -> None:
        self._text, self._total, self._done = text, total, 0
        self.shown = total > LONG and not quiet and sys.stderr.isatty()
        self._wide = 0
        self._every = max(1, total // 100)

    def __call__(self) -> None:
        self._done += 1
        if self.shown and self._done % self._every == 0:
            share = min(1.0, self._done / self._total)
            bar = "#" * round(share * _WIDTH)
            self._show(f"{self._text} [{bar:<{_WIDTH}}] {share:4.0%}")

    def then(self, text: str) -> None:
        """What is done now, of which nothing can be counted."""
        if self.shown:
            self._show(f"{text}…")

    def wipe(self) -> None:
        if self._wide:
            self._show("")

    def _show(self, text: str) -> None:
        print(f"\r{text:<{self._wide}}\r{text}", end="", file=sys.stderr, flush=True)
        self._wide = len(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()
