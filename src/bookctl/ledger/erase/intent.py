"""A decision to erase, written down before the first name in git moves: from then on it will be carried out.

Whoever comes next after a crash carries it out again from the beginning; every step of it may be repeated.
"""

import json
from pathlib import Path

import msgspec

from bookctl.ledger.disk import sync_path
from bookctl.ledger.files import write_file
from bookctl.ledger.journal import NothingChanged
from bookctl.ledger.state import State

FILE = "erase"
VERSION = 1


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """`rules` is path to contents to what stands there instead; `now` an instant, `offset` seconds east of UTC.

    `replaced` are the first commits that get another id, `last` the newest one before; `stashes` what is put back, the
    oldest first; `moved` are the names in git that get another commit, with the one they had.
    """

    version: int = VERSION
    tx: str
    op: str
    ids: tuple[str, ...]
    words: tuple[str, ...]
    rules: dict[str, dict[str, str | None]]
    epoch: int
    replaced: tuple[str, ...]
    last: str | None
    now: int
    offset: int
    stashes: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


def pending(state: State) -> bool:
    return (state.dir / FILE).exists()


def write(state: State, intent: Intent) -> None:
    """On the disk when this returns."""
    write_file(state.dir, FILE, json.dumps(msgspec.to_builtins(intent)).encode("ascii"))


def read(state: State) -> Intent:
    """NothingChanged where a newer bookctl wrote it, or nobody can read it."""
    try:
        found = msgspec.convert(json.loads((state.dir / FILE).read_bytes()), Intent)
    except (msgspec.ValidationError, ValueError, OSError) as fault:
        raise NothingChanged(f"an unfinished `bookctl forget` cannot be read: {fault}") from None
    if found.version != VERSION:
        raise NothingChanged("a newer bookctl left an unfinished `forget` here; finish it with that version")
    return found


def drop(state: State) -> None:
    Path(state.dir / FILE).unlink(missing_ok=True)
    sync_path(state.dir)
