"""A catalogue and a book in a few words, for the tests of the engine."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookctl.engine.occupancy import Timeline
from bookctl.engine.place import Planner
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.model.booking import Held
from bookctl.model.catalogue import Catalogue
from bookctl.model.resource import Resource
from bookctl.model.service import Need, Service, Step
from bookctl.model.settings import Policy, Settings
from bookctl.model.time import instant, wall

LONDON = ZoneInfo("Europe/London")
MONDAY = "2027-06-07"
TEN = f"{MONDAY} 10:00"
NOW = "2027-05-01 00:00"


def at(text, zone="Europe/London"):
    """2027-06-07 10:00, or with Z or an offset."""
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp()) if moment.tzinfo else instant(moment, ZoneInfo(zone))


def resource(kind="room", **keys):
    return Resource(name="x", kind=kind, **keys)


def service(minutes=60, *needs, **keys):
    return Service(name="x", minutes=minutes, needs=[need(one) for one in needs], **keys)


def need(text, **keys):
    """`=wang` is that resource, `staff+tuina` a kind with a skill."""
    if text.startswith("="):
        return Need(resource=text[1:], **keys)
    kind, *skills = text.split("+")
    return Need(kind=kind, skills=skills, **keys)


def step(minutes, *needs):
    return Step(minutes=minutes, needs=[need(one) for one in needs])


def settings(zone="Europe/London", closed=(), **policy):
    rules = {"horizon": 3650, **policy}
    return Settings(
        format=1, name="x", timezone=zone, currency="GBP", policy=Policy(**rules), closed=list(closed)
    )


class World:
    """A catalogue with a book; times are the ledger's wall clock."""

    def __init__(self, resources, services, zone="Europe/London", now=NOW, **rules):
        self.zone = ZoneInfo(zone)
        self.planner = Planner(Catalogue(settings(zone, **rules), resources, services))
        self.book = Timeline()
        self.now = self.at(now)

    def __repr__(self):
        book = [use for id_ in self.planner.catalogue.resources for use in self.book.held(id_, 0, 2**40)]
        return f"World({self.planner.catalogue}, {book})"

    def at(self, text):
        return at(text, self.zone.key)

    def take(self, resource, start, minutes, owner="c2hj8w", units=1):
        begin = self.at(start)
        self.book.add(Held(resource, begin, begin + minutes * 60, units, owner))

    def place(self, service, start, **wish):
        return self.planner.place(self.book, Wish(service, self.at(start), **wish), self.now)

    def book_it(self, service, start, owner, **wish):
        """Places and keeps it; who serves, in the order of the needs."""
        found = self.place(service, start, **wish)
        assert isinstance(found, Placement), found
        for use in found.uses:
            self.book.add(use._replace(owner=owner))
        return [choice.resource for choice in found.chosen]

    def code(self, service, start, **wish):
        """The refusal's code, or None."""
        found = self.place(service, start, **wish)
        return None if isinstance(found, Placement) else found.code

    def slots(self, service, start, end, **wish):
        found = self.planner.slots(
            self.book, Wish(service, None, **wish), self.at(start), self.at(end), self.now
        )
        return list(found)

    def starts(self, service, day, **wish):
        """Free starts on one local day, as times of day."""
        after = f"{datetime.fromisoformat(day) + timedelta(days=1):%Y-%m-%d}"
        found = self.slots(service, f"{day} 00:00", f"{after} 00:00", **wish)
        return [f"{wall(slot.start, self.zone):%H:%M}" for slot in found]


def utc(spans):
    """Spans as 13-22 of UTC, with minutes where there are some."""
    return [
        (
            f"{datetime.fromtimestamp(a, ZoneInfo('UTC')):%d %H:%M}",
            f"{datetime.fromtimestamp(b, ZoneInfo('UTC')):%d %H:%M}",
        )
        for a, b in spans
    ]


def practice(**rules):
    """Three therapists, two rooms, a lamp."""
    resources = {
        "anna": resource("staff", skills=["massage", "facial"], hours=["mon-fri 09:00-12:00 13:00-18:00"]),
        "li": resource("staff", skills=["massage"], hours=["mon-fri 09:00-18:00"]),
        "wang": resource("staff", skills=["massage", "tuina"], hours=["mon-fri 09:00-18:00"]),
        "room-1": resource(after=15),
        "room-2": resource(after=15),
        "lamp": resource("device", before=5),
    }
    services = {
        "massage": service(60, "staff+massage", "room", price=52.5, addons=["lamp", "head", "four-hands"]),
        "tuina": service(45, "staff+tuina", "room"),
        "duet": service(60, "staff+massage", "staff+massage", "room"),
        "lamp": service(0, "=lamp", addon=True, price=8),
        "head": service(15, addon=True),
        "four-hands": service(0, "staff+massage", addon=True),
    }
    return World(resources, services, now=f"{MONDAY} 08:00", **rules)


def refusal(world, service_id, start, **wish):
    found = world.place(service_id, start, **wish)
    assert isinstance(found, Refusal), found
    return found


def one_room(hours=(), **rules):
    return World({"r": resource(hours=list(hours))}, {"s": service(60, "room")}, **rules)
