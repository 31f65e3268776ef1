"""Ids: short random ones for bookings, sessions and customers, slugs for the catalogue."""

import re
from collections.abc import Callable, Container

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 l i: ids are read aloud and typed
SHORT = 6
_SHORT = re.compile(rf"[{ALPHABET}]{{{SHORT}}}\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")


def is_short_id(text: str) -> bool:
    return _SHORT.match(text) is not None


def is_slug(text: str) -> bool:
    """An id that is also a file's stem: never a path, never an option."""
    return _SLUG.match(text) is not None


def new_id(taken: Container[str], choose: Callable[[str], str], first: str = "") -> str:
    """A fresh id of SHORT characters; `choose` picks one character, `first` fixes the beginning."""
    while True:
        made = first + "".join(choose(ALPHABET) for _ in range(SHORT - len(first)))
        if made not in taken:
            return made
