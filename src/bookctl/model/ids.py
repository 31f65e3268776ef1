"""Ids: short random ones for bookings, sessions and customers, slugs for the catalogue."""

import re
from collections.abc import Callable

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 l i: ids are read aloud and typed
SHORT = 6
_LETTERS = "".join(ALPHABET[byte % len(ALPHABET)] for byte in range(256)).encode()
_SHORT = re.compile(rf"[{ALPHABET}]{{{SHORT}}}\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")


def is_short_id(text: str) -> bool:
    return _SHORT.match(text) is not None


def is_slug(text: str) -> bool:
    """An id that is also a file's stem: never a path, never an option."""
    return _SLUG.match(text) is not None


def new_id(taken: Callable[[str], bool], draw: Callable[[int], bytes], first: str = "") -> str:
    """A fresh id of SHORT characters; each draw is as many unguessable bytes, `first` fixes the beginning."""
    tries = 0
    while taken(made := (first + draw(tries).translate(_LETTERS).decode())[:SHORT]):
        tries += 1
    return made
