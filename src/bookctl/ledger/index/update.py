"""Bringing the database up to date with the files."""

from bookctl.ledger.index import scan
from bookctl.ledger.index.compare import UNSETTLED, Known, Look, Scope, Source, looks, oid_of
from bookctl.ledger.index.keep import Keeper
from bookctl.ledger.index.packed import pack
from bookctl.ledger.index.quiet import no_collector
from bookctl.ledger.index.store import Store


def update(store: Store, source: Source, scope: Scope, sure: Known) -> tuple[str, ...]:
    """Reads what is not known to be unchanged, inside a write transaction; `sure` is from `unchanged`.

    Returns the paths that differ.
    """
    keeper = Keeper(store)
    with no_collector():
        for look in looks(store, source, scope, sure):
            _take_in(store, source, look, keeper)
        keeper.finish()
    return tuple(keeper.changed)


def _take_in(store: Store, source: Source, look: Look, keeper: Keeper) -> None:
    latest = source.now_ns()
    seen = {name: sign for name, sign in look.signs.items() if look.seen.get(name) == sign}
    for path in look.gone:
        keeper.forget(path)
    if look.faults:
        seen = {"": UNSETTLED}
    for path, reason in look.faults.items():
        keeper.fault(path, oid_of(reason), reason)
    for path in look.suspects:
        name = path.rpartition("/")[2]
        seen.pop(name, None)
        started = source.now_ns()
        found = scan.read(source.opened, path)
        if found is None:
            keeper.forget(path)
            continue
        if found.data is None:
            keeper.fault(path, oid_of(found.fault or ""), found.fault or "")
        else:
            keeper.keep(path, source.hash(found.data), found.data)
        settled = found.sign is not None and scan.settled(found.sign, started)
        seen[name] = found.sign if found.sign is not None and settled else UNSETTLED
        latest = max(latest, started)
    store.run("INSERT OR REPLACE INTO folder VALUES (?, ?, ?)", look.folder, pack(seen), latest)
