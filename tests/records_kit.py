"""Records of one practice: a booking with everything, its customer, a purchase."""

from datetime import date, datetime

from bookctl.ledger.index.rows import PurchaseRow
from bookctl.model.booking import Booking, Event
from bookctl.model.catalogue import Catalogue
from bookctl.model.customer import Customer
from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Settings


def local(text):
    """An instant as it stands in a file."""
    return datetime.fromisoformat(text)


class Desk:
    """Records: one of each."""

    def __init__(self, **settings):
        one = Settings(
            format=1, name="Still Water 静水", timezone="Asia/Shanghai", currency="CNY", **settings
        )
        wang = Resource(name="王芳 Wang Fang", kind="staff")
        service = Service(
            name="HIV test",
            minutes=60,
            price=680,
            fields={"public_name": "Appointment", "public_name_zh": "预约"},
        )
        addon = Service(name="热石 Hot stones", addon=True)
        resources = {"wang": wang, "room-1": Resource(name="Room 1", kind="room")}
        self._catalogue = Catalogue(one, resources, {"massage": service, "stones": addon})

    def catalogue(self):
        return self._catalogue

    def booking(self, id_):
        return BOOKING if id_ == BOOKING.id else None

    def session(self, id_):
        return None

    def customer(self, id_):
        return CUSTOMER

    def purchase(self, id_):
        return PURCHASE

    def customer_rows(self, customer):
        return []


BOOKING = Booking(
    id="7k2m9q", service="massage", customer="c4f7qx", start=local("2026-11-25T10:00:00+08:00"),
    end=local("2026-11-25T11:30:00+08:00"), uses=["wang", "room-1"], addons=["stones"], status="confirmed", price=680.0,
    history=[
        Event(at=local("2026-11-20T09:00:00+08:00"), status="confirmed"),
        Event(at=local("2026-11-23T09:00:00+08:00"), moved=local("2026-11-24T10:00:00+08:00")),
    ],
)  # fmt: skip
CUSTOMER = Customer(name="张伟 Zhang Wei", birthday=date(1990, 11, 24), tags=["vip"])
PURCHASE = PurchaseRow(
    "p22222",
    int(local("2026-01-02T10:00:00+08:00").timestamp()),
    "c4f7qx",
    "ten",
    "十次卡 Ten visits",
    10,
    "2026-12-08",
    5000,
)
