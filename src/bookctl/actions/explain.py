"""Why a time is free or not: the gate's answer, each candidate's, and the nearest times that would do."""

from typing import NamedTuple

from bookctl.actions import lookup
from bookctl.actions.barred import barred
from bookctl.actions.caps import Terms, resource_over
from bookctl.actions.free import Search, Standpoint, barred_from, prepared
from bookctl.actions.join import taken_seats
from bookctl.actions.nearest import around
from bookctl.engine import seats
from bookctl.engine.place import Planner
from bookctl.engine.policy import Taken
from bookctl.engine.refuse import About, timing
from bookctl.engine.wish import Placement, Reason, Refusal, Wish
from bookctl.ledger.index import Index, Row
from bookctl.model.status import Held
from bookctl.model.time import DAY


class Explained(NamedTuple):
    """`nearest` are instants; of a class they are those of its sessions. `session` is the one that starts then."""

    answer: Placement | Refusal
    reasons: list[Reason]
    nearest: list[int]
    session: Row | None = None


def explain(index: Index, now: int, search: Search, start: int) -> Explained:
    """The gate's answer for that start, and each candidate's."""
    planner, wish, scene = prepared(index, now, search)
    wish = wish._replace(start=start)
    if scene.catalogue.services[wish.service].is_class:
        return _class(scene, planner, wish, search)
    answer = planner.place(scene.busy, wish, now)
    if isinstance(answer, Placement):
        answer = _within_rules(scene, wish, search, answer) or answer
    found: list[int] = []
    if isinstance(answer, Refusal):
        found = around(scene, planner, wish, lambda slot: barred_from(scene, wish, search, slot) is None)
    return Explained(answer, _reasons(scene, planner, wish), found)


def _within_rules(scene: Standpoint, wish: Wish, search: Search, placed: Placement) -> Refusal | None:
    """The rules besides time that booking it would meet: the resources' caps, and the customer's own."""
    over = resource_over(scene, Terms(wish.service, wish.tier), placed)
    return over or barred_from(scene, wish, search, placed)


def _reasons(scene: Standpoint, planner: Planner, wish: Wish) -> list[Reason]:
    """Each candidate's answer; who is free but has as much as they may is not."""
    found = planner.reasons(scene.busy, wish, scene.now)
    return [_capped(scene, planner, wish, reason) if reason.refusal is None else reason for reason in found]


def _capped(scene: Standpoint, planner: Planner, wish: Wish, reason: Reason) -> Reason:
    if reason.resource is None or scene.policy(wish.service, wish.tier).cap is None:
        return reason
    placed = planner.place(scene.busy, wish._replace(asked=(reason.resource,)), scene.now)
    if isinstance(placed, Refusal):
        return reason
    only = placed._replace(uses=tuple(use for use in placed.uses if use.resource == reason.resource))
    over = resource_over(scene, Terms(wish.service, wish.tier), only)
    return reason if over is None else reason._replace(refusal=over, chosen=False)


def _class(scene: Standpoint, planner: Planner, wish: Wish, search: Search) -> Explained:
    """Of a class that is on then: whether it can be joined; else whether it could be opened."""
    start = wish.start or 0
    near = [
        row
        for row in scene.rows.sessions(wish.service, min(start, scene.now), start + 14 * DAY)
        if row.status == "confirmed" and row.start >= scene.now
    ]
    begins = scene.rows.sessions(wish.service, start, start + 1)
    session = next((row for row in begins if row.start == start and row.status == "confirmed"), None)
    others = [row for row in near if row.start != start and _joinable(scene, wish, search, row) is None]
    before = [row.start for row in others if row.start < start][-1:]
    nearest = before + [row.start for row in others if row.start > start][:2]
    if session is None:
        answer = planner.place(scene.busy, wish, scene.now)
        if isinstance(answer, Placement):
            answer = Refusal(
                "class", f"no session of {wish.service} starts then; one could be opened: bookctl session add"
            )
        return Explained(answer, _reasons(scene, planner, wish), nearest)
    refusal = _joinable(scene, wish, search, session)
    left = session.seats - sum(count for _, count in taken_seats(scene, session.id))
    seat = Reason(f"{left} of {session.seats} seats left", session.id, refusal, chosen=refusal is None)
    uses = tuple(Held(*use, session.id) for use in session.uses)
    placed = Placement(session.start, session.end, uses, None)
    return Explained(refusal or placed, [seat], nearest if refusal else [], session)


def _joinable(scene: Standpoint, wish: Wish, search: Search, session: Row) -> Refusal | None:
    """The first rule that keeps the customer, or anybody, from a seat."""
    about = About(wish.service, wish.tier, scene.policy(wish.service, wish.tier))
    for refusal in timing(about, scene.catalogue, session.start, scene.now):
        return refusal
    taken = [count for _, count in taken_seats(scene, session.id)]
    full = seats.join(session.seats, taken, 1)
    if full is not None or search.customer is None:
        return full
    who, what = lookup.customer(scene.index, search.customer), Taken(wish.service, session.start, session.end)
    if who.id in (holder for holder, _ in taken_seats(scene, session.id)):
        return Refusal("seats", f"{who.name} has a seat in this session already")
    return next(barred(scene, who, Terms(wish.service, wish.tier), what), None)
