"""Query languages: words that all must hold. The one of `find` is here, see docs/queries.md."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bookctl.words.calendar import Context
from bookctl.words.ranges import Range, parse_range
from bookctl.words.source import WordError, quoted

KEYS = (
    "customer", "service", "resource", "status", "on", "from", "to",
    "price", "tag", "segment", "source", "session", "series", "project", "id", "kind",
)  # fmt: skip
STATUSES = ("requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show")
_QUOTED = r'["“”][^"“”]*["“”]'
_WORD = re.compile(rf'(?:{_QUOTED}|[^\s"“”])+')
_PARTS = re.compile(r"(-|not[:：])?(?:([^\s\"“”:：<>=,，]*)([:：]?(?:>=|<=|>|<|=)|[:：]))?(.*)", re.DOTALL)
_VALUE = re.compile(rf'(?:{_QUOTED}|[^,，"“”])+')
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)


class QueryError(ValueError):
    """A query that does not read: one sentence that says which word, and what to write instead."""


class Term(NamedTuple):
    """One word of a query: it holds where any of the values does, or none where it is negated.

    `key` is empty for words of their own; `op` is how numbers compare; `days` are read values of dates.
    """

    key: str
    values: tuple[str, ...]
    negated: bool = False
    op: str = "="
    days: tuple[Range, ...] = ()


Reader = Callable[[Term, Context], Term]


class Grammar(NamedTuple):
    """What can be searched by: the keys in the order they are listed, and how their values are read.

    `compared` are the keys that can be more or less than something, `only` says so.
    """

    keys: tuple[str, ...]
    readers: Mapping[str, Reader]
    compared: frozenset[str]
    only: str
    examples: Mapping[str, str]


def parse_query(text: str, ctx: Context, grammar: Grammar | None = None) -> tuple[Term, ...]:
    """The terms in the order typed; none for no text. QueryError where one does not read. Bookings, without a grammar."""
    rest = _WORD.sub("", text).strip()
    if rest:
        raise QueryError(f"{quoted(text.strip())} has a quote that is not closed")
    return tuple(_term(found.group(), ctx, grammar or BOOKINGS) for found in _WORD.finditer(text))


def _term(word: str, ctx: Context, grammar: Grammar) -> Term:
    minus, key, op, rest = _parts(word)
    values = tuple(value for value in map(_plain, _VALUE.findall(rest)) if value)
    if key is None:
        if not values:
            raise QueryError(f"{quoted(word)} says nothing to search for")
        return Term("", values, minus)
    key = _key(key.lower(), word, grammar)
    if not values:
        raise QueryError(f"{key}: has nothing behind it{_example(key, grammar)}")
    if op != "=" and key not in grammar.compared:
        raise QueryError(
            f"{quoted(word)}: only {grammar.only} can be more or less than something: write {key}:"
        )
    return grammar.readers.get(key, _any)(Term(key, values, minus, op), ctx)


def _parts(word: str) -> tuple[bool, str | None, str, str]:
    """Whether it is negated, the key if there is one, how it compares, and what stands behind."""
    found = _PARTS.fullmatch(word)
    if found is None:
        raise AssertionError(word)
    minus, key, op, rest = found.groups()
    return minus is not None, key, (op or "").lstrip(":：") or "=", rest


def _plain(value: str) -> str:
    return re.sub(r'["“”]', "", value).strip()


def _key(key: str, word: str, grammar: Grammar) -> str:
    if key in grammar.keys:
        return key
    from difflib import get_close_matches

    near = get_close_matches(key, grammar.keys, 1, 0.6)
    hint = (
        f"did you mean {near[0]}:?"
        if near
        else f"search by {', '.join(grammar.keys)}, or put the word in quotes"
    )
    raise QueryError(f"{quoted(word)}: there is no {quoted(key)} to search by: {hint}")


def _example(key: str, grammar: Grammar) -> str:
    return f", as in {grammar.examples[key]}" if key in grammar.examples else ""


def _any(term: Term, _: Context) -> Term:
    return term


def chosen(known: tuple[str, ...]) -> Reader:
    """Reads one of the words."""

    def read(term: Term, _: Context) -> Term:
        values = tuple(value.lower() for value in term.values)
        for value in values:
            if value not in known:
                raise QueryError(f"{quoted(value)} is no {term.key}: {_near(value, known)}")
        return term._replace(values=values)

    return read


def _near(value: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(value, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"


def number(what: str, example: str) -> Reader:
    """Reads plain numbers."""

    def read(term: Term, _: Context) -> Term:
        for value in term.values:
            if not _AMOUNT.fullmatch(value):
                raise QueryError(f"{quoted(value)} is not {what}: write a plain number, as in {example}")
        return term

    return read


def dates(term: Term, ctx: Context) -> Term:
    """Reads days and ranges of days."""
    try:
        return term._replace(days=tuple(parse_range(value, ctx) for value in term.values))
    except WordError as fault:
        raise QueryError(f"{term.key}: {fault}") from None


BOOKINGS = Grammar(
    KEYS,
    {
        "status": chosen(STATUSES),
        "kind": chosen(("booking", "session")),
        **dict.fromkeys(("on", "from", "to"), dates),
        "price": number("a price", "price>500"),
    },
    frozenset({"price"}),
    "a price",
    {"on": "on:tomorrow", "price": "price>500", "status": "status:confirmed", "customer": "customer:李娜"},
)
