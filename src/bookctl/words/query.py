"""The query language of `find`: words that all must hold, see docs/queries.md."""

import re
from collections.abc import Callable
from typing import NamedTuple

from bookctl.words.calendar import Context
from bookctl.words.ranges import Range, parse_range
from bookctl.words.source import WordError, quoted

KEYS = (
    "customer", "service", "resource", "status", "on", "from", "to",
    "price", "tag", "source", "session", "id", "kind",
)  # fmt: skip
STATUSES = ("requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show")
_DAYS = {"on", "from", "to"}
_CHOICES = {"status": STATUSES, "kind": ("booking", "session")}
_QUOTED = r'["“”][^"“”]*["“”]'
_WORD = re.compile(rf'(?:{_QUOTED}|[^\s"“”])+')
_PARTS = re.compile(r"(-|not[:：])?(?:([^\s\"“”:：<>=,，]*)([:：]?(?:>=|<=|>|<|=)|[:：]))?(.*)", re.DOTALL)
_VALUE = re.compile(rf'(?:{_QUOTED}|[^,，"“”])+')
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)


class QueryError(ValueError):
    """A query that does not read: one sentence that says which word, and what to write instead."""


class Term(NamedTuple):
    """One word of a query: it holds where any of the values does, or none where it is negated.

    `key` is empty for words of their own; `op` is how a price compares; `days` are read values of dates.
    """

    key: str
    values: tuple[str, ...]
    negated: bool = False
    op: str = "="
    days: tuple[Range, ...] = ()


def parse_query(text: str, ctx: Context) -> tuple[Term, ...]:
    """The terms in the order typed; none for no text. QueryError where one does not read."""
    rest = _WORD.sub("", text).strip()
    if rest:
        raise QueryError(f"{quoted(text.strip())} has a quote that is not closed")
    return tuple(_term(found.group(), ctx) for found in _WORD.finditer(text))


def _term(word: str, ctx: Context) -> Term:
    minus, key, op, rest = _parts(word)
    values = tuple(value for value in map(_plain, _VALUE.findall(rest)) if value)
    if key is None:
        if not values:
            raise QueryError(f"{quoted(word)} says nothing to search for")
        return Term("", values, minus)
    key = _key(key.lower(), word)
    if not values:
        raise QueryError(f"{key}: has nothing behind it{_example(key)}")
    if op != "=" and key != "price":
        raise QueryError(f"{quoted(word)}: only a price can be more or less than something: write {key}:")
    return _READERS.get(key, _any)(Term(key, values, minus, op), ctx)


def _parts(word: str) -> tuple[bool, str | None, str, str]:
    """Whether it is negated, the key if there is one, how it compares, and what stands behind."""
    found = _PARTS.fullmatch(word)
    if found is None:
        raise AssertionError(word)
    minus, key, op, rest = found.groups()
    return minus is not None, key, (op or "").lstrip(":：") or "=", rest


def _plain(value: str) -> str:
    return re.sub(r'["“”]', "", value).strip()


def _key(key: str, word: str) -> str:
    if key in KEYS:
        return key
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, 1, 0.6)
    hint = f"did you mean {near[0]}:?" if near else f"search by {', '.join(KEYS)}, or put the word in quotes"
    raise QueryError(f"{quoted(word)}: there is no {quoted(key)} to search by: {hint}")


def _example(key: str) -> str:
    examples = {
        "on": "on:tomorrow",
        "price": "price>500",
        "status": "status:confirmed",
        "customer": "customer:李娜",
    }
    return f", as in {examples[key]}" if key in examples else ""


def _any(term: Term, _: Context) -> Term:
    return term


def _choice(term: Term, _: Context) -> Term:
    known = _CHOICES[term.key]
    values = tuple(value.lower() for value in term.values)
    for value in values:
        if value not in known:
            from difflib import get_close_matches

            near = get_close_matches(value, known, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
            raise QueryError(f"{quoted(value)} is no {term.key}: {hint}")
    return term._replace(values=values)


def _price(term: Term, _: Context) -> Term:
    for value in term.values:
        if not _AMOUNT.fullmatch(value):
            raise QueryError(f"{quoted(value)} is not a price: write a plain number, as in price>500")
    return term


def _dates(term: Term, ctx: Context) -> Term:
    try:
        return term._replace(days=tuple(parse_range(value, ctx) for value in term.values))
    except WordError as fault:
        raise QueryError(f"{term.key}: {fault}") from None


_READERS: dict[str, Callable[[Term, Context], Term]] = {
    **dict.fromkeys(_CHOICES, _choice),
    **dict.fromkeys(_DAYS, _dates),
    "price": _price,
}
