"""Keeps one open database true, or replaces it where it cannot be kept."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bookctl.ledger.index.occupancy import Occupancy
from bookctl.ledger.index.packed import unpack
from bookctl.ledger.index.store import Store, damages, in_memory, open_store, passing, remove

if TYPE_CHECKING:
    from bookctl.ledger.index.compare import Known, Scope, Source
    from bookctl.ledger.index.scan import Sign
    from bookctl.ledger.state import State

T = TypeVar("T")
_FEW = 500  # looking at so many customers' files one by one is no slower than looking at the whole folder


class Keeping:
    def __init__(self, root: Path, state: "State", now_ns: Callable[[], int]) -> None:
        self._root, self._state, self._now_ns = root, state, now_ns
        self.store = open_store(root)
        self.occupancy = Occupancy(self.store)
        self._everyone = False

    def close(self) -> None:
        self.store.close()

    def ask(self, work: Callable[[Store], T]) -> T:
        """The answer; from a database made anew where this one is damaged."""
        try:
            return work(self.store)
        except damages() as fault:
            self._replace(fault)
        return work(self.store)

    def refresh(self, scope: "Scope") -> tuple[str, ...]:
        """The paths that differ from what was known."""
        changed = self.ask(lambda _: self._bring(scope))
        if scope == "book":
            self._everyone = False
        return changed

    def verify_everyone(self) -> None:
        if not self._everyone:
            self.refresh("people")

    def verify(self, ids: Iterable[str]) -> None:
        """Looks at these customers' files only, and at all where one of these is not as it was."""
        wanted = list(ids)
        if self._everyone or not wanted:
            return
        if len(wanted) > _FEW or not self.ask(lambda store: self._as_known(store, wanted)):
            self.refresh("people")

    def match_git(self) -> None:
        """Begins anew where the repository names its objects in another way than was thought."""
        if self.ask(lambda store: store.meta("algorithm")) != self._algorithm():
            self.ask(Store.restart)
            self._everyone = False
            self.refresh("all")

    def _bring(self, scope: "Scope") -> tuple[str, ...]:
        from bookctl.ledger.folders import Folders
        from bookctl.ledger.index.compare import Source, unchanged

        store = self.store
        with Folders(self._root) as opened:
            source = Source(opened, self._now_ns, self._hash)
            store.look()
            cold = store.one("SELECT 1 FROM folder") is None
            sure, every = ({}, False) if cold else unchanged(store, source, scope)
            changed = () if every else self._write(source, scope, sure)
        self.occupancy = Occupancy(store)
        self._everyone = self._everyone or scope != "book"
        return changed

    def _write(self, source: "Source", scope: "Scope", sure: "Known") -> tuple[str, ...]:
        from bookctl.ledger.index.update import update

        self.store.write()
        if self.store.meta("algorithm") is None:
            self.store.set_meta("algorithm", self._algorithm())
        changed = update(self.store, source, scope, sure)
        self.store.commit()
        self.store.look()
        return changed

    def _hash(self, data: bytes) -> str:
        from bookctl.ledger.git import blob_oid

        return blob_oid(data, self.store.meta("algorithm") or "sha1")

    def _algorithm(self) -> str:
        if self._state.git_dir is None:
            return "sha1"
        from bookctl.ledger.git import object_format

        return object_format(self._state)

    def _as_known(self, store: Store, ids: list[str]) -> bool:
        from bookctl.ledger.folders import Folders, UnsafeFile
        from bookctl.ledger.index.scan import CUSTOMERS, sign_of
        from bookctl.model.ids import is_slug

        found = store.one("SELECT signs, read_ns FROM folder WHERE path = ?", CUSTOMERS)
        if found is None or found[1] > self._now_ns():
            return False
        seen: dict[str, Sign] = unpack(found[0])
        try:
            with Folders(self._root) as opened:
                return all(
                    sign_of(opened, f"{CUSTOMERS}/{id_}.toml") == seen.get(f"{id_}.toml")
                    for id_ in ids
                    if is_slug(id_)
                )
        except UnsafeFile:
            return False

    def _replace(self, fault: Exception) -> None:
        """Another database in place of this one: made anew on the disk, or in memory where that is no use."""
        path = self.store.path
        self.store.close()
        if path is not None and not passing(fault):
            remove(path)
            self.store = open_store(self._root)
            try:
                self._fill()
                return
            except damages():
                self.store.close()
        self.store = in_memory(self._root)
        self._fill()

    def _fill(self) -> None:
        self.occupancy = Occupancy(self.store)
        self._bring("all" if self._everyone else "book")
