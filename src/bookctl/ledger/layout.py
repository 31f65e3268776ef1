"""The map of a ledger: which file holds what. Paths are relative to its root, with forward slashes."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from bookctl.model.ids import is_slug

SETTINGS = "bookctl.toml"
Kind = Literal["settings", "resource", "service", "customer", "rule", "plan", "series"]
FOLDERS = {
    "resource": "resources",
    "service": "services",
    "customer": "customers",
    "rule": "rules",
    "plan": "plans",
    "series": "series",
}
_KINDS = {folder: kind for kind, folder in FOLDERS.items()}
PAGES = "bookings"
BUSY = "busy"
JOURNALS = {"message": "messages", "payment": "payments", "wait": "waiting"}
# What undo and log look at: the ledger, not whatever else lies in the same repository.
LEDGER = (SETTINGS, *FOLDERS.values(), "templates", PAGES, *JOURNALS.values(), BUSY)
RECORD_LIMIT = 1 << 20
PAGE_LIMIT = 8 << 20
FIRST_YEAR, LAST_YEAR = 2000, 2100
_PAGE = re.compile(r"bookings/([0-9]{4})/(\1-[0-9]{2}-[0-9]{2})\.toml\Z")
_JOURNAL = re.compile(r"(messages|payments|waiting)/([0-9]{4})/(\2-[0-9]{2}-[0-9]{2})\.toml\Z")
_BUSY = re.compile(r"busy/([a-z0-9][a-z0-9-]{0,63})/([a-z0-9][a-z0-9-]{0,63})\.ics\Z")
_DROPPING = re.compile(r"\.|4913\Z|.*~\Z|Thumbs\.db\Z|desktop\.ini\Z", re.DOTALL)


class Entry(NamedTuple):
    """One file of the ledger as `lstat` saw it."""

    path: str
    stat: os.stat_result


def page_path(day: date) -> str:
    """The page of a local day of the ledger's zone."""
    return f"{PAGES}/{day.year:04d}/{day.isoformat()}.toml"


def page_day(path: str) -> date | None:
    """The day of a page; None where the path is no page."""
    found = _PAGE.match(path)
    return _day(found[1], found[2]) if found else None


def _day(year: str, text: str) -> date | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def journal_path(kind: str, day: date) -> str:
    """The page of messages or payments of a local day of the ledger's zone; `kind` as in JOURNALS."""
    return f"{JOURNALS[kind]}/{day.year:04d}/{day.isoformat()}.toml"


def journal_of(path: str) -> tuple[str, date] | None:
    """Kind and day of a page of messages or payments; None for every other path."""
    found = _JOURNAL.match(path)
    day = _day(found[2], found[3]) if found else None
    if found is None or day is None:
        return None
    return next(kind for kind, folder in JOURNALS.items() if folder == found[1]), day


def busy_path(resource: str, name: str) -> str:
    """The file of a resource's time in another calendar; ValueError where either could not be a file's stem."""
    path = f"{BUSY}/{resource}/{name}.ics"
    if busy_of(path) is None:
        raise ValueError(f"{resource!r} or {name!r} is no id: lower-case letters, digits and dashes")
    return path


def busy_of(path: str) -> tuple[str, str] | None:
    """Resource and name of another calendar's file; None for every other path."""
    found = _BUSY.match(path)
    return (found[1], found[2]) if found else None


def record_path(kind: str, id_: str) -> str:
    """The file of a resource, service or customer; ValueError where the id could not be a file's stem."""
    if not is_slug(id_):
        raise ValueError(f"{id_!r} is no id: lower-case letters, digits and dashes")
    return f"{FOLDERS[kind]}/{id_}.toml"


def record_of(path: str) -> tuple[Kind, str] | None:
    """Kind and id of the record in a file; None for pages and what else there is."""
    if path == SETTINGS:
        return "settings", "bookctl"
    folder, _, name = path.partition("/")
    stem = name.removesuffix(".toml")
    if folder not in _KINDS or stem == name or not is_slug(stem):
        return None
    return _KINDS[folder], stem  # type: ignore[return-value]  # _KINDS holds nothing else


def find_root(start: Path) -> Path | None:
    """The nearest folder upwards, `start` included, that has a bookctl.toml."""
    here = start.absolute()
    return next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), None)


def walk(root: Path) -> Iterator[Entry]:
    """Every file in order of path, without editors' droppings and hidden ones; links are told, not followed."""
    yield from _walk(str(root), "")


def pages(root: Path) -> Iterator[Entry]:
    """The pages in order of day."""
    return (entry for entry in folder_entries(root, PAGES) if page_day(entry.path))


def records(root: Path, kind: str) -> Iterator[tuple[str, Entry]]:
    """Id and file of each record of a kind, in order of id."""
    for entry in folder_entries(root, FOLDERS[kind]):
        found = record_of(entry.path)
        if found is not None:
            yield found[1], entry


def folder_entries(root: Path, name: str) -> Iterator[Entry]:
    """Every file below one folder of the ledger, in order of path."""
    path = root / name
    return iter(()) if path.is_symlink() else _walk(str(path), f"{name}/")


def _walk(folder: str, prefix: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if _DROPPING.match(entry.name):
            continue
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{path}/")
        else:
            yield Entry(path, entry.stat(follow_symlinks=False))
