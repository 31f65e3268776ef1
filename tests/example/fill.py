"""The ordinary bookings around the story: what a fortnight in a studio looks like, from a fixed seed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from example.life import Slot, life, made_at
from example.people import PEOPLE
from example.records import NOW, Record
from example.studio import OFFERS, TAKES, WEEK, Busy, cost, length, uses, windows

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PREFERRED = {
    "wang": ("c4f7qx", "ch3y8k", "c3z7jt"),
    "li": ("c8hm3t", "cv4n6z"),
    "anna": ("c2rk9d", "ct9x3h", "c2m7hb", "cb4t6m"),
}
PAST = ("completed",) * 17 + ("no-show", "no-show", "cancelled", "cancelled")
FUTURE = ("confirmed",) * 14 + ("requested", "requested", "cancelled", "declined")
SOURCES = ("wechat",) * 8 + ("phone",) * 5 + ("portal",) * 4 + ("walk-in",) * 3


class Day(NamedTuple):
    """One day being filled: what is taken, which customers come already, and how likely somebody starts at a free quarter."""

    start: datetime
    busy: Busy
    guests: set[str]
    density: float = 0.22


def fresh_ids(rng: Random, taken: set[str]) -> Iterator[str]:
    while True:
        made = "".join(rng.choice(ALPHABET) for _ in range(6))
        if made not in taken and made[0] != "c":
            taken.add(made)
            yield made


def fill(rng: Random, ids: Iterator[str], day: Day) -> Iterator[Record]:
    """Goes through each therapist's windows, leaving gaps; what it yields is in `day.busy` already."""
    people = list(WEEK)
    rng.shuffle(people)
    for person in people:
        for begin, end in windows(person, day.start):
            at = begin + timedelta(minutes=rng.choice((0, 0, 15, 30)))
            while at < end:
                made = (
                    _try(rng, ids, day, Slot(at, end, rng.choice(SOURCES), person))
                    if rng.random() < day.density
                    else None
                )
                if made:
                    yield made
                at = (
                    made.end + timedelta(minutes=rng.choice((0, 15, 30)))
                    if made
                    else at + timedelta(minutes=15)
                )
                at += timedelta(minutes=-at.minute % 15)


def _try(rng: Random, ids: Iterator[str], day: Day, slot: Slot) -> Record | None:
    service = rng.choice(
        [name for name, offer in OFFERS.items() if slot.person in offer.staff and offer.price]
    )
    addons = (rng.choice(TAKES[service]),) if service in TAKES and rng.random() < 0.15 else ()
    end = slot.start + timedelta(minutes=length(service, addons))
    rooms = [
        room
        for room in ("room-1", "room-2")
        if day.busy.free(uses(service, slot.person, room, addons), slot.start, end)
    ]
    if not rooms or end > slot.end:
        return None
    slot = slot._replace(end=end)
    status = rng.choice(_statuses(day.start))
    source = slot.source if status not in {"requested", "declined"} else "portal"
    if slot.start > NOW and source == "walk-in":
        source = "phone"
    slot = slot._replace(source=source)
    customer = _customer(rng, day, slot)
    made = Record(
        id=next(ids),
        service=service,
        customer=customer,
        start=slot.start,
        end=end,
        uses=uses(service, slot.person, rng.choice(rooms), addons),
        asked=(slot.person,) if customer in PREFERRED[slot.person] else (),
        addons=addons,
        status=status,
        price=cost(service, addons),
        minutes=length(service, addons) + rng.choice((-5, 5, 10))
        if status == "completed" and rng.random() < 0.2
        else None,
        source=source,
        history=life(rng, slot, status, made_at(rng, slot.start, source)),
    )
    if status not in {"cancelled", "declined"}:
        day.busy.put(made)
    return made


def _statuses(day: datetime) -> tuple[str, ...]:
    if day.date() == NOW.date():
        return ("confirmed",)
    return PAST if day < NOW else FUTURE


def _customer(rng: Random, day: Day, slot: Slot) -> str:
    """Somebody who does not come yet that day; a therapist's regulars first."""
    regulars = [id_ for id_ in PREFERRED[slot.person] if id_ not in day.guests]
    anybody = [row[0] for row in PEOPLE[:-1] if row[0] not in day.guests]
    chosen = rng.choice(regulars if regulars and rng.random() < 0.3 else anybody)
    day.guests.add(chosen)
    return chosen
