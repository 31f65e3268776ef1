from collections.abc import Iterator
from functools import lru_cache

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.survey import Remark, Sheet, Spot, Survey
from bookctl.model.booking import Booking, Session
from bookctl.model.payment import PaymentPage
from bookctl.model.service import Service

MANY = 2000  # among more ids than these a look for a similar one takes too long


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    known = book.known
    records = sheet.records
    resources = {use if isinstance(use, str) else use.resource for record in records for use in record.uses}
    resources.update(*[record.asked for record in records])
    services = {record.service for record in records}.union(*[booking.addons for booking in sheet.bookings])
    customers = {booking.customer for booking in sheet.bookings}
    if resources <= known["resource"] and services <= known["service"] and customers <= known["customer"]:
        return
    for record in records:
        for kind, id_, key in _named(record):
            if id_ not in known[kind]:
                yield _missing(sheet.spot(record, *key), kind, id_, known[kind])


def _named(record: Booking | Session) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    yield "service", record.service, ("service",)
    for number, use in enumerate(record.uses):
        if isinstance(use, str):
            yield "resource", use, ("uses", number)
        else:
            yield "resource", use.resource, ("uses", number, "resource")
    for number, id_ in enumerate(record.asked):
        yield "resource", id_, ("asked", number)
    if isinstance(record, Booking):
        yield "customer", record.customer, ("customer",)
        for number, id_ in enumerate(record.addons):
            yield "service", id_, ("addons", number)


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    for id_, service in (book.catalogue.services if book.catalogue else {}).items():
        yield from _service(Spot(f"services/{id_}.toml"), service, book)
    for id_, customer in book.customers.items():
        for number, wanted in enumerate(customer.prefers):
            if wanted not in book.known["resource"]:
                spot = Spot(f"customers/{id_}.toml", key=("prefers", number))
                yield _missing(spot, "resource", wanted, book.known["resource"])
    for file, page in book.journals.items():
        if isinstance(page, PaymentPage):
            yield from _money(file, page, book.known["customer"])


def _money(file: str, page: PaymentPage, known: set[str]) -> Iterator[Remark]:
    """A booking may have been erased with the years; a customer is only ever emptied."""
    entries = {
        "payment": [one.customer for one in page.payment],
        "purchase": [one.customer for one in page.purchase],
    }
    for array, customers in entries.items():
        for number, customer in enumerate(customers):
            if customer not in known:
                yield _missing(Spot(file, key=(array, number, "customer")), "customer", customer, known)


def _service(spot: Spot, service: Service, book: Survey) -> Iterator[Remark]:
    for number, addon in enumerate(service.addons):
        if addon not in book.known["service"]:
            yield _missing(spot._replace(key=("addons", number)), "service", addon, book.known["service"])
    steps = [(("step", number), step.needs) for number, step in enumerate(service.step)]
    for above, needs in [((), service.needs), *steps]:
        for number, need in enumerate(needs):
            if need.resource is not None and need.resource not in book.known["resource"]:
                place = spot._replace(key=(*above, "needs", number, "resource"))
                yield _missing(place, "resource", need.resource, book.known["resource"])


def _missing(spot: Spot, kind: str, id_: str, known: set[str]) -> Remark:
    return Remark(
        spot, f"there is no {kind} {id_}", help=_near(id_, frozenset(known)) if len(known) <= MANY else None
    )


@lru_cache(maxsize=256)
def _near(id_: str, known: frozenset[str]) -> str | None:
    return did_you_mean(id_, known)


CHECK = Check(
    "references", "every service, customer and resource that is named exists", "always", on_page, on_book
)
