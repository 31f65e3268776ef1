"""The variables of conditions and templates: plain values only, worked out from whole records.

Every group has all of its names, whatever the record has; what a record does not say is None, or an empty text or
list. `docs/templates.md` explains each.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.messages import facts_words as words
from bookctl.messages.facts_booking import booking_facts, service_facts
from bookctl.messages.facts_values import money_text, own_fields, text_of
from bookctl.messages.subjects import Records
from bookctl.model.time import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookctl.ledger.index import PurchaseRow, Row
    from bookctl.model.booking import Booking
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.customer import Customer

VISITED = frozenset({"confirmed", "arrived", "completed"})


class Subject(NamedTuple):
    """What a message is about, and the language it is written in; of booking and purchase at most one is there."""

    booking: "Booking | None"
    customer: "Customer | None"
    customer_id: str | None
    purchase: "PurchaseRow | None"
    language: str


def subject(records: Records, booking: str | None, customer: str | None, about: str, to: str) -> Subject:
    """The records a Due names. Customers read their own language, everybody else the ledger's."""
    whole = records.booking(booking) if booking else None
    purchase = records.purchase(about) if booking is None and about != customer else None
    person = records.customer(customer) if customer else None
    locale: str = records.catalogue().settings.locale
    language = person.language if person is not None and to == "customer" else None
    return Subject(whole, person, customer, purchase, language or locale)


def facts(records: Records, about: Subject, now: int) -> dict[str, Any]:
    """All variables for the subject; `booking` and `service`, or `purchase`, are there only where it has them."""
    catalogue, language = records.catalogue(), about.language
    zone = catalogue.settings.zone
    made: dict[str, Any] = {
        "language": language,
        "today": words.full_day(local_day(now, zone), language),
        "practice": _practice(catalogue),
    }
    if about.customer is not None:
        visits = records.customer_rows(about.customer_id or "")
        made["customer"] = _customer(about.customer, about.customer_id or "", visits, now, zone) | {
            "last_visit": _last_visit(visits, now, zone, language)
        }
    if about.booking is not None:
        service = catalogue.services.get(about.booking.service)
        made["service"] = service_facts(catalogue, about.booking.service, service, language)
        made["booking"] = booking_facts(records, about.booking, now, language)
    if about.purchase is not None:
        made["purchase"] = _purchase(catalogue, about.purchase, local_day(now, zone), language)
    return made


def _practice(catalogue: "Catalogue") -> dict[str, Any]:
    one = catalogue.settings
    return {
        "name": one.name,
        "phone": one.phone or "",
        "email": one.email or "",
        "address": one.address or "",
        "url": one.url or "",
        "survey": text_of(one.fields.get("survey")) or one.url or "",
        "zone": one.timezone,
        "currency": one.currency,
        "fields": own_fields(one.fields),
    }


def _customer(one: "Customer", id_: str, visits: "Sequence[Row]", now: int, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": id_,
        "name": one.name,
        "phone": one.phone or "",
        "email": one.email or "",
        "language": one.language or "",
        "tags": list(one.tags),
        "consent": list(one.consent),
        "source": one.source or "",
        "age": _age(one.birthday, local_day(now, zone)),
        "visits": sum(row.status in VISITED and row.end <= now for row in visits),
        "no_shows": sum(row.status == "no-show" for row in visits),
        "upcoming": sum(row.status in VISITED and row.start > now for row in visits),
        "fields": own_fields(one.fields),
    }


def _age(born: date | None, today: date) -> int | None:
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _last_visit(visits: "Sequence[Row]", now: int, zone: ZoneInfo, language: str) -> str:
    last = max((row.start for row in visits if row.status in VISITED and row.end <= now), default=None)
    return "" if last is None else words.day_words(local_day(last, zone), language)


def _purchase(catalogue: "Catalogue", one: "PurchaseRow", today: date, language: str) -> dict[str, Any]:
    last = date.fromisoformat(one.expires) if one.expires else None
    return {
        "id": one.id,
        "plan": one.plan,
        "name": one.name or one.plan,
        "sessions": one.sessions,
        "bought": words.day_words(local_day(one.at, catalogue.settings.zone), language),
        "expires": words.full_day(last, language) if last else "",
        "days_left": (last - today).days if last else None,
        "price": one.price,
        "price_text": money_text(one.price, catalogue.settings.currency),
    }
