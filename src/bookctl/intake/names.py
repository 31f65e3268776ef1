"""The file's words for services and resources, as ids of the book: by the mapping, by id, by whole name."""

import re
from collections.abc import Mapping as Table

from bookctl.actions import lookup
from bookctl.actions.desk import Desk
from bookctl.actions.problems import Usage
from bookctl.intake.fault import RowFault
from bookctl.intake.mapping import Mapping, folded
from bookctl.model.text import shown

_EDGE = " -–—:·|/,()@：，、（）｜"


class Names:
    """`service` and `resources` are what the command line says for all rows, before anything in the file."""

    def __init__(self, desk: Desk, mapping: Mapping, service: str | None, resources: list[str]) -> None:
        self._all = lookup.named("service", desk.service_names, service) if service else None
        self._every = tuple(lookup.named("resource", desk.resource_names, name) for name in resources)
        self._services = _words("service", desk.service_names, mapping.services)
        self._by_length = sorted(self._services, key=len, reverse=True)
        self._resources = _words("resource", desk.resource_names, mapping.resources)
        self._parts = re.compile(f"[{re.escape(mapping.separator)}]") if mapping.separator else None

    def service(self, text: str) -> str:
        """RowFault where nothing in the book is called so."""
        if self._all:
            return self._all
        if not text:
            raise RowFault("no service: --service ID says it for all rows")
        found = self._services.get(folded(text))
        if not found:
            raise RowFault(f"no service is called {shown(text)!r}")
        return found

    def resources(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Each cell's whole text, else its parts; RowFault for one that is unknown."""
        if self._every:
            return self._every
        found: dict[str, None] = {}
        for text in texts:
            whole = folded(text)
            parts = [text] if whole in self._resources or not self._parts else self._parts.split(text)
            for part in filter(str.strip, parts):
                id_ = self._resources.get(folded(part))
                if id_ is None:
                    raise RowFault(f"no resource is called {shown(part.strip())!r}")
                if id_:
                    found[id_] = None
        return tuple(found)

    def summary(self, text: str) -> tuple[str, str]:
        """The service that a title begins or ends with, and what else it says; RowFault where it names none."""
        for word in self._by_length:
            for rest in _around(text, word):
                if self._all in {None, self._services[word]}:
                    return self._services[word], rest
        if self._all:
            return self._all, text
        raise RowFault("its title names no service: --service ID says it for all events")


def _around(text: str, word: str) -> list[str]:
    """What is left of the text without the word at its beginning or end; letters around it stay whole."""
    low = folded(text)
    if len(low) != len(text) or not word:
        return [""] if low == word else []
    if low == word:
        return [""]
    if low.startswith(word) and low[len(word)] in _EDGE:
        return [text[len(word) :].strip(_EDGE)]
    if low.endswith(word) and low[-len(word) - 1] in _EDGE:
        return [text[: -len(word)].strip(_EDGE)]
    return []


def _words(kind: str, names: Table[str, str], mapped: Table[str, str]) -> dict[str, str]:
    """Every word that means one id; a name that two share means neither."""
    found: dict[str, str] = {}
    twice = set()
    for id_, name in names.items():
        word = folded(name)
        if word in found:
            twice.add(word)
        found[word] = id_
    for word in twice:
        del found[word]
    found |= {id_: id_ for id_ in names}
    for word, id_ in mapped.items():
        if id_ and id_ not in names:
            raise Usage(
                f"the mapping's [{kind}s] names {id_}, and there is no such {kind}",
                help=f"bookctl {kind} list",
            )
        if id_ or kind == "resource":
            found[folded(word)] = id_
    return found
