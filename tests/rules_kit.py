"""A book in memory for the rules: bookings with histories, customers, purchases."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bookctl.ledger.index.rows import CustomerRow, PurchaseRow, Row
from bookctl.messages.due import due
from bookctl.model.rule import Rule

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """An instant; without offset the first reading in the zone."""
    read = datetime.fromisoformat(text)
    return int((read if read.tzinfo else read.replace(tzinfo=zone)).timestamp())


def rule(**keys) -> Rule:
    """A rule that reminds customers by e-mail, unless it is said otherwise; `if_` is its condition."""
    when = {key: keys.pop(key) for key in list(keys) if key in WHEN}
    if "if_" in keys:
        keys["if"] = keys.pop("if_")
    then = keys.pop("then", [{"send": "reminder", "channel": ["email"]}])
    return msgspec.convert({"name": "A rule", "when": when, "then": then, **keys}, Rule)


WHEN = {"before", "after", "of", "status", "day", "at", "pending", "birthday", "quiet", "expiring"}


@dataclass
class Shelf:
    """A Source; `bookings` by id, `histories` as (instant, status or moved)."""

    bookings: dict[str, Row] = field(default_factory=dict)
    histories: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    born: dict[str, str] = field(default_factory=dict)
    bought: list[PurchaseRow] = field(default_factory=list)
    hours: str | None = None
    mute: frozenset[str] = frozenset()

    def book(
        self, id_: str, start: int, made: int, *, minutes: int = 60, status="confirmed", customer="c2222a"
    ):
        self.bookings[id_] = Row(
            id_, "booking", "bookings/x.toml", start, start + minutes * 60, status, "massage", customer, None, 1,
            None, None, None, (), None, made,
        )  # fmt: skip
        self.histories[id_] = [(made, status)]

    def mark(self, id_: str, when: int, status: str):
        self.bookings[id_] = self.bookings[id_]._replace(status=status)
        self.histories[id_].append((when, status))

    def move(self, id_: str, when: int, start: int):
        row = self.bookings[id_]
        self.bookings[id_] = row._replace(start=start, end=start + row.end - row.start)
        self.histories[id_].append((when, "moved"))

    def rows(self, start, end):
        return [row for row in self.bookings.values() if row.start < end and row.end > start]

    def touched(self, since):
        return [row for row in self.bookings.values() if self.histories[row.id][-1][0] >= since]

    def changed(self, since, what, among):
        for row in self.bookings.values():
            instants = [at for at, came in self.histories[row.id] if came == what and at >= since]
            if instants and row.status in among:
                yield row, max(instants)

    def birthdays(self, days):
        return [
            CustomerRow(id_, id_, None, None, (), None, (), None)
            for id_, day in self.born.items()
            if day in set(days)
        ]

    def purchases(self):
        return self.bought

    def quiet(self):
        return self.hours

    def silent(self):
        return self.mute


def pass_of(
    id_: str, expires: str, bought: str = "2026-01-01T10:00:00+08:00", customer="c2222a"
) -> PurchaseRow:
    return PurchaseRow(id_, at(bought), customer, "ten", None, 10, expires, None)


def ready(shelf: Shelf, rules, now: int, zone: ZoneInfo = SHANGHAI, **options):
    """What is to be done now, with nothing done before; missed ones left out."""
    return [one for one in due(shelf, rules, now, zone, **options) if one.missed is None]


class Clerk:
    """Does what is due, each key once, and remembers when."""

    def __init__(self, shelf: Shelf, rules, zone: ZoneInfo):
        self.shelf, self.rules, self.zone = shelf, rules, zone
        self.done: dict[str, tuple[int, object]] = {}
        self.missed: dict[str, object] = {}

    def run(self, now: int):
        told = []
        for one in due(self.shelf, self.rules, now, self.zone):
            if one.key in self.done or one.key in self.missed:
                continue
            if one.missed or one.later:
                self.missed[one.key] = one
            else:
                self.done[one.key] = now, one
                told.append(one)
        return told
