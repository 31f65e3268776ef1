"""The practice of the model tests, told twice: as files for bookctl, and as the plainest possible program beside it.

All times here are whole minutes since Monday 1 March 2027, 00:00 in Shanghai, where no clock ever changes. Money is in fen.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

DAY = 1440
EPOCH = datetime(2027, 2, 28, 16, 0, tzinfo=UTC)  # midnight in Shanghai
CUSTOMERS = ("canna2", "cgold2", "cwei22")
STAFF, ROOMS = ("chen", "wang"), ("room-1", "room-2")
PRICES = {"tuina": 60_000, "colour": 90_000, "yoga": 9_000}
MINUTES = {"tuina": 60, "colour": 90, "yoga": 60}
SEATS, CAP_CUSTOMER, CAP_RESOURCE = 3, 3, 5
DEAR, DEPOSIT, HOLD, LAPSE = 70_000, 20_000, 120, 600
OCCUPYING = {"requested", "held", "confirmed", "arrived", "completed"}

FILES = {
    "bookctl.toml": """format = 1
name = "静水"
timezone = "Asia/Shanghai"
currency = "CNY"

[policy]
horizon = 30
cancel = "24h"
move = "2h"
late_fee = "50%"
no_show_fee = 100.00
hold = 120

[[policy.cap]]
every = "day"
bookings = 3

[[policy.cap]]
every = "day"
per = "resource"
bookings = 5

[[tier]]
id = "gold"
tag = "vip"
discount = "10%"

[tier.policy]
cancel = "2h"

[[price]]
id = "off-peak"
change = "-20%"
hours = ["mon-fri 09:00-12:00"]

[[approval]]
id = "dear"
price_above = 700
approvers = ["owner"]
lapse = "10h"
""",
    "resources/wang.toml": 'name = "王芳"\nkind = "staff"\nhours = ["daily 09:00-17:00"]\n',
    "resources/chen.toml": 'name = "陈静"\nkind = "staff"\nhours = ["daily 09:00-17:00"]\n',
    "resources/room-1.toml": 'name = "Room 1"\nkind = "room"\nafter = 15\n',
    "resources/room-2.toml": 'name = "Room 2"\nkind = "room"\nafter = 15\n',
    "services/tuina.toml": 'name = "推拿"\nminutes = 60\nneeds = [{ kind = "staff" }, { kind = "room" }]\nprice = 600.00\n',
    "services/colour.toml": """name = "Colour"
price = 900.00

[[step]]
minutes = 30
needs = [{ kind = "staff" }, { kind = "room" }]

[[step]]
minutes = 60
needs = [{ kind = "room" }]

[policy]
deposit = 200.00
""",
    "services/yoga.toml": 'name = "瑜伽"\nminutes = 60\nneeds = [{ kind = "staff" }]\nseats = 3\nprice = 90.00\n',
    "plans/pass.toml": 'name = "Two"\nkind = "pass"\nsessions = 2\nprice = 1000.00\nfreeze = 5\nservices = ["tuina", "yoga"]\n',
    "plans/card.toml": 'name = "Card"\nkind = "balance"\nprice = 800.00\nvalue = 1000.00\nfreeze = 5\n',
    "customers/canna2.toml": 'name = "Anna"\nphone = "1"\n',
    "customers/cgold2.toml": 'name = "金"\nphone = "2"\ntags = ["vip"]\n',
    "customers/cwei22.toml": 'name = "张伟"\nphone = "3"\n',
}


@dataclass
class Made:
    """A booking or a session; `uses` are (resource, start, end)."""

    service: str
    customer: str | None
    start: int
    end: int
    uses: list[tuple[str, int, int]]
    status: str
    until: int | None = None
    price: int | None = None
    deposit: int = 0
    needs: bool = False  # whether the owner must agree
    agreed: bool = False
    late: bool = False
    fee: int = 0
    session: str | None = None
    seats: int = 1
    paid: int = 0
    cover: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def covered(self):
        return sum(amount for _, _, amount in self.cover)


@dataclass
class Bought:
    """A pass of two visits, or a card worth 1,000; `at` is when."""

    id: str
    customer: str
    kind: str
    at: int
    voided: bool = False
    frozen: list[tuple[int, int]] = field(default_factory=list)

    def holds(self, day):
        """Whether it may pay for something on that day."""
        return not self.voided and self.at // DAY <= day and not any(a <= day <= b for a, b in self.frozen)


@dataclass
class Plain:
    """The book as lists; every question is answered by looking at everything."""

    now: int = 8 * 60
    book: dict[str, Made] = field(default_factory=dict)
    bought: list[Bought] = field(default_factory=list)
    series: dict[str, list[str]] = field(default_factory=dict)

    def live(self, one):
        lapsed = one.status in {"requested", "held"} and one.until is not None and one.until <= self.now
        return one.status in OCCUPYING and not lapsed

    def free(self, resource, start, end, ignore=None):
        """Minute by minute."""
        taken = {
            minute
            for id_, one in self.book.items()
            if id_ != ignore and self.live(one)
            for used, first, last in one.uses
            if used == resource
            for minute in range(max(first, start), min(last, end))
        }
        return not taken

    def could_take(self, resource, first, last, start, ignore=None):
        """Open for the work, free with its padding, and below its cap for the day."""
        if resource in STAFF and not (first % DAY >= 9 * 60 and last - first // DAY * DAY <= 17 * 60):
            return False
        behind = last + (15 if resource in ROOMS else 0)
        day = start // DAY
        owners = {
            id_
            for id_, one in self.book.items()
            if id_ != ignore and self.live(one) and one.start // DAY == day
            for used, _, _ in one.uses
            if used == resource
        }
        return self.free(resource, first, behind, ignore) and len(owners) < CAP_RESOURCE

    def price(self, service, customer, start, seats=1):
        """A tenth off for gold, then a fifth off on weekday mornings, each rounded half up."""
        total = PRICES[service] * seats
        if customer == "cgold2":
            total -= (total * 10 + 50) // 100
        if start // DAY % 7 < 5 and 9 * 60 <= start % DAY < 12 * 60:
            total -= (total * 20 + 50) // 100
        return total

    def wrong_with_time(self, service, start, ignore=None):
        """Why it cannot be then; nothing where it can. A session and a booking alike."""
        wrong = set()
        if start < self.now:
            wrong.add("past")
        if start >= (self.now // DAY + 31) * DAY:
            wrong.add("horizon")
        staffed = 30 if service == "colour" else MINUTES[service]
        people = [one for one in STAFF if self.could_take(one, start, start + staffed, start, ignore)]
        rooms = [one for one in ROOMS if self.could_take(one, start, start + MINUTES[service], start, ignore)]
        if not people or (service != "yoga" and not rooms):
            wrong |= {"overlap", "hours", "cap"}
        return wrong

    def wrong_with_customer(self, customer, start, end, ignore=None):
        wrong = set()
        mine = [
            one
            for id_, one in self.book.items()
            if id_ != ignore and one.customer == customer and self.live(one)
        ]
        if any(one.start < end and one.end > start for one in mine):
            wrong.add("customer")
        if sum(one.start // DAY == start // DAY for one in mine) >= CAP_CUSTOMER:
            wrong.add("cap")
        return wrong

    def wrong_with_taking_up(self, id_):
        """Why what lapsed cannot be had any more."""
        one = self.book[id_]
        wrong = self.wrong_with_customer(one.customer, one.start, one.end, id_)
        if one.session:
            return wrong | ({"seats"} if self.seats_left(one.session) < one.seats else set())
        if one.start < self.now:
            wrong.add("past")
        taken = not all(self.free(used, first, last, id_) for used, first, last in one.uses)
        if taken or self.wrong_with_time(one.service, one.start, id_) - {"past"}:
            wrong |= {"overlap", "cap", "hours"}
        return wrong

    def seats_left(self, session):
        taken = sum(one.seats for one in self.book.values() if one.session == session and self.live(one))
        return self.book[session].seats - taken

    def left(self, one, ignore=None):
        """Visits or fen that are left of a purchase."""
        whole = 2 if one.kind == "pass" else 100_000
        for id_, made in self.book.items():
            if id_ != ignore and (self.live(made) or made.status == "no-show" or made.late):
                for used, visits, amount in made.cover:
                    whole -= (visits if one.kind == "pass" else amount) if used == one.id else 0
        return whole

    def takes(self, one, id_):
        """Live, missed and late bookings that the purchase pays for."""
        used = self.live(one) or one.status == "no-show" or one.late
        return used and any(purchase == id_ for purchase, _, _ in one.cover)

    def pays(self, service, customer, price, start, seats=1, ignore=None):
        """The oldest pass with enough visits pays all; else cards pay what they can, the oldest first."""
        mine = [one for one in self.bought if one.customer == customer and one.holds(start // DAY)]
        mine.sort(key=lambda one: (one.at // DAY, one.id))
        for one in mine:
            if one.kind == "pass" and service != "colour" and self.left(one, ignore) >= seats:
                return [(one.id, seats, price)]
        parts = []
        for one in mine:
            amount = min(price, self.left(one, ignore)) if one.kind == "card" else 0
            if amount > 0:
                parts.append((one.id, 0, amount))
                price -= amount
        return parts

    def pays_again(self, id_, one):
        """Of a booking that purchases pay for: the one purchase that did, where it may pay all of it, else as for a new one."""
        mine = [have for have in self.bought if have.id == one.cover[0][0]]
        if len(one.cover) == 1 and mine and mine[0].holds(one.start // DAY):
            left = self.left(mine[0], id_)
            if mine[0].kind == "pass" and left >= one.seats:
                return [(mine[0].id, one.seats, one.price)]
            if mine[0].kind == "card" and left >= one.price > 0:
                return [(mine[0].id, 0, one.price)]
        return self.pays(one.service, one.customer, one.price, one.start, one.seats, id_)

    def begins(self, service, customer, start, by, seats=1):
        """How a new booking stands: status, until, price, deposit, whether the owner must agree, whether they did."""
        price = self.price(service, customer, start, seats)
        needs = price > DEAR
        agreed = needs and by == "owner"
        rest = price - sum(amount for _, _, amount in self.pays(service, customer, price, start, seats))
        deposit = min(DEPOSIT, rest) if service == "colour" else 0
        if needs and not agreed:
            return "requested", self.now + LAPSE, price, deposit, needs, agreed
        if deposit:
            return "held", self.now + HOLD, price, deposit, needs, agreed
        return "confirmed", None, price, deposit, needs, agreed

    def too_late(self, one):
        """Gold cancels until two hours before, others until a day before, inclusive."""
        hours = 2 if one.customer == "cgold2" else 24
        return self.now > one.start - hours * 60

    def owed(self, customer):
        total = 0
        for one in self.book.values():
            if one.customer != customer:
                continue
            if one.status in {"cancelled", "no-show"}:
                total += one.fee
            elif one.status in {"arrived", "completed"} or (
                one.status == "confirmed" and one.end <= self.now
            ):
                total += max(0, (one.price or 0) - one.covered)
            total -= one.paid
        return total


def instant(minutes):
    return int((EPOCH + timedelta(minutes=minutes)).timestamp())


def stamp(minutes):
    """As a request gives it."""
    at = EPOCH + timedelta(minutes=minutes) + timedelta(hours=8)
    return at.strftime("%Y-%m-%dT%H:%M:00+08:00")


def minutes_of(instant_):
    return (instant_ - int(EPOCH.timestamp())) // 60


def wall_of(minutes):
    """The wall clock of the practice."""
    return (EPOCH + timedelta(minutes=minutes) + timedelta(hours=8)).replace(tzinfo=None)
