"""The bookings that are there on purpose: one of every kind that a reader may want to look at."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from example.life import Slot, life
from example.records import Event, Record, Use
from example.studio import cost, length, uses, when

# id, service, customer, start, therapist, room, status, source, booked at; then what is special about it.
_ROWS: tuple[tuple[str, str, str, str, str, str, str, str, str, dict[str, Any]], ...] = (
    ("m4t8vc", "first-talk", "cs5g4z", "2026-11-16 09:30", "anna", "", "completed", "walk-in", "2026-11-16 08:55", {}),
    ("f9x2ha", "signature-facial", "ct9x3h", "2026-11-17 10:00", "anna", "room-1", "completed", "wechat", "2026-11-10 21:15", {"asked": ("anna",)}),
    ("p3d6wn", "deep-tissue-90", "ch3y8k", "2026-11-19 14:00", "wang", "room-2", "completed", "phone", "2026-11-13 12:40", {"minutes": 97, "comment": "Ran late; the next one was told at the door."}),
    ("u5k8zr", "swedish-60", "cv4n6z", "2026-11-20 15:00", "li", "room-1", "completed", "phone", "2026-11-09 10:05", {"asked": ("li",), "moved": ("2026-11-17 16:30", "2026-11-19 11:00")}),
    ("t6w3bk", "tuina-45", "c3z7jt", "2026-11-24 09:00", "wang", "room-1", "arrived", "wechat", "2026-11-21 20:31", {"asked": ("wang",)}),
    ("e2n7qy", "express-facial", "cb4t6m", "2026-11-24 09:00", "anna", "room-2", "arrived", "portal", "2026-11-22 18:02", {}),
    ("7k2m9q", "deep-tissue-60", "c4f7qx", "2026-11-24 10:00", "wang", "room-2", "confirmed", "wechat", "2026-11-20 09:12", {"asked": ("wang",), "confirmed": ("2026-11-20 09:14", "wang")}),
    ("r8v4ds", "foot-reflexology-45", "cv4n6z", "2026-11-24 10:00", "li", "room-1", "confirmed", "phone", "2026-11-20 16:20", {"asked": ("li",)}),
    ("x3h9fm", "express-facial", "c6jd4s", "2026-11-24 11:15", "anna", "room-1", "cancelled", "wechat", "2026-11-19 13:26", {}),
    ("h7p5gt", "signature-facial", "c2rk9d", "2026-11-24 13:00", "anna", "room-1", "confirmed", "portal", "2026-11-15 22:47", {"asked": ("anna",), "request": "web-8d41c07e"}),
    ("b9s6jx", "swedish-60", "c8hm3t", "2026-11-24 14:30", "li", "room-2", "confirmed", "wechat", "2026-11-16 11:55", {"asked": ("li",), "addons": ("head-massage",), "moved": ("2026-11-22 10:10", "2026-11-25 12:00"), "comment": "Moved once already: please leave it where it is. 别再改时间了。"}),
    ("n2g8yk", "deep-tissue-60", "c7e5wk", "2026-11-24 16:00", "wang", "room-1", "confirmed", "phone", "2026-11-23 17:05", {"addons": ("infrared",)}),
    ("w6c3rh", "swedish-60", "cg6q9y", "2026-11-25 18:00", "li", "room-2", "held", "portal", "2026-11-24 08:50", {"until": "2026-11-24 09:20", "request": "web-e19b6a52"}),
    ("j6v3ke", "first-talk", "cj2r8w", "2026-11-25 11:30", "wang", "", "confirmed", "phone", "2026-11-23 14:12", {}),
    ("d4j7pv", "deep-tissue-90", "c9p2vb", "2026-11-25 13:30", "wang", "room-1", "held", "phone", "2026-11-23 18:10", {"until": "2026-11-24 18:00", "comment": "The hotel pays: waiting for their order number."}),
    ("k5y9th", "deep-tissue-90", "ch3y8k", "2026-11-27 10:00", "wang", "room-1", "requested", "portal", "2026-11-23 22:38", {"asked": ("wang",)}),
    ("z8f2nu", "tuina-45", "cw4k2f", "2026-11-27 16:00", "wang", "room-2", "declined", "portal", "2026-11-22 21:09", {"asked": ("wang",)}),
    ("g3q6mc", "swedish-60", "c2rk9d", "2026-11-28 11:00", "li", "room-1", "confirmed", "wechat", "2026-11-20 19:44", {"addons": ("head-massage", "infrared")}),
    ("v7r4xd", "tuina-45", "cy6t4n", "2026-11-29 12:00", "li", "room-2", "requested", "wechat", "2026-11-24 07:58", {}),
)  # fmt: skip

# id, start, status, then who joined: customer, seats, status.
_CLASSES: tuple[tuple[str, str, str, tuple[tuple[str, int, str], ...]], ...] = (
    ("2ya5hs", "2026-11-18 08:00", "completed", (("c2rk9d", 1, "completed"), ("cx5w7n", 1, "completed"), ("c5b8rm", 1, "completed"), ("c2m7hb", 1, "no-show"), ("c8w5kp", 1, "completed"))),
    ("2yd9kt", "2026-11-20 08:00", "cancelled", (("cx5w7n", 1, "cancelled"), ("c2m7hb", 1, "cancelled"))),
    ("2ym6vw", "2026-11-22 08:30", "completed", (("c2rk9d", 1, "completed"), ("cx5w7n", 2, "completed"), ("c5b8rm", 1, "completed"), ("c2m7hb", 1, "completed"), ("ck9v3w", 1, "completed"), ("cd2g6p", 1, "cancelled"), ("cp7n3s", 1, "completed"))),
    ("2yr3xb", "2026-11-25 08:00", "confirmed", (("c2rk9d", 1, "confirmed"), ("cx5w7n", 1, "confirmed"), ("c8w5kp", 2, "confirmed"), ("cs5g4z", 1, "requested"))),
    ("2yn2pg", "2026-11-27 08:00", "confirmed", (("c5b8rm", 1, "confirmed"), ("c2m7hb", 1, "confirmed"))),
)  # fmt: skip


def story(rng: Random) -> list[Record]:
    return [_booking(rng, *row) for row in _ROWS]


def _booking(rng: Random, *row: Any) -> Record:
    id_, service, customer, clock, person, room, status, source, made, extra = row
    start, addons = when(clock), extra.get("addons", ())
    slot = Slot(start, start + timedelta(minutes=length(service, addons)), source, person)
    history = (
        _fixed(extra, made)
        if status == "held" or "confirmed" in extra
        else life(rng, slot, status, when(made))
    )
    return Record(
        id=id_,
        service=service,
        customer=customer,
        start=start,
        end=slot.end,
        uses=uses(service, person, room, addons),
        status=status,
        price=cost(service, addons),
        source=source,
        history=_moved(history, extra.get("moved")),
        until=when(extra["until"]) if "until" in extra else None,
        **{key: extra[key] for key in ("asked", "addons", "minutes", "request", "comment") if key in extra},
    )


def _fixed(extra: dict[str, Any], made: str) -> tuple[Event, ...]:
    """A hold, or a request with the answer it had."""
    if "confirmed" not in extra:
        return (Event(when(made), "held", "desk"),)
    clock, by = extra["confirmed"]
    return (Event(when(made), "requested", "portal"), Event(when(clock), "confirmed", by))


def _moved(history: Sequence[Event], move: tuple[str, str] | None) -> tuple[Event, ...]:
    """The history with a move put in where its time belongs."""
    if move is None:
        return tuple(history)
    event = Event(when(move[0]), None, "desk", moved=when(move[1]))
    return tuple(sorted((*history, event), key=lambda e: e.at))


def classes(rng: Random, ids: Sequence[str]) -> list[Record]:
    """The yoga mornings, each with the bookings of its seats; `ids` are for those."""
    fresh, found = iter(ids), []
    for id_, clock, status, joined in _CLASSES:
        start = when(clock)
        slot = Slot(start, start + timedelta(minutes=60), "wechat", "anna")
        found.append(_session(id_, slot, status))
        found += [_seat(rng, next(fresh), id_, slot, seat) for seat in joined]
    return found


def _session(id_: str, slot: Slot, status: str) -> Record:
    events = [Event(when("2026-11-01 12:00"), "confirmed", "anna")]
    if status == "completed":
        events.append(Event(slot.end, "completed", "anna"))
    if status == "cancelled":
        events.append(
            Event(slot.start - timedelta(hours=11), "cancelled", "anna", reason="only two had joined")
        )
    return Record(
        id=id_,
        service="morning-yoga",
        start=slot.start,
        end=slot.end,
        uses=(Use("anna"), Use("room-2", end=75)),
        asked=("anna",),
        capacity=(8, 3),
        status=status,
        history=tuple(events),
        comment="Too few: told them the evening before." if status == "cancelled" else None,
    )


def _seat(rng: Random, id_: str, session: str, slot: Slot, seat: tuple[str, int, str]) -> Record:
    customer, seats, status = seat
    made = when("2026-11-02 08:00") + timedelta(minutes=rng.randint(0, 14 * 1440))
    events = life(rng, slot, status, made)
    if session == "2yd9kt":
        events = (
            *events[:-1],
            Event(slot.start - timedelta(hours=11), "cancelled", "anna", reason="only two had joined"),
        )
    return Record(
        id=id_,
        service="morning-yoga",
        customer=customer,
        start=slot.start,
        end=slot.end,
        session=session,
        seats=seats,
        status=status,
        price=120 * seats,
        source="wechat",
        history=events,
    )
