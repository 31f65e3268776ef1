"""Who gets a message, over which channel, at which address."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bookctl.model.customer import Customer
    from bookctl.model.resource import Resource
    from bookctl.model.settings import Settings


class Recipient(NamedTuple):
    """`address` is None where the channel knows itself whom it reaches."""

    channel: str
    address: str | None


class Unreached(Exception):
    """Nobody can be reached; the sentence says why, without an address."""


def customer(settings: "Settings", channels: Sequence[str], person: "Customer | None") -> Recipient:
    """The first of the channels that reaches them; Unreached where none does."""
    return _first(settings, channels, lambda _, kind: getattr(person, kind, None), "the customer")


def owner(settings: "Settings", channels: Sequence[str]) -> Recipient:
    return _first(settings, channels, lambda name, _: settings.reminders.owner.get(name), "the owner")


def resource(settings: "Settings", channels: Sequence[str], one: "Resource | None") -> Recipient:
    return _first(settings, channels, lambda _, kind: getattr(one, kind, None), "the resource")


def part_keys(key: str, resources: Iterable[str]) -> dict[str, str]:
    """A message to each of several resources is a message of its own: their ids by its key."""
    return {sha256(f"{key}|{id_}".encode()).hexdigest()[:16]: id_ for id_ in dict.fromkeys(resources)}


def _first(
    settings: "Settings", channels: Sequence[str], contact: Callable[[str, str], str | None], who: str
) -> Recipient:
    for name in channels:
        kind = settings.channel[name].contact if name in settings.channel else "none"
        if kind == "none":
            return Recipient(name, None)  # a channel that is not there is told when it is opened
        address = contact(name, kind)
        if address:
            return Recipient(name, address)
    raise Unreached(f"{who} has no address for {' or '.join(channels) or 'any channel'}")
