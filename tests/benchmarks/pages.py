"""An invented day as the text of its page, and as transactions of a plain-text accounting journal."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from benchmarks.days import CLEANING, OFFERS, Visit
from benchmarks.shape import OFFSET, Shape, booking_id, customer_id

ACCOUNTS = {
    "heat-60": "income:body:massage:heat",
    "rest-60": "income:body:massage:relaxing",
    "back-45": "income:body:massage:back",
    "quick-20": "income:body:massage:short",
    "call-30": "income:talk:advice:telephone",
    "facial-75": "income:face:facial:long",
    "class-60": "income:movement:yoga:class",
}
_PAST = ("completed",) * 44 + ("cancelled",) * 3 + ("no-show",) * 2 + ("declined",)
_AHEAD = ("confirmed",) * 42 + ("requested",) * 5 + ("cancelled",) * 3
_SOURCES = ("wechat", "phone", "portal")
_CLOCK = [f"T{minute // 60:02}:{minute % 60:02}:00{OFFSET}" for minute in range(1440)]


class Line(NamedTuple):
    """What the journal says of a booking."""

    id: str
    service: str
    price: int


class Day(NamedTuple):
    """A day in the making; `number` is the first id's number, `over` whether it lies before today."""

    shape: Shape
    rng: Random
    date: date
    number: int

    @property
    def over(self) -> bool:
        return self.date < self.shape.now.date()


def page(day: Day, found: list[Visit]) -> tuple[str, list[Line]]:
    """The page's text in order of start and id, and its bookings."""
    blocks: list[tuple[int, str, str]] = []
    lines: list[Line] = []
    guests = iter(day.rng.sample(range(day.shape.customers), sum(visit.seats or 1 for visit in found)))
    numbers = count(day.number)
    for visit in found:
        id_ = booking_id(next(numbers), day.shape.seed)
        if not visit.seats:
            blocks.append((visit.start, id_, _booking(day, visit, id_, customer_id(next(guests)))))
            lines.append(Line(id_, visit.service, OFFERS[visit.service][3]))
            continue
        blocks.append((visit.start, id_, _session(day, visit, id_)))
        for _ in range(visit.seats):
            seat = booking_id(next(numbers), day.shape.seed)
            blocks.append((visit.start, seat, _seat(day, visit, (seat, id_), customer_id(next(guests)))))
            lines.append(Line(seat, visit.service, OFFERS[visit.service][3]))
    blocks.sort()
    return "\n".join(block for _, _, block in blocks), lines


def _booking(day: Day, visit: Visit, id_: str, customer: str) -> str:
    random = day.rng.random
    status = (_PAST if day.over else _AHEAD)[int(random() * 50)]
    asked = f'asked = ["staff-{visit.person + 1}"]\n' if random() < 0.3 else ""
    return (
        f'[[booking]]\nid = "{id_}"\nservice = "{visit.service}"\ncustomer = "{customer}"\n'
        f"start = {day.date}{_CLOCK[visit.start]}\nend = {day.date}{_CLOCK[visit.end]}\n"
        f'uses = [{_uses(visit)}]\n{asked}status = "{status}"\nprice = {OFFERS[visit.service][3]}.00\n'
        f'source = "{_SOURCES[int(random() * 3)]}"\nhistory = [\n{_history(day, visit, status)}]\n'
    )


def _seat(day: Day, visit: Visit, ids: tuple[str, str], customer: str) -> str:
    status = "completed" if day.over else "confirmed"
    return (
        f'[[booking]]\nid = "{ids[0]}"\nservice = "{visit.service}"\ncustomer = "{customer}"\n'
        f"start = {day.date}{_CLOCK[visit.start]}\nend = {day.date}{_CLOCK[visit.end]}\n"
        f'session = "{ids[1]}"\nstatus = "{status}"\nprice = {OFFERS[visit.service][3]}.00\n'
        f'source = "wechat"\nhistory = [\n{_history(day, visit, status)}]\n'
    )


def _session(day: Day, visit: Visit, id_: str) -> str:
    status = "completed" if day.over else "confirmed"
    made = f'  {{ at = {_earlier(day, 20)}{_CLOCK[720]}, status = "confirmed", by = "desk" }},\n'
    done = (
        f'  {{ at = {day.date}{_CLOCK[visit.end]}, status = "completed", by = "desk" }},\n'
        if day.over
        else ""
    )
    return (
        f'[[session]]\nid = "{id_}"\nservice = "{visit.service}"\n'
        f"start = {day.date}{_CLOCK[visit.start]}\nend = {day.date}{_CLOCK[visit.end]}\n"
        f'uses = [{_uses(visit)}]\nseats = 8\nmin_seats = 2\nstatus = "{status}"\nhistory = [\n{made}{done}]\n'
    )


def _uses(visit: Visit) -> str:
    person = f'"staff-{visit.person + 1}"'
    if visit.service == "facial-75":
        person = f"{{ resource = {person}, to = 30 }}, {{ resource = {person}, from = 50 }}"
    if visit.room < 0:
        return person
    room = f'{{ resource = "room-{visit.room + 1}", to = {visit.end - visit.start + CLEANING} }}'
    return f'{person}, {room}, "lamp-{visit.device + 1}"' if visit.device >= 0 else f"{person}, {room}"


def _history(day: Day, visit: Visit, status: str) -> str:
    return "".join(
        f'  {{ at = {at}, status = "{said}", by = "{by}" }},\n'
        for at, said, by in _events(day, visit, status)
    )


def _events(day: Day, visit: Visit, status: str) -> Iterator[tuple[str, str, str]]:
    random = day.rng.random
    made, minute = _earlier(day, 2 + int(random() * 9)), 540 + int(random() * 600)
    if status in {"requested", "declined"}:
        yield f"{made}{_CLOCK[minute]}", "requested", "portal"
    else:
        yield f"{made}{_CLOCK[minute]}", "confirmed", "desk"
    if status == "completed":
        yield f"{day.date}{_CLOCK[visit.start - 4]}", "arrived", "desk"
        yield f"{day.date}{_CLOCK[visit.end + 3]}", "completed", f"staff-{visit.person + 1}"
    elif status == "no-show":
        yield f"{day.date}{_CLOCK[visit.start + 15]}", "no-show", "desk"
    elif status in {"cancelled", "declined"}:
        yield f"{_earlier(day, 1)}{_CLOCK[700]}", status, "desk"


def _earlier(day: Day, days: int) -> date:
    """A day that many before the visit, or before today where the visit is still to come."""
    return min(day.date, day.shape.now.date()) - timedelta(days=days)


def transactions(day: date, lines: list[Line]) -> str:
    """One transaction a booking, as hledger and ledger both read it."""
    return "".join(
        f"{day} * ({line.id}) {line.service}\n    assets:receivable    {line.price}.00 CNY\n    {ACCOUNTS[line.service]}\n\n"
        for line in lines
    )


def journal_head() -> str:
    """The declarations that the strict checks of both programs ask for."""
    accounts = "".join(f"account {name}\n" for name in ("assets:receivable", *sorted(ACCOUNTS.values())))
    return f"commodity CNY\n    format 1000.00 CNY\n\n{accounts}\n"
