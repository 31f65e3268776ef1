"""Changes to entries of the waiting list where they stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Underneath
from bookctl.actions.wait_state import EVER, everyone
from bookctl.engine.waitlist import ACTIVE, rivals
from bookctl.ledger.format import keyed
from bookctl.ledger.index import WaitRow
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import set_key


def set_keys(desk: Desk, wait: WaitRow, values: Mapping[str, Any]) -> None:
    """Sets keys of the entry."""
    page = desk.draft.text(wait.page)
    entries = parse(page.encode()).get("wait", [])
    number = next((number for number, entry in enumerate(entries) if entry["id"] == wait.id), None)
    if number is None:
        raise Underneath(f"{wait.page} was changed by another program just now", help="run the command again")
    for key, value in values.items():
        page = set_key(page, ("wait", number), key, keyed(key, value, desk.settings.currency))
    desk.draft.put(wait.page, page)


def hand_over(desk: Desk, old: str, new: str) -> None:
    """What one customer waits for is another's from now on; where both wait for the same, who asked first stays."""
    active = [one.wait for one in everyone(desk) if one.state in ACTIVE and one.wait.customer in {old, new}]
    kept: list[WaitRow] = []
    for wait in active:
        if any(rivals(wait, other) for other in kept):
            reason = "one person, who waits for it already"
            set_keys(desk, wait, {"dropped": desk.local(desk.now), "reason": reason})
        else:
            kept.append(wait)
    for wait in desk.index.waits(EVER):
        if wait.customer == old:
            set_keys(desk, wait, {"customer": new})


def follow(desk: Desk, session: str, day: date) -> None:
    """Who waits for a seat in a session waits for it on its new day."""
    for wait in desk.index.waits(EVER):
        if wait.session == session and (wait.start, wait.end) != (day.isoformat(), day.isoformat()):
            set_keys(desk, wait, {"from": day, "to": day})
