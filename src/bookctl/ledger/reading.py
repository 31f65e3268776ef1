"""Bytes to records: what reads is kept, what does not is a finding and left out."""

from datetime import date, datetime, time
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from bookctl.ledger.faults import Fault, Path, faults
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import record_of
from bookctl.ledger.places import MOST, Places
from bookctl.ledger.places import findings as placed
from bookctl.ledger.screen import clean_customer, clean_page, spans_of
from bookctl.ledger.sense import sense
from bookctl.ledger.survey import Sheet
from bookctl.ledger.toml.read import ConflictMarkers, TomlError, parse
from bookctl.model.booking import Booking, Page, Session
from bookctl.model.customer import Customer
from bookctl.model.resource import Resource, Stretch
from bookctl.model.service import Service
from bookctl.model.settings import FORMAT, Settings

TYPES: dict[str, type[Struct]] = {
    "settings": Settings,
    "resource": Resource,
    "service": Service,
    "customer": Customer,
}
_SELDOM = {
    "rule": ("rule", "Rule"),
    "message": ("message", "MessagePage"),
    "payment": ("payment", "PaymentPage"),
    "plan": ("plan", "Plan"),
    "series": ("series", "Series"),
    "wait": ("waiting", "WaitPage"),
}
NATIVE = (datetime, date, time)
_R = TypeVar("_R", bound=Struct)


def parsed(path: str, data: bytes) -> tuple[dict[str, Any] | None, list[Finding]]:
    try:
        return parse(data), []
    except ConflictMarkers as fault:
        help_ = "choose between the two sides, remove the marker lines, then run bookctl check"
        return None, [Finding(path, fault.line, fault.column, "error", "conflict", fault.message, help=help_)]
    except TomlError as fault:
        return None, [Finding(path, fault.line, fault.column, "error", "parse", fault.message)]


def type_of(kind: str) -> type[Struct]:
    """The record of a kind; those that few commands need are loaded when one does."""
    if kind not in TYPES:
        from importlib import import_module

        module, name = _SELDOM[kind]
        TYPES[kind] = getattr(import_module(f"bookctl.model.{module}"), name)
    return TYPES[kind]


def record_from(kind: str, path: str, data: bytes) -> tuple[Struct | None, list[Finding]]:
    """A record from the contents of its file; None where it has any fault."""
    raw, found = parsed(path, data)
    if raw is None:
        return None, found
    if kind == "settings" and (newer := _newer(raw)):
        return None, placed(path, Places(text_of(data)), [newer], "format")
    record, wrong = _record(raw, type_of(kind), (), data)
    of = record_of(path)
    return record, placed(path, Places(text_of(data)), wrong, "schema", of[1] if of else None)


def page_from(path: str, data: bytes) -> tuple[Page, list[Finding]]:
    """A page from the contents of its file; records with a fault are left out, the others stay."""
    page, _, found = _page(path, data)
    return page, found


def sheet_from(path: str, day: date, data: bytes) -> tuple[Sheet, list[Finding]]:
    """As `page_from`, with what the checks need of it."""
    page, spans, found = _page(path, data)
    return Sheet(path, day, page.session, page.booking, [*page.session, *page.booking], spans), found


def _page(path: str, data: bytes) -> tuple[Page, list[tuple[int, int]], list[Finding]]:
    raw, found = parsed(path, data)
    if raw is None:
        return Page(), [], found
    try:
        page = msgspec.convert(raw, Page, builtin_types=NATIVE)
        spans = spans_of(page)
        if clean_page(data, page, spans):
            return page, spans, []
    except msgspec.ValidationError:
        pass
    page, found = _page_by_record(path, Places(text_of(data)), raw)
    return page, spans_of(page), found


def text_of(data: bytes) -> str:
    """As an editor counts its lines and columns: without the byte order mark."""
    return data.decode("utf-8-sig", "replace")


def _page_by_record(path: str, places: Places, raw: dict[str, Any]) -> tuple[Page, list[Finding]]:
    rows = {key: value for key, value in raw.items() if key in {"session", "booking"} and type(value) is list}
    found = placed(
        path, places, faults({key: [] if key in rows else raw[key] for key in raw}, Page), "schema"
    )
    sessions, wrong_sessions = _rows("session", Session, rows, path, places)
    bookings, wrong_bookings = _rows("booking", Booking, rows, path, places)
    return Page(session=sessions, booking=bookings), found + wrong_sessions + wrong_bookings


def _rows(
    key: str, kind: type[_R], rows: dict[str, list[Any]], path: str, places: Places
) -> tuple[list[_R], list[Finding]]:
    kept, found = [], []
    for number, raw in enumerate(rows.get(key, ())):
        record, wrong = _record(raw, kind, (key, number))
        id_ = raw.get("id") if type(raw) is dict else None
        found += placed(path, places, wrong, "schema", id_ if isinstance(id_, str) else None)
        if record is not None:
            kept.append(record)
    return kept, found


def _record(raw: Any, kind: type[_R], path: Path, data: bytes | None = None) -> tuple[_R | None, list[Fault]]:
    """The record or every fault it has; `data` is the text of a file that holds nothing else."""
    record = _quick(raw, data) if kind is Customer and data is not None else None
    if record is not None:
        return record, []  # type: ignore[return-value]  # _R is Customer here
    wrong = list(islice(faults(raw, kind, path), MOST))
    if wrong:
        return None, wrong
    try:
        built = _built(raw, kind)
    except msgspec.ValidationError as fault:
        return None, [Fault(path, str(fault))]
    wrong = list(sense(built, path))
    return (None, wrong) if wrong else (built, [])


def _quick(raw: Any, data: bytes) -> Customer | None:
    try:
        customer = msgspec.convert(raw, Customer, builtin_types=NATIVE)
    except msgspec.ValidationError:
        return None
    return customer if clean_customer(data, customer) else None


def _built(raw: dict[str, Any], kind: type[_R]) -> _R:
    """A struct of values that `faults` has passed."""
    if kind is not Resource:
        return msgspec.convert(raw, kind, builtin_types=NATIVE)
    # msgspec takes no union of date and date-time.
    stretches: dict[str, Any] = {
        key: [_stretch(item) for item in raw[key]] for key in ("away", "open") if key in raw
    }
    return kind(**(raw | stretches))


def _stretch(raw: dict[str, Any]) -> Stretch:
    return Stretch(start=raw["from"], end=raw.get("to"), reason=raw.get("reason"))


def _newer(raw: dict[str, Any]) -> Fault | None:
    stated = raw.get("format")
    if type(stated) is not int or stated <= FORMAT:
        return None
    text = f"this ledger has format {stated}; this bookctl knows format {FORMAT} and does not touch it"
    return Fault(("format",), text, "install a newer bookctl")
