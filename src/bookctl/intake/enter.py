"""A booking from another program: what lies ahead passes the gate, what is past is entered as it was."""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from bookctl.actions.amounts import decimal
from bookctl.actions.desk import Desk
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import first_event, judge, place, uses_of
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Placement, Wish
from bookctl.intake.fault import RowFault
from bookctl.intake.item import Item
from bookctl.intake.past import Past
from bookctl.intake.seat import seat
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.booking import Booking, Status
from bookctl.model.money import format_minor
from bookctl.model.status import OCCUPYING

AHEAD = frozenset({"requested", "held", "confirmed", "declined", "cancelled"})


class Wanting(NamedTuple):
    """An item in the book's own ids; `asked` are those whom the file names."""

    item: Item
    customer: CustomerRow
    service: str
    asked: tuple[str, ...]


class Terms(NamedTuple):
    """What holds for the whole file: where it comes from, and why double bookings are allowed, if they are.

    `taken` tells of ids that somebody new has, which the book does not know yet.
    """

    source: str
    force: str | None
    taken: Callable[[str], bool]


class Clerk:
    """Enters bookings on one desk."""

    def __init__(self, desk: Desk, terms: Terms) -> None:
        self.desk, self.terms = desk, terms
        self._past = Past(desk)

    def enter(self, wanting: Wanting) -> Row:
        """The booking as it now stands in the draft; Refused or RowFault where it cannot be made."""
        desk, item = self.desk, wanting.item
        status = item.due(desk.now)
        if item.start > desk.now and status not in AHEAD:
            raise RowFault(f"it is {status}, and begins only on {desk.local(item.start):%a %d %b %Y %H:%M}")
        service = desk.catalogue.services[wanting.service]
        if service.addon:
            raise RowFault(f"{wanting.service} is an add-on: it is booked on top of another service")
        if service.is_class:
            return self._put(wanting, seat(desk, wanting, status, self.terms.force))
        placed = self.placement(wanting, status)
        return self._put(wanting, self._booking(wanting, status, placed), (placed.start, placed.end))

    def placement(self, wanting: Wanting, status: Status, ignore: str | None = None) -> Placement:
        """When and with whom; `ignore` is the booking itself, where it is there already."""
        desk, item = self.desk, wanting.item
        wish = Wish(
            service=wanting.service,
            start=item.start,
            asked=wanting.asked,
            prefers=wanting.customer.prefers,
            customer=wanting.customer.id,
            minutes=self._minutes(wanting),
            force=self.terms.force is not None,
            ignore=ignore,
        )
        if status not in OCCUPYING or item.start < desk.now:
            return self._past.place(wish, occupies=status in OCCUPYING)
        placed = place(desk, wish)
        wanted = Taken(wanting.service, placed.start, placed.end)
        nameless = wanting.customer._replace(name=wanting.customer.id)  # a reason may end up in a log
        judge(desk, Gate(self.terms.force), nameless, wish, wanted)
        return placed

    def _minutes(self, wanting: Wanting) -> int | None:
        """Its own length, where it is not the service's."""
        if wanting.item.end is None:
            return None
        minutes = (wanting.item.end - wanting.item.start) // 60
        return None if minutes == self.desk.catalogue.services[wanting.service].length else minutes

    def _booking(self, wanting: Wanting, status: Status, placed: Placement) -> Booking:
        desk, item = self.desk, wanting.item
        hold = desk.policy(wanting.service).hold or 0
        usual = placed.price if item.start >= desk.now and status in OCCUPYING else None
        return Booking(
            id="",
            service=wanting.service,
            customer=wanting.customer.id,
            start=desk.local(placed.start),
            end=desk.local(placed.end),
            uses=uses_of(placed),
            asked=list(wanting.asked),
            status=status,
            until=desk.local(desk.now + hold * 60) if status == "held" else None,
            price=price(desk, item.price, usual),
            forced=self.terms.force if placed.overridden else None,
            history=[first_event(desk, status, placed.overridden, "import")],
        )

    def _put(self, wanting: Wanting, made: Booking, span: tuple[int, int] | None = None) -> Row:
        """Into the draft; `span` where its instants are known."""
        item = wanting.item
        about = f"{item.key} {item.start}"
        while self.terms.taken(id_ := self.desk.fresh_id(about)):
            about += "+"
        told = {"import": {"said": item.said}}
        return self.desk.add(replace(made, id=id_, source=self.terms.source, request=item.key, x=told), span)


def price(desk: Desk, minor: int | None, usual: int | None) -> float | None:
    """What the file says; for what lies ahead else what the catalogue says, for the past nothing is made up."""
    if minor is None:
        return None if usual is None else decimal(usual, desk.settings.currency)
    return float(format_minor(minor, desk.settings.currency))
