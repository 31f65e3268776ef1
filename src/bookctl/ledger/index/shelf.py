"""Settings, resources and services in the index: whole for the engine, and light for what only shows names."""

from typing import TYPE_CHECKING, Any

from bookctl.ledger.index.packed import pack, unpack
from bookctl.ledger.index.rows import ResourceLight, SettingsBroken, SettingsLight
from bookctl.ledger.index.store import Store

if TYPE_CHECKING:
    from bookctl.ledger.finding import Finding
    from bookctl.model.catalogue import Catalogue
    from bookctl.model.plan import Plan
    from bookctl.model.rule import Rule
    from bookctl.model.series import Series

_SELDOM = ("rule", "plan", "series")


def put(store: Store, path: str, of: tuple[str, str], record: Any) -> None:
    import pickle

    store.run("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", path, *of, pack(pickle.dumps(record)))


def drop(store: Store, path: str) -> None:
    store.run("DELETE FROM record WHERE path = ?", path)


def settle(store: Store) -> None:
    """Gathers what the records say, after some of them changed."""
    import pickle

    kinds = ("settings", "resource", "service", *_SELDOM)
    records: dict[str, dict[str, Any]] = {kind: {} for kind in kinds}
    busy: dict[str, list[tuple[str, list[tuple[int, int]]]]] = {}
    for kind, id_, path, body in store.rows("SELECT kind, id, path, body FROM record ORDER BY id, path"):
        record = pickle.loads(unpack(body))  # noqa: S301 - written by `put` into this user's own file
        if kind == "busy":
            busy.setdefault(id_, []).append((path, record))
        else:
            records[kind][id_] = record
    _add_busy(records["resource"], busy)
    settings = next(iter(records["settings"].values()), None)
    store.set_meta("settings", settings and tuple(getattr(settings, name) for name in SettingsLight._fields))
    store.set_meta(
        "resources", [(i, one.name, one.kind, _day(one)) for i, one in records["resource"].items()]
    )
    store.set_meta("services", [(i, one.name, None, _day(one)) for i, one in records["service"].items()])
    for kind in _SELDOM:
        store.set_meta(kind, pickle.dumps(records[kind]) if records[kind] else None)
    store.set_meta("catalogue", pickle.dumps((settings, records["resource"], records["service"])))


def _add_busy(resources: dict[str, Any], busy: dict[str, list[tuple[str, list[tuple[int, int]]]]]) -> None:
    from bookctl.ledger.busy import with_busy

    for id_, files in busy.items():
        if id_ in resources:
            resources[id_] = with_busy(resources[id_], files)


def _day(record: Any) -> str | None:
    return record.retired.isoformat() if record.retired else None


def settings(store: Store, findings: "list[Finding]") -> SettingsLight:
    found = store.meta("settings")
    if not found:
        raise SettingsBroken(findings)
    return SettingsLight._make(found)


def lights(store: Store) -> list[ResourceLight]:
    return [ResourceLight._make(row) for row in store.meta("resources") or ()]


def names(store: Store, kind: str) -> dict[str, str]:
    if kind not in {"resource", "service"}:
        raise ValueError(f"no names are kept of a {kind}")
    return {row[0]: row[1] for row in store.meta(f"{kind}s") or ()}


def rules(store: Store) -> "dict[str, Rule]":
    return _seldom(store, "rule")


def plans(store: Store) -> "dict[str, Plan]":
    return _seldom(store, "plan")


def series(store: Store) -> "dict[str, Series]":
    return _seldom(store, "series")


def _seldom(store: Store, kind: str) -> dict[str, Any]:
    """The records by id; None is kept where there are none, so that asking costs nothing then."""
    data = store.meta(kind)
    if data is None:
        return {}
    import pickle

    found: dict[str, Any] = pickle.loads(data)  # noqa: S301 - see `settle`
    return found


def catalogue(store: Store, findings: "list[Finding]") -> "Catalogue":
    import pickle

    from bookctl.model.catalogue import Catalogue

    data = store.meta("catalogue")
    if data is None:
        raise SettingsBroken(findings)
    found = Catalogue._make(pickle.loads(data))  # noqa: S301 - see `settle`
    if found.settings is None:
        raise SettingsBroken(findings)
    return found
