"""Who holds a resource, from the index."""

from bookctl.ledger.index.packed import unpack
from bookctl.ledger.index.store import Store
from bookctl.model.status import Held

# Pages whose uses overlap [start, end): they begin at most as long before `start` as the longest page reaches.
_PAGES = """
SELECT day FROM page
WHERE use_first < ?2 AND use_last > ?1 AND use_first >= ?1 - (SELECT coalesce(max(use_reach), 0) FROM page)
"""
_MOST = 4000  # pages kept at hand

_Use = tuple[int, int, int, str, int | None]


class Occupancy:
    """The uses of pages already asked for stay decoded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[int, dict[str, list[_Use]]] = {}

    def held(self, resource: str, start: int, end: int, now: int | None = None) -> list[Held]:
        """Uses that overlap [start, end), in order of start; holds that expired by `now` are left out."""
        return sorted(
            Held(resource, one[0], one[1], one[2], one[3])
            for (day,) in self._store.rows(_PAGES, start, end)
            for one in self._of(day).get(resource, ())
            if one[0] < end and one[1] > start and (now is None or one[4] is None or one[4] > now)
        )

    def _of(self, day: int) -> dict[str, list[_Use]]:
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _MOST:
                self._days.clear()
            (data,) = self._store.one("SELECT uses FROM page WHERE day = ?", day)
            found = self._days[day] = unpack(data)
        return found
