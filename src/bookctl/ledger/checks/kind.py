"""What a check is."""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from bookctl.ledger.survey import Remark, Sheet, Survey

Tier = Literal["always", "strict", "request"]
OnPage = Callable[[Sheet, Survey, int], Iterable[Remark]]
OnBook = Callable[[Survey, int], Iterable[Remark]]


class Check(NamedTuple):
    """`tier` is when it runs: always, with --strict, or only by name.

    `on_page` sees one page at a time, with catalogue and customers known; `on_book` sees the survey of
    the whole book. Both are pure; the third argument is the instant of now.
    """

    name: str
    summary: str
    tier: Tier
    on_page: OnPage | None = None
    on_book: OnBook | None = None
