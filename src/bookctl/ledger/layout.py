"""The map of a ledger: which file holds what. Paths are relative to its root, with forward slashes."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from bookctl.model.ids import is_slug

SETTINGS = "bookctl.toml"
Kind = Literal["settings", "resource", "service", "customer"]
FOLDERS = {"resource": "resources", "service": "services", "customer": "customers"}
_KINDS = {folder: kind for kind, folder in FOLDERS.items()}
PAGES = "bookings"
# What undo and log look at: the ledger, not whatever else lies in the same repository.
LEDGER = (SETTINGS, *FOLDERS.values(), "plans", "rules", "templates", PAGES, "payments", "messages", "busy")
RECORD_LIMIT = 1 << 20
PAGE_LIMIT = 8 << 20
FIRST_YEAR, LAST_YEAR = 2000, 2100
_PAGE = re.compile(r"bookings/([0-9]{4})/(\1-[0-9]{2}-[0-9]{2})\.toml\Z")
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
    if not found or not FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        return None
    try:
        return date.fromisoformat(found.group(2))
    except ValueError:
        return None


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
    return (entry for entry in _folder(root, PAGES) if page_day(entry.path))


def records(root: Path, kind: str) -> Iterator[tuple[str, Entry]]:
    """Id and file of each record of a kind, in order of id."""
    for entry in _folder(root, FOLDERS[kind]):
        found = record_of(entry.path)
        if found is not None:
            yield found[1], entry


def _folder(root: Path, name: str) -> Iterator[Entry]:
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
