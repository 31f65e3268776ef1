"""All that history has of some customers: their files, copies and renamed ones too, and the words that name them."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.erase.reader import Reader
from bookctl.ledger.erase.traces import Paths
from bookctl.ledger.layout import journal_of, page_day, record_of, record_path
from bookctl.ledger.state import State
from bookctl.ledger.tombstone import NAME, is_tombstone
from bookctl.ledger.toml.read import TomlError, parse

_LINE = re.compile(rb'(?m)^\s*(?:name|phone|email)\s*=\s*"([^"\n]+)"')
_RUNS = re.compile(
    r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]{2,}|[^\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]+"
)
LEAST = 5
"""Characters of a Latin word that is looked for: a shorter one stands in too many others."""


class Person(NamedTuple):
    """`contents` are ids of what the files held; `words` what is looked for elsewhere."""

    paths: frozenset[str]
    contents: frozenset[str]
    words: tuple[str, ...]


def person(state: State, known: Paths, here: Collection[str], ids: Iterable[str]) -> Person:
    """Of some customers in history; `here` are the paths that any branch still has."""
    own = {record_path("customer", id_) for id_ in ids}
    with Reader(state) as reader:
        contents, words = _read(reader, {oid for path in own for oid in known.get(path, ())})
        # A file that was renamed to theirs was theirs before; one that was copied from theirs became somebody else's.
        renamed = {
            path
            for path, held in known.items()
            if path not in own and path not in here and held & contents and _customer(path)
        }
        more, others = _read(reader, {oid for path in renamed for oid in known[path]})
    return Person(frozenset(own | renamed), frozenset(contents | more), _sorted(words | others))


def rules(of: Person, known: Paths, instead: bytes) -> dict[str, dict[str, bytes | None]]:
    """What stands where in history afterwards: in place of their files `instead`, in place of copies elsewhere nothing."""
    made: dict[str, dict[str, bytes | None]] = {}
    for path, held in known.items():
        theirs = held & of.contents
        if theirs:
            made[path] = dict.fromkeys(sorted(theirs), instead if _customer(path) else None)
    return made


def mentions(state: State, known: Paths, of: Person, *, pages: bool = False) -> dict[str, dict[str, bytes]]:
    """Other contents that have one of the words, by path; with `pages` only of days: bookings, messages, money."""
    words = [word.encode() for word in of.words]
    found: dict[str, dict[str, bytes]] = {}
    if not words:
        return found
    seen: dict[str, bytes | None] = {}
    with Reader(state) as reader:
        for path, held in known.items():
            if pages and page_day(path) is None and journal_of(path) is None:
                continue
            for oid in held - of.contents:
                if oid not in seen:
                    data = reader.get(oid)[1]
                    seen[oid] = data if any(word in data for word in words) else None
                if (told := seen[oid]) is not None:
                    found.setdefault(path, {})[oid] = told
    return found


def without(words: Iterable[str], data: bytes) -> bytes:
    """The same text with nobody in it."""
    for word in words:
        data = data.replace(word.encode(), NAME.encode())
    return data


def _customer(path: str) -> bool:
    of = record_of(path)
    return of is not None and of[0] == "customer"


def _read(reader: Reader, oids: Iterable[str]) -> tuple[set[str], set[str]]:
    """The contents that tell of somebody, and the words in them."""
    told: set[str] = set()
    words: set[str] = set()
    for oid in oids:
        data = reader.get(oid)[1]
        if not is_tombstone(data):
            told.add(oid)
            words |= words_of(data)
    return told, words


def words_of(data: bytes) -> set[str]:
    """Name, the parts of a name in two scripts, phone and address; also of a file that does not read."""
    try:
        raw: Mapping[str, object] = parse(data)
        said = [str(raw[key]) for key in ("name", "phone", "email") if isinstance(raw.get(key), str)]
    except (TomlError, ValueError):
        said = [value.decode("utf-8", "replace") for value in _LINE.findall(data)]
    parts = {part.strip() for text in said for part in (text, *_RUNS.findall(text))} - {NAME}
    return {part for part in parts if len(part) >= (2 if ord(part[0]) > 0x2E7F else LEAST)}


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    """The longest first, so that no part is replaced before the whole."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def blobs_left(state: State, oids: Iterable[str]) -> list[str]:
    """Those of the objects that git still has."""
    names = sorted(oids)
    out = git.run(
        state.root, "cat-file", "--batch-check", input="".join(f"{name}\n" for name in names).encode()
    )
    return [line.split()[0] for line in out.decode().splitlines() if not line.endswith(" missing")]
