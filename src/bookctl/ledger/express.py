"""The quick way through a page: it proves the page right, or leaves it to the careful way.

A page is mostly lines that occur thousands of times in a book. What the real parser and the real rules
have passed once is known from then on, with what it means. Every line is a whole key and value, or a
header, a comment, an entry of a history; so the page is TOML if its lines are and no key comes twice.
Whatever is not quite so goes the careful way, which alone reports faults.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain

from bookctl.ledger.checks.lifecycle import sound
from bookctl.ledger.known import Doubt, Memo, Tail, day_of, entry_of, tail_reader, time_of
from bookctl.ledger.survey import Row, Survey
from bookctl.model.ids import ALPHABET, SHORT
from bookctl.model.time import day_span

PROVES = frozenset({"references", "page", "lifecycle", "price", "cover", "practice"})
# Blank lines and comments, the head of a record in the order in which bookctl writes it, other lines, the history.
_BLOCK = re.compile(
    r"((?:(?:#.*)?\n)*+)\[\[(booking|session)\]\]\n"
    rf'id = "([{ALPHABET}]{{{SHORT}}})"\nservice = "(.*)"\n((?:customer = .*\n)?+)'
    r"start = (.{10})(.*)\nend = (.{10})(.*)\n"
    r"((?:[a-gi-z].*\n)*+)((?:history = \[\n(?:  \{ at = .*\n)++\]\n)?+)"
)
_FIXED = len('[[]]\nid = ""\nservice = ""\nstart = \nend = \n')  # what a block has besides its groups
_EMPTY = re.compile(r"(?:(?:#.*)?\n)*")
_HISTORY = slice(len("history = [\n"), -len("\n]\n"))


class Express:
    """`prove` takes a page into the survey, or says that it could not."""

    def __init__(self, book: Survey) -> None:
        self._book = book
        self._tails: dict[str, Memo[Tail]] = {
            array: Memo(tail_reader(book, array)) for array in ("booking", "session")
        }
        self._days, self._times, self._entries = Memo(day_of), Memo(time_of), Memo(entry_of)
        self._lives = Memo(sound)
        customers = {f'customer = "{id_}"\n' for id_ in book.known["customer"]}
        self._customers = {"booking": customers, "session": {""}}

    def prove(self, file: str, day: date, data: bytes) -> bool:
        """Whether the careful way would find nothing to say about the page."""
        if self._book.catalogue is None:
            return False
        try:
            rows, tails = self._rows(file, data.decode().rstrip("\n") + "\n")
            _in_place(rows, *day_span(day, self._book.catalogue.settings.zone))
        except (Doubt, UnicodeDecodeError):
            return False
        self._book.rows += rows
        busy = self._book.busy
        for row, tail in zip(rows, tails, strict=True):
            start, end, owner = row.start, row.end, row.id
            for resource, first, last, units in tail[2]:
                busy[resource].append((start + first, end if last is None else start + last, units, owner))
        return True

    def _rows(self, file: str, text: str) -> tuple[list[Row], list[Tail]]:
        """The records of a page; every letter of it belongs to one of them."""
        found = _BLOCK.findall(text)
        if len(found) * _FIXED + sum(map(len, chain.from_iterable(found))) != len(text):
            if found or not _EMPTY.fullmatch(text) or not _printable(text):
                raise Doubt
            return [], []
        days, times, memo = self._days, self._times, self._tails
        gaps, arrays, ids, services, customers, *stamps, ends_of_lines, histories = zip(*found, strict=True)
        tails = [memo[array][text] for array, text in zip(arrays, ends_of_lines, strict=True)]
        starts, ends = (
            [days[day] + times[time] for day, time in zip(*pair, strict=True)]
            for pair in (stamps[:2], stamps[2:])
        )
        known = self._book.known["service"].issuperset(services) and all(
            customer in self._customers[array] for array, customer in set(zip(arrays, customers, strict=True))
        )
        short = any([end - start < tail[5] for start, end, tail in zip(starts, ends, tails, strict=True)])  # noqa: C419
        if not known or short or not _printable("".join(gaps)) or not self._live(histories, tails):
            raise Doubt
        rows = [
            Row(id_, array, file, start, end, tail[0], service, tail[3], tail[4], tail[1])
            for id_, array, start, end, service, tail in zip(
                ids, arrays, starts, ends, services, tails, strict=True
            )
        ]
        return rows, tails

    def _live(self, histories: Iterable[str], tails: list[Tail]) -> bool:
        """Whether every record with a history lives by it; Doubt where one is not in order of time."""
        lives = {
            (*self._statuses(history), tail[0])
            for history, tail in zip(histories, tails, strict=True)
            if history
        }
        return all(map(self._lives.__getitem__, lives))

    def _statuses(self, history: str) -> list[str | None]:
        days, times, entries = self._days, self._times, self._entries
        statuses: list[str | None] = []
        before = 0
        for line in history[_HISTORY].split("\n"):
            at = days[line[9:19]] + times[line[19:34]]
            if at < before:
                raise Doubt
            before = at
            statuses.append(entries[line[34:]])
        return statuses


def _printable(comments: str) -> bool:
    """A control character in a comment is not TOML."""
    return comments.replace("\n", "").isprintable()


def _in_place(rows: list[Row], first: int, behind: int) -> None:
    """Doubt where a record stands on the wrong page or out of order."""
    for array in ("session", "booking"):
        starts = [row.start for row in rows if row.array == array]
        if starts and not first <= starts[0] <= starts[-1] < behind:
            raise Doubt
        if starts != sorted(starts):
            raise Doubt
