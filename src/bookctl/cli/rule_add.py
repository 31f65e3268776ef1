"""Shipped rules put to use."""

from typing import TYPE_CHECKING

from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused
from bookctl.ledger.layout import record_path
from bookctl.messages.shipped import rule_text, shipped_rules
from bookctl.model.text import shown

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk


def shipped_text(rule: str) -> str:
    """The text of a shipped rule; NotFound where there is none."""
    text = rule_text(rule)
    if text is None:
        raise NotFound(f"no rule is called {shown(rule)!r}", help="bookctl rule kit lists the shipped ones")
    return text


def added(desk: "Desk", id_: str, channels: list[str]) -> Outcome:
    """A shipped rule, copied into the ledger; Refused where it is there already or a channel is not."""
    text, shipped = shipped_text(id_), shipped_rules()[id_]
    path = record_path("rule", id_)
    if desk.draft.exists(path):
        raise Refused(f"there is a rule {id_} already", help=f"bookctl rule show {id_}")
    for number, then in enumerate(shipped.then):
        _known(desk, channels or then.channel)
        if channels and then.send is not None:
            text = _with_channels(text, number, channels)
    desk.draft.put(path, text)
    return Outcome(f"rule add {id_}", "added", {"id": id_, "kind": "rule", "name": shipped.name})


def _with_channels(text: str, number: int, channels: list[str]) -> str:
    from bookctl.ledger.format import inline
    from bookctl.ledger.toml.splice import set_key

    return set_key(text, ("then", number), "channel", inline(channels))


def _known(desk: "Desk", channels: list[str]) -> None:
    from bookctl.ledger.faults import did_you_mean

    for name in channels:
        if name not in desk.settings.channel:
            help_ = (
                did_you_mean(name, desk.settings.channel) or f"add [channel.{shown(name)}] to bookctl.toml"
            )
            raise Refused(f"there is no channel {shown(name)}", help=help_)
