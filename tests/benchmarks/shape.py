"""How large an invented practice is, and its settings, resources, services and customers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

OFFSET = "+08:00"
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
FIRST = LETTERS.replace("c", "")  # customers' ids begin with c, bookings' never: both stay apart
AHEAD = 28
_TRIPLES = [a + b + c for a in LETTERS for b in LETTERS for c in LETTERS]
_HEADS = [a + b + c for a in FIRST for b in LETTERS for c in LETTERS]
_PAIRS = [a + b for a in LETTERS for b in LETTERS]


class Shape(NamedTuple):
    """`last` is the last page's day, `now` lies AHEAD days before it."""

    bookings: int
    days: int
    now: datetime
    seed: int
    staff: int
    rooms: int
    devices: int
    customers: int

    @property
    def first(self) -> date:
        return self.now.date() + timedelta(days=AHEAD + 1 - self.days)


def shape_of(bookings: int, now: datetime, *, days: int | None = None, seed: int = 1) -> Shape:
    """20 resources for up to some 60 bookings a day, 60 for up to 290; ValueError beyond."""
    span = days or (max(AHEAD * 2, min(1826, bookings // 50)) if bookings <= 200_000 else 3652)
    density = bookings / span
    if density > 290:
        raise ValueError(
            f"{bookings} bookings in {span} days are more than 60 resources can take: give more days"
        )
    staff, rooms, devices = (8, 9, 3) if density <= 62 else (29, 27, 4)
    return Shape(bookings, span, now, seed, staff, rooms, devices, max(60, min(10_000, bookings * 3 // 100)))


def booking_id(number: int, seed: int) -> str:
    """Scattered over all ids and never the same for two numbers (the factor is prime)."""
    head, tail = divmod((number * 433_494_437 + seed * 7_919) % (len(_HEADS) * len(_TRIPLES)), len(_TRIPLES))
    return _HEADS[head] + _TRIPLES[tail]


def customer_id(number: int) -> str:
    head, tail = divmod(number * 15_485_863 % (len(_PAIRS) * len(_TRIPLES)), len(_TRIPLES))
    return "c" + _PAIRS[head] + _TRIPLES[tail]


def away(person: int, day: date) -> bool:
    """One week off a year, another one for each; `person` counts from 0."""
    return day.isocalendar().week == _week_off(person, day.isocalendar().year)


def _week_off(person: int, year: int) -> int:
    return (5 + 6 * person + 3 * year) % 50 + 1


def open_windows(person: int, day: date) -> tuple[tuple[int, int], ...]:
    """Minutes of the day, half-open; every second person has short Sundays."""
    if away(person, day) or (day.month, day.day) == (1, 1):
        return ()
    if day.weekday() == 6 and person % 2:
        return ((600, 780), (840, 960))
    return ((540, 780), (840, 1200))


def catalogue(shape: Shape) -> Iterator[tuple[str, str]]:
    """Path and text of every file that is no page."""
    yield ".gitattributes", "*.toml -text\n"
    yield "bookctl.toml", _settings(shape)
    for number in range(shape.staff):
        yield f"resources/staff-{number + 1}.toml", _person(shape, number)
    for number in range(shape.rooms):
        yield f"resources/room-{number + 1}.toml", f'name = "Room {number + 1}"\nkind = "room"\nafter = 10\n'
    for number in range(shape.devices):
        yield (
            f"resources/lamp-{number + 1}.toml",
            f'name = "Lamp {number + 1}"\nkind = "device"\nskills = ["heat"]\n',
        )
    for id_, text in SERVICES.items():
        yield f"services/{id_}.toml", text
    for number in range(shape.customers):
        yield f"customers/{customer_id(number)}.toml", _customer(number)


def _settings(shape: Shape) -> str:
    years = range(shape.first.year, shape.now.year + 3)
    closed = "".join(f'\n[[closed]]\ndate = {year}-01-01\nname = "New Year\'s Day"\n' for year in years)
    head = 'format = 1\nname = "Benchmark"\ntimezone = "Asia/Shanghai"\ncurrency = "CNY"\n'
    return f'{head}\n[policy]\nhorizon = 730\nstep = 15\ngrid = "clock"\n{closed}'


def _person(shape: Shape, number: int) -> str:
    hours = (
        '["mon-sat 09:00-13:00 14:00-20:00", "sun 10:00-13:00 14:00-16:00"]'
        if number % 2
        else '["daily 09:00-13:00 14:00-20:00"]'
    )
    weeks = (
        date.fromisocalendar(year, _week_off(number, year), 1)
        for year in range(shape.first.year, shape.now.year + 3)
    )
    off = "".join(f"\n[[away]]\nfrom = {monday}\nto = {monday + timedelta(days=6)}\n" for monday in weeks)
    return f'name = "Therapist {number + 1} 技师"\nkind = "staff"\nskills = ["massage", "facial"]\nhours = {hours}\n{off}'


_GIVEN = ("Anna", "Ben", "Clara", "David", "Emma", "芳", "伟", "秀英", "洋", "静")
_FAMILY = ("Baker", "Carter", "Dubois", "Evans", "Fischer", "王", "李", "张", "刘", "陈")


def _customer(number: int) -> str:
    given, family = _GIVEN[number % 10], _FAMILY[number // 10 % 10]
    name = f"{family}{given} {number}" if number % 10 > 4 else f"{given} {family} {number}"
    phone = f"+86 100 {number // 10_000:04} {number % 10_000:04}"
    return f'name = "{name}"\nphone = "{phone}"\nemail = "guest{number}@example.com"\ncreated = 2021-11-01\n'


_STAFF, _ROOM = '{ kind = "staff", skills = ["massage"] }', '{ kind = "room" }'
_HANDS = f'{{ kind = "staff", skills = ["facial"] }}, {_ROOM}'


def _service(name: str, category: str, minutes: int, needs: str, price: int) -> str:
    return f'name = "{name}"\ncategory = {category}\nminutes = {minutes}\nneeds = [{needs}]\nprice = {price}.00\n'


SERVICES = {
    "heat-60": _service("Massage under the lamp", '["Body", "Massage", "Heat"]', 60, f'{_STAFF}, {_ROOM}, {{ kind = "device", skills = ["heat"] }}', 700),
    "rest-60": _service("Massage", '["Body", "Massage", "Relaxing"]', 60, f"{_STAFF}, {_ROOM}", 520),
    "back-45": _service("Back 背部", '["Body", "Massage", "Back"]', 45, f"{_STAFF}, {_ROOM}", 400),
    "quick-20": _service("Quick 快速", '["Body", "Massage", "Short"]', 20, f"{_STAFF}, {_ROOM}", 180),
    "call-30": _service("Advice by telephone", '["Talk", "Advice", "Telephone"]', 30, _STAFF, 150),
    "class-60": _service("Class", '["Movement", "Yoga", "Class"]', 60, f"{_STAFF}, {_ROOM}", 90) + "seats = 8\nmin_seats = 2\n",
    "facial-75": 'name = "Facial"\ncategory = ["Face", "Facial", "Long"]\nprice = 880.00\n'
    + "".join(f"\n[[step]]\nminutes = {minutes}\nneeds = [{needs}]\n" for minutes, needs in ((30, _HANDS), (20, _ROOM), (25, _HANDS))),
}  # fmt: skip
