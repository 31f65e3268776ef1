"""A ledger's folders to records. What the bytes of one file mean is in `reading`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from bookctl.ledger.bulk import Bulk
from bookctl.ledger.busy import load_busy, with_busy
from bookctl.ledger.files import UnsafeFile, read_file
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import (
    PAGE_LIMIT,
    RECORD_LIMIT,
    SETTINGS,
    page_day,
    page_path,
    pages,
    record_path,
    records,
)
from bookctl.ledger.reading import page_from, record_from
from bookctl.model.booking import Page
from bookctl.model.catalogue import Catalogue
from bookctl.model.customer import Customer
from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Settings

if TYPE_CHECKING:
    from bookctl.model.plan import Plan
    from bookctl.model.rule import Rule
    from bookctl.model.series import Series

__all__ = [
    "Book",
    "load_book",
    "load_catalogue",
    "load_customer",
    "load_customers",
    "load_page",
    "load_plans",
    "load_rules",
    "load_series",
    "page_from",
    "read",
    "record_from",
]
_R = TypeVar("_R", bound=Struct)


class Book(NamedTuple):
    """A whole ledger. `files` names the page of each booking and session."""

    catalogue: Catalogue | None
    customers: dict[str, Customer]
    pages: dict[date, Page]
    files: dict[str, str]


def load_catalogue(root: Path) -> tuple[Catalogue | None, list[Finding]]:
    """Settings, resources and services; None where the settings themselves do not read."""
    settings, found = _load(root, SETTINGS, "settings", Settings)
    resources = _folder(root, "resource", Resource, found)
    services = _folder(root, "service", Service, found)
    for id_, files in load_busy(root, found).items():
        if id_ in resources:
            resources[id_] = with_busy(resources[id_], files)
    return (Catalogue(settings, resources, services) if settings else None), found


def load_customer(root: Path, id_: str) -> tuple[Customer | None, list[Finding]]:
    """None without a finding where there is no such file."""
    path = record_path("customer", id_)
    data, found = read(root, path, RECORD_LIMIT)
    if data is None:
        return None, found
    record, found = record_from("customer", path, data)
    return (record if isinstance(record, Customer) else None), found


def load_customers(root: Path) -> tuple[dict[str, Customer], list[Finding]]:
    found: list[Finding] = []
    return _folder(root, "customer", Customer, found), found


def load_rules(root: Path, found: list[Finding]) -> "dict[str, Rule]":
    """By id; what does not read is added to `found` and left out."""
    from bookctl.model.rule import Rule

    return _folder(root, "rule", Rule, found)


def load_plans(root: Path, found: list[Finding]) -> "dict[str, Plan]":
    """As `load_rules`."""
    from bookctl.model.plan import Plan

    return _folder(root, "plan", Plan, found)


def load_series(root: Path, found: list[Finding]) -> "dict[str, Series]":
    """As `load_rules`."""
    from bookctl.model.series import Series

    return _folder(root, "series", Series, found)


def load_page(root: Path, day: date) -> tuple[Page, list[Finding]]:
    """A day without a file is an empty page."""
    path = page_path(day)
    data, found = read(root, path, PAGE_LIMIT)
    return (Page(), found) if data is None else page_from(path, data)


def load_book(root: Path) -> tuple[Book, list[Finding]]:
    """Everything, in memory: some 2 kB for each booking. `check` does with a tenth of that."""
    catalogue, found = load_catalogue(root)
    customers, more = load_customers(root)
    found += more
    book = Book(catalogue, customers, {}, {})
    for entry in pages(root):
        day = page_day(entry.path)
        if day is not None:
            book.pages[day], more = load_page(root, day)
            found += more
            book.files.update((session.id, entry.path) for session in book.pages[day].session)
            book.files.update((booking.id, entry.path) for booking in book.pages[day].booking)
    return book, found


def read(root: Path | Bulk, path: str, limit: int) -> tuple[bytes | None, list[Finding]]:
    """The file's bytes; None where there is none or it is not safe to read, which is a finding."""
    try:
        return (root.read(path, limit) if isinstance(root, Bulk) else read_file(root, path, limit)), []
    except UnsafeFile as fault:
        return None, [Finding(path, 1, 1, "error", "file", f"this file {fault.reason}")]


def _load(root: Path | Bulk, path: str, kind: str, of: type[_R]) -> tuple[_R | None, list[Finding]]:
    data, found = read(root, path, RECORD_LIMIT)
    if data is None:
        return None, found or [Finding(path, 1, 1, "error", "file", "the file is missing")]
    record, found = record_from(kind, path, data)
    return (record if isinstance(record, of) else None), found


def _folder(root: Path, kind: str, of: type[_R], found: list[Finding]) -> dict[str, _R]:
    kept = {}
    with Bulk(root) as bulk:
        for id_, entry in records(root, kind):
            record, more = _load(bulk, entry.path, kind, of)
            found += more
            if record is not None:
                kept[id_] = record
    return kept
