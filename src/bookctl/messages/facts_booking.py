"""The facts of a booking and its service."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bookctl.messages import facts_words as words
from bookctl.messages.facts_values import money_text, own_fields, text_of
from bookctl.messages.subjects import Records
from bookctl.model.money import format_minor, to_minor
from bookctl.model.persons import PEOPLE
from bookctl.model.time import WEEKDAYS, local_day, rfc3339, wall, zone_of

if TYPE_CHECKING:
    from bookctl.model.booking import Booking
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.service import Service


def service_facts(catalogue: "Catalogue", id_: str, one: "Service | None", language: str) -> dict[str, Any]:
    settings = catalogue.settings
    name = public_name(one, id_, language)
    price = one.price if one else None
    return {
        "id": id_,
        "name": name,
        "category": list(one.category) if one else [],
        "minutes": one.length if one else 0,
        "price": price,
        "price_text": money_text(price, settings.currency),
        "description": (one.description if one else None) or "",
        "survey": text_of(one.fields.get("survey")) if one else "",
        "fields": own_fields(one.fields if one else {}),
    }


def public_name(service: "Service | None", id_: str, language: str) -> str:
    """What messages call a service: its `public_name`, if need be by language, so that it can stay discreet."""
    if service is None:
        return id_
    own = service.fields.get(f"public_name_{language}") or service.fields.get("public_name")
    return text_of(own) or service.name


def booking_facts(records: Records, one: "Booking", now: int, language: str) -> dict[str, Any]:
    catalogue = records.catalogue()
    zone = zone_of(one.zone) if one.zone else catalogue.settings.zone
    start, end = int(one.start.timestamp()), int(one.end.timestamp())
    names = _resources(records, one)
    people = [name for name, kind in names if kind in PEOPLE] or []
    minutes = (end - start) // 60
    first = one.history[0].at if one.history else None
    return {
        "id": one.id,
        "status": one.status,
        **_times(start, end, zone, now, language),
        "zone": zone.key,
        "abroad": zone.key != catalogue.settings.timezone,
        "minutes": minutes,
        "length": words.length_words(minutes, language),
        "price": one.price,
        "price_text": money_text(one.price, catalogue.settings.currency),
        "seats": one.seats,
        "resources": [name for name, _ in names],
        "people": people,
        "with": words.listed(people, language),
        "addons": [public_name(catalogue.services.get(id_), id_, language) for id_ in one.addons],
        "source": one.source or "",
        "attendance": one.attendance or "",
        "wait": one.wait or "",
        "until": _until(one, zone, language),
        "deposit": one.deposit,
        "deposit_text": money_text(one.deposit, catalogue.settings.currency),
        "fee_text": money_text(one.fee, catalogue.settings.currency),
        "late": one.late,
        "pay_link": _pay_link(one, catalogue),
        "series": one.series or "",
        "project": one.project or "",
        "hours_ahead": (start - int(first.timestamp())) // 3600 if first else None,
        "was": _was(one, zone, language),
        "fields": own_fields(one.fields),
    }


def _pay_link(one: "Booking", catalogue: "Catalogue") -> str:
    """Where the deposit, else the price, is paid; empty where the practice has no such place, or nothing is due."""
    template, due = catalogue.settings.pay_link, one.price if one.deposit is None else one.deposit
    if not template or due is None:
        return ""
    amount = format_minor(to_minor(due, catalogue.settings.currency), catalogue.settings.currency)
    for key, value in (("booking", one.id), ("amount", amount), ("currency", catalogue.settings.currency)):
        template = template.replace(f"{{{key}}}", value)
    return template


def _times(start: int, end: int, zone: ZoneInfo, now: int, language: str) -> dict[str, Any]:
    local, until = wall(start, zone), wall(end, zone)
    near = words.from_today(local.date(), local_day(now, zone), language)
    time, joint = _clock(start, zone), " " if language == "zh" else " at "
    return {
        "start": rfc3339(start, zone),
        "end": rfc3339(end, zone),
        "date": words.day_words(local.date(), language),
        "weekday": words.DAYS[language][local.weekday()],
        "time": time,
        "end_time": _clock(end, zone),
        "when": words.full_day(local.date(), language) + ("," if language != "zh" else "") + f" {time}",
        "in_words": f"{near}{joint}{time}",
        "day": WEEKDAYS[local.weekday()],
        "hour": local.hour,
        "iso_date": local.date().isoformat(),
        "nights": (until.date() - local.date()).days,
    }


def _clock(at: int, zone: ZoneInfo) -> str:
    """10:00; with the offset where the wall clock shows that time twice."""
    local = wall(at, zone)
    twice = any(wall(at + shift, zone) == local for shift in (-3600, 3600, -1800, 1800))
    return f"{local:%H:%M}" + (f" (UTC{rfc3339(at, zone)[-6:]})" if twice else "")


def _was(one: "Booking", zone: ZoneInfo, language: str) -> str:
    """Its time before the last move, as `when`; empty where it never moved."""
    moved = next((event.moved for event in reversed(one.history) if event.moved is not None), None)
    if moved is None:
        return ""
    at = int(moved.timestamp())
    comma = "" if language == "zh" else ","
    return f"{words.full_day(local_day(at, zone), language)}{comma} {_clock(at, zone)}"


def _until(one: "Booking", zone: ZoneInfo, language: str) -> str:
    """When a hold or a request lapses, as `when`; empty where it does not."""
    if one.until is None:
        return ""
    at = int(one.until.timestamp())
    comma = "" if language == "zh" else ","
    return f"{words.full_day(local_day(at, zone), language)}{comma} {_clock(at, zone)}"


def _resources(records: Records, one: "Booking") -> list[tuple[str, str]]:
    """Name and kind of everything the booking holds; a seat's are its session's."""
    uses = one.uses
    if one.session is not None:
        session = records.session(one.session)
        uses = session.uses if session else []
    ids = dict.fromkeys(use if isinstance(use, str) else use.resource for use in uses)
    known = records.catalogue().resources
    return [(known[id_].name, known[id_].kind) if id_ in known else (id_, "") for id_ in ids]
