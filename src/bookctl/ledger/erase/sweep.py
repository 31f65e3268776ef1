"""Outside of git's objects: the private state, copies that editors left, the caches of this user."""

import os
from collections.abc import Iterator
from pathlib import Path

from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.index.place import SCHEMA, cache_file
from bookctl.ledger.layout import record_of
from bookctl.ledger.state import State

FEEDS = "public"
KEPT = frozenset({"lock", "erase", "epoch", "unpushed", "refresh", "remind", "crontab"})


def private(state: State, intent: Intent) -> None:
    """Removes what tells of the person: changes put aside, messages on their way, feeds, what editors left beside the files."""
    marks = _marks(intent)
    for path in _below(state.dir):
        first = path.relative_to(state.dir).parts[0]
        about = tuple(f'"{id_}"'.encode() for id_ in intent.ids) if first == "outbox" else ()
        if first not in KEPT and _tells(path, (*marks, *about)):
            path.unlink(missing_ok=True)
    for path in [
        *_droppings(state.root, intent),
        *(one for one in _feeds(state.root) if _tells(one, marks)),
    ]:
        path.unlink(missing_ok=True)


def caches(state: State) -> None:
    """Every index and feed cache of the ledger, whichever bookctl made it: they are made anew."""
    now = cache_file(state.root)
    if now is None:
        return
    stem = now.name.removesuffix(f"-v{SCHEMA}.sqlite")
    for path in now.parent.glob(f"{stem}-*"):
        path.unlink(missing_ok=True)


def _feeds(root: Path) -> Iterator[Path]:
    return (path for path in _below(root / FEEDS) if path.suffix in {".ics", ".ifb"})


def _droppings(root: Path, intent: Intent) -> Iterator[Path]:
    """What an editor keeps beside a file: c4f7qx.toml~, .c4f7qx.toml.swp, #c4f7qx.toml#, c4f7qx.toml.orig."""
    for path in intent.rules:
        of, place = record_of(path), root / path
        if of is None or of[0] != "customer" or not place.parent.is_dir() or place.parent.is_symlink():
            continue
        for beside in place.parent.iterdir():
            plain = beside.name.lstrip(".#")
            if plain.startswith(place.name) and beside.name != place.name and beside.is_file():
                yield beside


def _marks(intent: Intent) -> tuple[bytes, ...]:
    """The words as they stand in files, and as they stand in JSON of ASCII."""
    plain = [word.encode() for word in intent.words]
    escaped = [word.encode("ascii", "backslashreplace") for word in intent.words]
    return tuple(dict.fromkeys([*plain, *escaped]))


def _below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def _tells(path: Path, marks: tuple[bytes, ...]) -> bool:
    try:
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return False
    return any(mark in data for mark in marks)
