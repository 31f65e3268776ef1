"""The ledger's settings when a new epoch begins."""

from collections.abc import Iterable
from typing import NamedTuple

from bookctl.ledger.toml.read import TomlError, parse
from bookctl.ledger.toml.splice import set_key
from bookctl.ledger.toml.write import literal


class Epoch(NamedTuple):
    number: int = 1
    replaced: tuple[str, ...] = ()


def epoch_of(data: bytes | None) -> Epoch:
    """The first epoch where nothing else is said or the file does not read."""
    try:
        raw = parse(data or b"")
    except TomlError:
        return Epoch()
    number, replaced = raw.get("epoch", 1), raw.get("replaced", [])
    if type(number) is not int or type(replaced) is not list:
        return Epoch()
    return Epoch(number, tuple(str(one) for one in replaced))


def raised(data: bytes, epoch: int, replaced: Iterable[str]) -> bytes:
    """The file with the epoch and the first commits of histories that are no more; unchanged where it has them."""
    old = epoch_of(data)
    if old.number >= epoch:
        return data
    text = set_key(data.decode(), (), "epoch", str(epoch))
    every = list(dict.fromkeys([*old.replaced, *replaced]))
    return set_key(text, (), "replaced", literal(every)).encode() if every else text.encode()
