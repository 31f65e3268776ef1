"""Folders of history with other contents at some paths. Most are large and differ in one name: only that is touched."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from bookctl.ledger import git
from bookctl.ledger.erase.pack import Pack
from bookctl.ledger.erase.reader import Reader
from bookctl.ledger.state import State

Rules = Mapping[str, Mapping[str, bytes | None]]
"""Path to contents, by their id, to what stands there instead; None: nothing."""
_FILES = (b"100644", b"100755")
_FOLDER = b"40000"


class Trees:
    def __init__(self, state: State, rules: Rules, reader: Reader, pack: Pack) -> None:
        self._rules, self._reader, self._pack = rules, reader, pack
        self._algorithm = git.object_format(state)
        self._width = 32 if self._algorithm == "sha256" else 20
        self._known: dict[tuple[str, str], str] = {}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for path in rules:
            for name in (PurePosixPath(path), *PurePosixPath(path).parents[:-1]):
                self._names[str(name.parent)].add(name.name)

    def at(self, oid: str, folder: str) -> str:
        """The id of the folder as it shall be; `.` is the root."""
        if folder not in self._names:
            return oid
        found = self._known.get((oid, folder))
        if found is None:
            _, data = self._reader.get(oid)
            made = self.changed(data, folder)
            found = oid if made == data else self._pack.add("tree", made, folder)
            self._known[oid, folder] = found
        return found

    def changed(self, data: bytes, folder: str) -> bytes:
        """The bytes of a tree: `<mode> <name>`, a zero, the raw id, one after another."""
        for name in sorted(self._names[folder]):
            path = name if folder == "." else f"{folder}/{name}"
            data = self._at_name(data, name.encode("utf-8", "surrogateescape"), path)
        return data

    def _at_name(self, data: bytes, name: bytes, path: str) -> bytes:
        mark, at = b" %s\0" % name, -1
        while (at := data.find(mark, at + 1)) >= 0:
            mode = next((one for one in (*_FILES, _FOLDER) if data[:at].endswith(one)), None)
            first, last = at + len(mark), at + len(mark) + self._width
            if mode is None or len(data) < last:  # the same bytes within an id
                continue
            new = self._instead(path, data[first:last].hex(), folder=mode == _FOLDER)
            if new is None:
                return data[: at - len(mode)] + data[last:]
            return data[:first] + bytes.fromhex(new) + data[last:]
        return data

    def _instead(self, path: str, oid: str, *, folder: bool) -> str | None:
        """What stands there afterwards; None: nothing. git keeps no empty folders."""
        if folder:
            new = self.at(oid, path)
            return None if new != oid and new == git.object_id("tree", b"", self._algorithm) else new
        rule = self._rules.get(path, {})
        if oid not in rule:
            return oid
        instead = rule[oid]
        return None if instead is None else self._pack.add("blob", instead)
