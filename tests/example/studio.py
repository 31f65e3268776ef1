"""What the example's services occupy, and who is free: enough to fill a book without a conflict."""

from datetime import datetime, timedelta
from typing import NamedTuple

from example.records import SHANGHAI, Record, Use


class Offer(NamedTuple):
    minutes: int
    price: int
    staff: tuple[str, ...]
    room: bool = True
    lamp: bool = False


OFFERS = {
    "deep-tissue-60": Offer(60, 680, ("wang",)),
    "deep-tissue-90": Offer(90, 960, ("wang",)),
    "swedish-60": Offer(60, 520, ("wang", "li", "anna")),
    "tuina-45": Offer(45, 380, ("wang", "li")),
    "foot-reflexology-45": Offer(45, 280, ("li",)),
    "cupping-30": Offer(30, 260, ("wang", "li"), lamp=True),
    "signature-facial": Offer(75, 880, ("anna",)),
    "express-facial": Offer(30, 320, ("anna",)),
    "first-talk": Offer(20, 0, ("wang", "anna"), room=False),
}
EXTRAS = {"head-massage": Offer(15, 120, ()), "infrared": Offer(0, 80, (), lamp=True)}
TAKES = {
    "deep-tissue-60": ("head-massage", "infrared"),
    "deep-tissue-90": ("head-massage", "infrared"),
    "swedish-60": ("head-massage", "infrared"),
    "tuina-45": ("infrared",),
}
LINEN = {"foot-reflexology-45": 10}
WEEK: dict[str, dict[str, tuple[str, ...]]] = {
    "wang": {
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-12:30", "13:30-18:00")),
        "sat": ("10:00-15:00",),
    },
    "li": {
        **dict.fromkeys(("tue", "thu", "fri"), ("10:00-13:00", "14:00-19:00")),
        "wed": ("12:00-16:00", "17:00-22:00"),
        "sun": ("10:00-16:00",),
    },
    "anna": {
        **dict.fromkeys(("mon", "wed", "fri"), ("08:00-12:00", "13:00-17:00")),
        "tue": ("09:00-12:00", "13:00-17:30"),
        **dict.fromkeys(("sat", "sun"), ("08:30-14:00",)),
    },
}
CHANGED = {
    ("wang", "2026-11-17"): ("09:00-12:30", "13:30-15:30"),
    ("li", "2026-11-28"): ("10:00-14:00",),
    ("anna", "2026-11-28"): (),
    ("anna", "2026-11-29"): (),
}


def windows(person: str, day: datetime) -> list[tuple[datetime, datetime]]:
    """When the person works on the day that begins at `day`."""
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    spans = CHANGED.get((person, f"{day:%Y-%m-%d}"), WEEK[person].get(weekday, ()))
    return [(_at(day, span[:5]), _at(day, span[6:])) for span in spans]


def _at(day: datetime, clock: str) -> datetime:
    return day + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))


def when(text: str) -> datetime:
    """`2026-11-24 09:00` on the studio's clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def length(service: str, addons: tuple[str, ...] = ()) -> int:
    return OFFERS[service].minutes + sum(EXTRAS[name].minutes for name in addons)


def cost(service: str, addons: tuple[str, ...] = ()) -> int:
    return OFFERS[service].price + sum(EXTRAS[name].price for name in addons)


def uses(service: str, person: str, room: str, addons: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """What a booking holds: the room until it is clean, the lamp from when it must be switched on."""
    offer, total = OFFERS[service], length(service, addons)
    staff = (Use(person, end=30), Use(person, start=50)) if service == "signature-facial" else (Use(person),)
    rooms = (Use(room, end=total + LINEN.get(service, 15)),) if offer.room else ()
    lamp = offer.lamp or any(EXTRAS[name].lamp for name in addons)
    return (*staff, *rooms, *((Use("infrared-lamp", start=-5),) if lamp else ()))


class Busy:
    """Who and what is taken, by resource: half-open stretches."""

    def __init__(self) -> None:
        self._taken: dict[str, list[tuple[datetime, datetime]]] = {}

    def put(self, record: Record) -> None:
        for use in record.uses:
            self._taken.setdefault(use.resource, []).append(_span(use, record.start, record.end))

    def free(self, held: tuple[Use, ...], start: datetime, end: datetime) -> bool:
        return not any(
            ours[0] < theirs[1] and theirs[0] < ours[1]
            for use in held
            for ours in (_span(use, start, end),)
            for theirs in self._taken.get(use.resource, ())
        )


def _span(use: Use, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    last = end if use.end is None else start + timedelta(minutes=use.end)
    return start + timedelta(minutes=use.start), last
