"""What came of each message, as it stands in `messages/`: ids, channel and hash, never an address or a text."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookctl.ledger.files import read_file
from bookctl.ledger.layout import PAGE_LIMIT, journal_path

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.messages.outbox import Item
    from bookctl.model.message import Message

# Keys are looked for without reading TOML: a page of a busy day would take longer than the rest of the command.
_KEYS = re.compile(rb"""(?m)^[ \t]*key[ \t]*=[ \t]*["']([0-9a-f]{16})["']""")
_REASON = 200


def keys_of(root: Path, days: Iterable[date]) -> set[str]:
    """The keys on the pages of these local days."""
    found: set[str] = set()
    for day in set(days):
        data = read_file(root, journal_path("message", day), PAGE_LIMIT)
        found.update(match.decode() for match in _KEYS.findall(data or b""))
    return found


def keys_everywhere(root: Path) -> set[str]:
    """The keys of every page: a rule that was changed may put the same thing on another day."""
    from bookctl.ledger.journals import journals

    return keys_of(root, (day for _, day in journals(root, "message")))


def record(desk: "Desk", items: "Collection[Item]") -> "Outcome":
    """Adds what is not there yet to the pages, each item to that of the day it was due."""
    from bookctl.actions.outcome import Outcome

    pages: dict[str, list[Message]] = {}
    states: dict[str, int] = {}
    for item in items:
        pages.setdefault(journal_path("message", desk.day(item.due)), []).append(_message(desk, item))
        states[item.state] = states.get(item.state, 0) + 1
    redone = {item.key for item in items if item.redo}
    for path, messages in pages.items():
        desk.draft.put(path, _with(desk.draft.text(path), messages, redone))
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return Outcome(f"remind {told}", told, {"messages": states})


def _message(desk: "Desk", item: "Item") -> "Message":
    from bookctl.model.message import Message

    return Message(
        key=item.key,
        rule=item.rule,
        about=item.about,
        due=desk.local(item.due),
        at=desk.local(item.at),
        state=item.state,  # type: ignore[arg-type]  # only what is settled is recorded
        channel=item.channel,
        to=item.to,  # type: ignore[arg-type]  # as the rule has it
        hash=item.hash,
        reason=item.reason[:_REASON] or None,
    )


def _with(text: str, messages: "list[Message]", redone: set[str]) -> str:
    """The page with the messages at its end; those that were asked for again where they stand."""
    known = {match.decode() for match in _KEYS.findall(text.encode())}
    for message in messages:
        if message.key in known & redone:
            text = _replaced(text, message)
    fresh = {message.key: message for message in messages if message.key not in known}
    return "".join([text, *_blocks(text, fresh.values())])


def _blocks(text: str, messages: "Iterable[Message]") -> Iterator[str]:
    from bookctl.ledger.format import pairs

    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else newline if text.endswith("\n") else newline * 2
    for message in messages:
        lines = ["[[message]]", *(f"{key} = {value}" for key, value in pairs(message)), ""]
        yield gap + newline.join(lines)
        gap = newline


def _replaced(text: str, message: "Message") -> str:
    from bookctl.ledger.format import pairs
    from bookctl.ledger.toml.read import parse
    from bookctl.ledger.toml.splice import remove_key, set_key

    rows: list[dict[str, Any]] = parse(text.encode())["message"]
    number = next(number for number, row in enumerate(rows) if row["key"] == message.key)
    fresh = dict(pairs(message))
    for key in rows[number].keys() - fresh.keys():
        text = remove_key(text, ("message", number), key)
    for key, literal in fresh.items():
        text = set_key(text, ("message", number), key, literal)
    return text
