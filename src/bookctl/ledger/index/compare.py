"""Whether the files are still those the database knows.

A file is believed to be unchanged only where its stat is the one it was read with, and that was older than
the reading by more than any clock's tick. Everything else is read again and compared by its hash.
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from bookctl.ledger.folders import Folders, UnsafeFile
from bookctl.ledger.index import scan
from bookctl.ledger.index.packed import unpack
from bookctl.ledger.index.scan import CUSTOMERS, Sign
from bookctl.ledger.index.store import Store
from bookctl.ledger.layout import SETTINGS

Hash = Callable[[bytes], str]
Scope = Literal["book", "people", "all"]
"""Everything but the customers, only them, or both."""

Known = dict[str, tuple[bytes, int] | None]
"""Folder to its packed signs and when the last of them was read, as the database has them."""
UNSETTLED: Sign = (0, 0, 0, 0)  # no file is ever like this: it will be looked at again


class Source(NamedTuple):
    """The files to look at: opened folders, what the time is (ns), how git would name a file's bytes."""

    opened: Folders
    now_ns: Callable[[], int]
    hash: Hash


class Look(NamedTuple):
    """A folder that is not known to be as it was: what lies in it, and which of it must be read or has gone.

    `faults` says of whole folders, or of files that must be there, what is wrong with them.
    """

    folder: str
    signs: dict[str, Sign]
    seen: dict[str, Sign]
    suspects: list[str]
    gone: list[str]
    faults: dict[str, str]


def unchanged(store: Store, source: Source, scope: Scope) -> tuple[Known, bool]:
    """The folders that are as they were, with what was known of them; and whether those are all."""
    known, sure, every = _folders(store), {}, True
    for folder in _in_scope(source, known, scope):
        look = _look(store, source, folder, known.get(folder))
        if look is None or not _differs(store, source, look):
            sure[folder] = known.get(folder)
        else:
            every = False
    return sure, every


def _differs(store: Store, source: Source, look: Look) -> bool:
    if look.gone or any(_known(store, path) != oid_of(reason) for path, reason in look.faults.items()):
        return True
    return any(_altered(store, source, path) for path in look.suspects)


def _altered(store: Store, source: Source, path: str) -> bool:
    known, started = _known(store, path), source.now_ns()
    found = scan.read(source.opened, path)
    if found is None:
        return known is not None
    if known != _name(source, found):
        return True
    return found.sign is not None and scan.settled(found.sign, started)


def looks(store: Store, source: Source, scope: Scope, sure: Known) -> Iterator[Look]:
    """The folders in which something may have changed; those that are `sure` only if another process wrote them since."""
    known = _folders(store)
    for folder in _in_scope(source, known, scope):
        if folder in sure and sure[folder] == known.get(folder):
            continue
        look = _look(store, source, folder, known.get(folder))
        if look is not None:
            yield look


def _folders(store: Store) -> Known:
    return {
        path: (signs, read_ns)
        for path, signs, read_ns in store.rows("SELECT path, signs, read_ns FROM folder")
    }


def _in_scope(source: Source, known: Known, scope: Scope) -> list[str]:
    every = sorted({*scan.folders(source.opened), *known})
    return [folder for folder in every if scope != ("book" if folder == CUSTOMERS else "people")]


def _look(store: Store, source: Source, folder: str, known: tuple[bytes, int] | None) -> Look | None:
    """None where nothing in the folder can have changed."""
    signs, faults = _signs(source.opened, folder)
    seen: dict[str, Sign] = unpack(known[0]) if known is not None else {}
    if known is not None and known[1] > source.now_ns():
        seen = {}  # the clock was set back: what was settled then may not be
    if known is not None and seen == signs and not faults:
        return None
    prefix = f"{folder}/" if folder else ""
    paths = (prefix + name for name, sign in signs.items() if seen.get(name) != sign)
    suspects = sorted(path for path in paths if scan.is_ledger_file(path))
    there = {prefix + name for name in signs} | faults.keys()
    gone = [path for path in _paths(store, folder) if path not in there]
    return Look(folder, signs, seen, suspects, gone, faults)


def _signs(opened: Folders, folder: str) -> tuple[dict[str, Sign], dict[str, str]]:
    try:
        signs = scan.signs(opened, folder)
    except UnsafeFile as fault:
        return {}, {fault.rel: fault.reason}
    if not folder and SETTINGS not in signs:
        return {}, {SETTINGS: "the file is missing"}
    return signs, {}


def _paths(store: Store, folder: str) -> list[str]:
    """The known files of a folder, and the folder itself where it was at fault."""
    if not folder:
        return [path for (path,) in store.rows("SELECT path FROM file WHERE path = ?", SETTINGS)]
    rows = store.rows(
        "SELECT path FROM file WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')", folder
    )
    return [path for (path,) in rows if path == folder or "/" not in path[len(folder) + 1 :]]


def _known(store: Store, path: str) -> str | None:
    found = store.one("SELECT oid FROM file WHERE path = ?", path)
    return None if found is None else found[0]


def _name(source: Source, found: scan.Reading) -> str:
    return oid_of(found.fault or "") if found.data is None else source.hash(found.data)


def oid_of(reason: str) -> str:
    """What stands in place of the hash of a file that is not fit to be read."""
    return f"!{reason}"
