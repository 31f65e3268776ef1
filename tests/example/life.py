"""How a booking came to stand where it stands: legal histories, nothing later than now."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from example.records import NOW, Event

SELF_SERVICE = {"wechat", "portal"}
WHY_CANCELLED = ("a meeting came up", "will ring again", "out of town", None, None)
WHY_DECLINED = ("kept free for the stocktaking 盘点", "no hot water that afternoon")


class Slot(NamedTuple):
    """What a history depends on."""

    start: datetime
    end: datetime
    source: str
    person: str


def life(rng: Random, slot: Slot, status: str, made: datetime) -> tuple[Event, ...]:
    """From `made` on to `status`."""
    events = _beginning(rng, slot, status, made)
    if status in {"arrived", "completed"}:
        events.append(Event(_arrival(rng, slot), "arrived", "desk"))
    if status == "completed":
        events.append(Event(slot.end + timedelta(minutes=rng.randint(0, 9)), status, slot.person))
    if status == "no-show":
        events.append(Event(slot.start + timedelta(minutes=rng.choice((15, 20))), status, "desk"))
    if status == "cancelled":
        events.append(
            Event(
                _between(rng, events[-1].at, min(slot.start, NOW)),
                status,
                "desk",
                reason=rng.choice(WHY_CANCELLED),
            )
        )
    if status == "declined":
        events.append(Event(_between(rng, made, NOW), status, slot.person, reason=rng.choice(WHY_DECLINED)))
    return tuple(events)


def _beginning(rng: Random, slot: Slot, status: str, made: datetime) -> list[Event]:
    if status in {"requested", "declined"}:
        return [Event(made, "requested", "portal")]
    if slot.source not in SELF_SERVICE:
        return [Event(made, "confirmed", "desk")]
    answered = min(made + timedelta(minutes=rng.randint(2, 18)), NOW)
    return [
        Event(made, "requested", "portal"),
        Event(answered, "confirmed", rng.choice(("desk", slot.person))),
    ]


def made_at(rng: Random, start: datetime, source: str) -> datetime:
    """When it was booked: a walk-in the same hour, anything else days ahead in waking hours."""
    if source == "walk-in":
        return start - timedelta(minutes=rng.randint(30, 40))
    day = min(start, NOW) - timedelta(days=rng.randint(1, 9))
    return day.replace(hour=rng.randint(9, 20), minute=rng.randint(0, 59))


def _arrival(rng: Random, slot: Slot) -> datetime:
    return slot.start - timedelta(minutes=rng.randint(1, 10))


def _between(rng: Random, low: datetime, high: datetime) -> datetime:
    minutes = int((high - low).total_seconds()) // 60
    return low + timedelta(minutes=rng.randint(minutes // 3, max(minutes // 3, minutes - 20)))
