"""History as it would be, had certain contents never been in it. Authors, dates and messages stay.

Only what changes gets a new id: commits before the first of those contents keep theirs.
"""

import re
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from bookctl.ledger import git
from bookctl.ledger.erase.pack import Pack
from bookctl.ledger.erase.reader import Reader
from bookctl.ledger.erase.trees import Rules, Trees
from bookctl.ledger.state import State

SHORT = 10
_ID = re.compile(rb"\b[0-9a-f]{10}(?:[0-9a-f]{30}(?:[0-9a-f]{24})?)?\b")
_SIGNED = (b"gpgsig ", b"gpgsig-sha256 ", b"mergetag ")
_SIGNATURE = re.compile(rb"-----BEGIN (PGP|SSH) (SIGNATURE|MESSAGE)-----.*", re.DOTALL)


class Words:
    """What must not stand in a commit's message, the longest first, and what stands there instead."""

    def __init__(self, gone: Iterable[str], instead: str) -> None:
        self._gone = re.compile(b"|".join(re.escape(word.encode()) for word in gone) or rb"(?!)")
        self._instead = instead.encode()

    def out_of(self, text: bytes) -> bytes:
        return self._gone.sub(lambda _: self._instead, text)


class Rewriter:
    """`commit` in the order of `traces.commits`; what is made is in `pack`, not in the repository."""

    def __init__(self, state: State, rules: Rules, words: Words, *, dry: bool) -> None:
        self.pack = Pack(state, dry=dry)
        self.now: dict[str, str] = {}
        self.first: list[str] = []
        self._reader = Reader(state)
        self._words = words
        self._trees = Trees(state, rules, self._reader, self.pack)
        self._short: dict[bytes, bytes] = {}

    def __enter__(self) -> Self:
        self._reader.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.__exit__(kind, fault, trace)
        self.pack.drop()

    def all(self, commits: Iterable[str]) -> None:
        for commit in commits:
            self._commit(commit)

    def root(self, commit: str) -> bytes:
        """The root folder of an old commit, as it shall be."""
        return self._trees.changed(self._reader.get(f"{commit}^{{tree}}")[1], ".")

    def tag(self, state: State, oid: str) -> str:
        """An annotated tag of a commit, or of another tag; without its signature, which would be wrong."""
        found = git.objects(state, [oid])[0]
        if found is None or found.kind != "tag":
            return self.now.get(oid, oid)
        head, _, text = found.data.partition(b"\n\n")
        old = head.split(b"\n", 1)[0].removeprefix(b"object ").decode()
        new = self.tag(state, old)
        text, said = self._words.out_of(text), text
        if new == old and said == text:
            return oid
        made = head.replace(old.encode(), new.encode(), 1) + b"\n\n" + _SIGNATURE.sub(b"", text)
        return self.pack.add("tag", made)

    def _commit(self, oid: str) -> None:
        _, data = self._reader.get(oid)
        head, _, message = data.partition(b"\n\n")
        lines = head.split(b"\n")
        made = [self._header(line) for line in lines]
        told = _ID.sub(self._mapped, self._words.out_of(message))
        if made == lines and told == message:
            self.now[oid] = oid
            return
        if _parents(lines) == _parents(made):
            self.first.append(oid)
        new = self.pack.add("commit", b"\n".join(_unsigned(made)) + b"\n\n" + told)
        self.now[oid] = new
        self._short[oid[:SHORT].encode()] = new[:SHORT].encode()

    def _header(self, line: bytes) -> bytes:
        kind, _, value = line.partition(b" ")
        if kind == b"tree":
            return b"tree " + self._trees.at(value.decode(), ".").encode()
        if kind == b"parent":
            return b"parent " + self.now[value.decode()].encode()
        return line

    def _mapped(self, found: re.Match[bytes]) -> bytes:
        """The new id where a message names a commit; as bookctl writes it: whole, or its first ten digits."""
        word = found[0]
        if len(word) == SHORT:
            return self._short.get(word, word)
        return self.now.get(word.decode(), word.decode()).encode()


def _parents(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if line.startswith(b"parent ")]


def _unsigned(lines: list[bytes]) -> list[bytes]:
    """A signature does not hold for another commit."""
    kept: list[bytes] = []
    dropping = False
    for line in lines:
        dropping = line.startswith(_SIGNED) or (dropping and line.startswith(b" "))
        if not dropping:
            kept.append(line)
    return kept
