"""Who may agree to a booking, who has, and who still has to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bookctl.engine import approval
from bookctl.engine.approval import Given, Side, folded
from bookctl.engine.place import Planner
from bookctl.engine.say import listed
from bookctl.engine.wish import Refusal
from bookctl.model.approval import Approval
from bookctl.model.booking import Booking

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk


def qualified(planner: Planner, by: str | None, service: str) -> bool:
    """Whether they are a resource with a skill the service asks for."""
    needs = [need for step in planner.catalogue.services[service].steps for need in step.needs]
    return any(need.skills and by in planner.able(need) for need in needs)


def signing(desk: "Desk", asked: Sequence[Approval], by: str | None, service: str) -> list[Approval]:
    """Those that whoever makes a booking may agree to, and thereby has."""
    side = Side(by, qualified(desk.planner, by, service))
    return [one for one in asked if approval.may(one, side, desk.now, desk.now)]


def one_yes(desk: "Desk", one: Approval, by: str | None) -> bool:
    """Whether that one person's agreement is enough, given as it is asked for."""
    return approval.settled(one, {folded(by): desk.now}, desk.now)


def given(item: Booking) -> dict[str, Given]:
    """Who agreed and when, by the id of the approval; the first time counts."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for event in item.history:
        if event.approved is not None:
            found[event.approved].setdefault(folded(event.by), int(event.at.timestamp()))
    return dict(found)


def asked_at(item: Booking, now: int) -> int:
    """Since when it waits for agreement: since it was last requested, else since it was made."""
    times = [event.at for event in item.history if event.status == "requested"] or [
        event.at for event in item.history[:1]
    ]
    return int(times[-1].timestamp()) if times else now


def open_rules(rules: Sequence[Approval], item: Booking, now: int) -> list[Approval]:
    """Those of its approvals that are not settled."""
    return approval.open_ones(rules, item.approvals, given(item), asked_at(item, now))


def signable(planner: Planner, item: Booking, by: str | None, now: int) -> list[Approval]:
    """Of the open ones those that the person may agree to and has not agreed to."""
    settings = planner.catalogue.settings
    said, side = given(item), Side(by, qualified(planner, by, item.service))
    return [
        one
        for one in open_rules(settings.approval, item, now)
        if approval.may(one, side, asked_at(item, now), now) and folded(by) not in said.get(one.id, {})
    ]


def who_words(item: Booking, waiting: Sequence[Approval]) -> str:
    """Whom it waits for."""
    said = given(item)
    return listed([approval.missing(one, said.get(one.id, {})) for one in waiting])


def stranger(desk: "Desk", waiting: Sequence[Approval], item: Booking, by: str | None) -> Refusal:
    """Why this person cannot settle what waits."""
    one, who = waiting[0], who_words(item, waiting[:1])
    number = desk.settings.approval.index(one)
    text = f"{item.id} waits for {who} to agree ({one.name or one.id}), and you are {by or 'nobody by name'}"
    if folded(by) in given(item).get(one.id, {}):
        text = f"{by} has agreed already; it waits for {who} ({one.name or one.id})"
    return Refusal("approval", text, "bookctl.toml", f"approval.{number}")
