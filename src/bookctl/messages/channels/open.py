"""From a channel's name to what sends over it. A new kind is one file here and one line below."""

from importlib import import_module

from bookctl.actions.problems import Usage
from bookctl.actions.userconfig import UserConfig
from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import Carrier
from bookctl.model.settings import Settings

# Each module has `carrier(settings, name, entry)`; none is loaded before something is sent over it.
KINDS = {"email": "mail", "command": "command", "file": "file", "apprise": "gateway"}


def open_channel(settings: Settings, name: str, config: UserConfig) -> Carrier:
    """Usage where the ledger has no such channel, or the user's own configuration has no fitting entry for it."""
    channel = settings.channel.get(name)
    if channel is None:
        raise Usage(f"bookctl.toml has no [channel.{name}]", help="bookctl help channels")
    made = import_module(f"bookctl.messages.channels.{KINDS[channel.kind]}")
    opened: Carrier = made.carrier(settings, name, Entry(config, channel.use or name))
    return opened
