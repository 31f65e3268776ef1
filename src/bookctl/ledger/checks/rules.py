from collections.abc import Iterator
from pathlib import Path

import bookctl
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.model.rule import Then

KIT = Path(bookctl.__file__).parent / "messages" / "kit"


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    channels = book.catalogue.settings.channel
    inviting = book.catalogue.settings.reminders.invitations
    if inviting is not None and (inviting not in channels or channels[inviting].kind != "email"):
        spot = Spot(SETTINGS, key=("reminders", "invitations"))
        yield Remark(spot, f"there is no e-mail channel {inviting}", help=did_you_mean(inviting, channels))
    templates = _templates(book) if book.rules else set()
    for id_, rule in book.rules.items():
        for number, then in enumerate(rule.then):
            spot = Spot(f"rules/{id_}.toml", key=("then", number))
            yield from _channels(spot, then, set(channels))
            if then.send is not None and then.send not in templates:
                text = f"no template is called {then.send}"
                yield Remark(_at(spot, "send"), text, help=did_you_mean(then.send, templates))


def _channels(spot: Spot, then: Then, known: set[str]) -> Iterator[Remark]:
    for place, name in enumerate(then.channel):
        if name not in known:
            help_ = did_you_mean(name, known) or f"add [channel.{name}] to bookctl.toml"
            yield Remark(_at(spot, "channel", place), f"there is no channel {name}", help=help_)


def _at(spot: Spot, *key: str | int) -> Spot:
    return spot._replace(key=(*spot.key, *key))


def _templates(book: Survey) -> set[str]:
    """Those of the ledger, `name.txt` or `name.en.txt`, and the shipped ones."""
    own = (file.removeprefix("templates/") for file in book.files if file.startswith("templates/"))
    shipped = (path.name for path in KIT.glob("*/*.txt"))
    return {name.partition(".")[0] for name in (*own, *shipped) if name.endswith(".txt")}


CHECK = Check("rules", "every channel and template that a rule names exists", "always", on_book=on_book)
