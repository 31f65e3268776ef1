"""Each rule looks at a small part of the book; nothing outside of it can be due."""

import random

import pytest

from bookctl.messages.due import due, next_due
from bookctl.model.time import DAY
from rules_kit import BERLIN, SHANGHAI, Shelf, at, rule

STATUSES = ["confirmed", "completed", "requested", "cancelled", "no-show", "arrived", "held"]
RULES = {
    "a": rule(before="24h"), "b": rule(before="30m", of="end"), "c": rule(after="0m"), "d": rule(after="48h", of="end"),
    "e": rule(day=-1), "f": rule(day=0, at="07:00"), "g": rule(day=3), "h": rule(day=-14, at="18:00"), "i": rule(day=1, of="end"),
    "j": rule(after="0m", of="created"), "k": rule(after="3d", of="status", status="confirmed", window="2d"),
    "l": rule(after="0m", of="status", status="moved"), "m": rule(day=2, of="created"), "n": rule(pending="30m"),
    "o": rule(after="24h", of="status", status="no-show"), "p": rule(quiet=20), "q": rule(quiet=3, window="4d"),
    "r": rule(before="2h", window="1h"), "t": rule(before="20d"), "u": rule(after="10d"), "s": rule(after="1h", of="status", status="cancelled"),
}  # fmt: skip


class Everything(Shelf):
    """Answers every question with the whole book."""

    def rows(self, start, end):
        return list(self.bookings.values())

    def touched(self, since):
        return list(self.bookings.values())

    def changed(self, since, what, among):
        return list(super().changed(0, what, among))


def _books(seed, zone, begin):
    draw, narrow = random.Random(seed), Shelf(hours="21:00-08:00")
    for number in range(60):
        start = begin + draw.randrange(-40 * DAY // 300, 40 * DAY // 300) * 300
        made = start - draw.choice([0, 600, DAY, 9 * DAY, 30 * DAY])
        id_ = f"b{number:05}"
        narrow.book(id_, start, made, minutes=draw.choice([30, 60, 600]), customer=f"c{draw.randrange(20)}")
        if draw.random() < 0.2:
            narrow.move(id_, made + draw.randrange(DAY), start + draw.randrange(-DAY, DAY))
        if draw.random() < 0.6:
            narrow.mark(id_, made + draw.randrange(2 * DAY), draw.choice(STATUSES))
    wide = Everything(hours="21:00-08:00")
    wide.bookings, wide.histories = narrow.bookings, narrow.histories
    return narrow, wide


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("zone", "day"),
    [(SHANGHAI, "2026-11-24T09:00"), (BERLIN, "2026-03-29T12:00"), (BERLIN, "2026-10-25T12:00")],
)
def test_the_part_a_rule_looks_at_is_large_enough(seed, zone, day):
    begin = at(day, zone)
    narrow, wide = _books(seed, zone, begin)
    draw, told = random.Random(seed), 0
    for _ in range(25):
        now = begin + draw.randrange(-3 * DAY, 3 * DAY)
        found = list(due(narrow, RULES, now, zone))
        told += len(found)
        assert found == list(due(wide, RULES, now, zone))
        assert next_due(narrow, RULES, now, zone) == next_due(wide, RULES, now, zone)
    assert told > 100
