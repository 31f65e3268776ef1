"""What stands in a forgotten customer's file: that there was somebody, and nothing about them."""

import re
from datetime import date

NAME = "(forgotten)"
_SHAPE = re.compile(
    rb'name = "\(forgotten\)"\nforgotten = (\d{4}-\d\d-\d\d)\nretired = \1\n\Z',
)


def tombstone(day: date) -> bytes:
    """The file's whole contents."""
    return f'name = "{NAME}"\nforgotten = {day}\nretired = {day}\n'.encode()


def is_tombstone(data: bytes | None) -> bool:
    return data is not None and _SHAPE.match(data) is not None
