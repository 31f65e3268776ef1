"""What doctor asks about messages."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bookctl.actions.problems import Problem
from bookctl.actions.userconfig import UserConfig, exposed
from bookctl.ledger.state import find_state
from bookctl.messages.run_memory import last_run
from bookctl.messages.sender import machine_id
from bookctl.model.time import MINUTE

if TYPE_CHECKING:
    from bookctl.model.settings import Settings

SECTION = "messages"


class Answer(NamedTuple):
    """As doctor's own: `ok` is None where it cannot be known or does not matter here."""

    section: str
    question: str
    ok: bool | None
    hint: str = ""


def answers(
    root: Path, settings: "Settings", config: UserConfig, now: int, *, rules: bool
) -> Iterator[Answer]:
    """Nothing is asked of a book without channels and rules; none of it changes anything or reads a secret."""
    yield from _secrets(root, config)
    if settings.channel:
        yield from _channels(settings, config)
    if rules:
        yield from _clockwork(root, settings, now)


def _secrets(root: Path, config: UserConfig) -> Iterator[Answer]:
    path = config.secrets_path
    if config.path.resolve().is_relative_to(root):
        hint = f"{config.path} lies in the ledger, so it can come from others and go to them: move it away"
        yield Answer(SECTION, "does your own configuration lie outside the ledger", False, hint)
    if path.exists():
        fault = exposed(path)
        yield Answer(
            SECTION, "can only you read the secrets", fault is None, f"{path} {fault}: chmod 600 {path}"
        )
    loose = [name for name in _inside(config) if config.path.exists() and exposed(config.path)]
    if loose:
        hint = f"{config.path} holds one ({loose[0]}) and others can read it: move it to {path}"
        yield Answer(SECTION, "are secrets kept apart", False, hint)


def _inside(config: UserConfig) -> list[str]:
    """The secrets that stand in the configuration itself; their names, never their values."""
    try:
        channels = config.all.get("channel", {})
    except Problem:
        return []
    return [
        f"[channel.{name}] {key}"
        for name, table in (channels.items() if isinstance(channels, dict) else ())
        if isinstance(table, dict)
        for key in ("password", "url", "secret")
        if key in table
    ]


def _channels(settings: "Settings", config: UserConfig) -> Iterator[Answer]:
    """Whether each has its entry; what stands in it is tried by sending."""
    from bookctl.messages.channels.entry import Entry

    for name, channel in settings.channel.items():
        question = f"has the channel {name} an entry in {config.path}"
        try:
            Entry(config, channel.use or name)
        except Problem as fault:
            yield Answer(SECTION, question, False, fault.help or fault.text)
        else:
            yield Answer(SECTION, question, True)


def _clockwork(root: Path, settings: "Settings", now: int) -> Iterator[Answer]:
    state, sender = find_state(root), settings.reminders.sender
    yield Answer(SECTION, "is a machine named to send", sender is not None, "bookctl remind --take-over")
    if sender is None or sender != machine_id(state):
        return
    last = last_run(state)
    seen = last is not None and now - last.at < 60 * MINUTE
    yield Answer(
        SECTION, "did cron call within the last hour", seen, "bookctl cron install; bookctl remind --status"
    )
