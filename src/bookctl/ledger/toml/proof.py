"""The proof that an edit of a text did what it should to the data, and nothing else."""

from collections.abc import Callable
from typing import Any

from bookctl.ledger.toml.read import TomlError, parse


class SpliceError(AssertionError):
    """An edit that would not have done what it should: a fault of the program. Nothing was written."""


def proven(old: str, new: str, edit: Callable[[dict[str, Any]], object]) -> str:
    """`new`, if it reads as the data of `old` with the edit; else SpliceError."""
    data = parse(old.encode())
    edit(data)
    try:
        made = parse(new.encode())
    except TomlError as fault:
        raise SpliceError(f"an edit left text that does not read: {fault}") from fault
    if repr(made) != repr(data) and not same(made, data):
        raise SpliceError("an edit changed something else than it should")
    return new


def same(one: Any, other: Any) -> bool:
    """Equal in value and type, the keys of tables in any order; nan equals nan."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


def value(literal: str) -> Any:
    """What a literal stands for. SpliceError where it is none."""
    try:
        return parse(f"v = {literal}".encode())["v"]
    except TomlError as fault:
        raise SpliceError(f"no literal: {fault}") from fault
