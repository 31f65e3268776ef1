"""What a change has decided so far, laid over what the index says."""

from collections import defaultdict
from functools import cached_property

from bookctl.engine.occupancy import Timeline
from bookctl.ledger.index import Index, Row
from bookctl.model.status import OCCUPYING, Held
from bookctl.model.time import DAY

CHUNK = 32 * DAY


class Rows:
    """Bookings and sessions as the index has them, those of this change as it left them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._fresh: dict[str, Row] = {}
        self._by_customer: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
        self._by_session: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        self._by_request: dict[str, str] = {}
        self._known_from: int | None = None
        self._known_to = 0
        self._requests: frozenset[str] | None = None

    @cached_property
    def buyers(self) -> frozenset[str]:
        """Customers who bought something ahead."""
        return frozenset(one.customer for one in self._index.purchases())

    @cached_property
    def waited_for(self) -> frozenset[str]:
        """Services that somebody waits for, or did."""
        return frozenset(one.service for one in self._index.waits(""))

    def preload(self, start: int, end: int) -> None:
        """Fetches all that overlaps [start, end) at once: a batch asks for so much that single questions cost more."""
        self._known_from, self._known_to = start, end
        self._requests = self._index.requests()
        for row in self._index.rows(start, end):
            self._put_of_customer(row)

    def put(self, row: Row, request: str | None = None) -> None:
        self._fresh[row.id] = row
        self._put_of_customer(row)
        if row.session:
            self._by_session[row.session][row.id] = row
        if request:
            self._by_request[request] = row.id

    def _put_of_customer(self, row: Row) -> None:
        """On each day of UTC that it touches; what it was before stays there, and is told apart when asked for."""
        if row.customer:
            for day in range(row.start // DAY, (row.end - 1) // DAY + 1):
                self._by_customer[row.customer, day].append(row)

    def latest(self, id_: str) -> Row | None:
        """Only what this change has touched."""
        return self._fresh.get(id_)

    def fresh(self) -> list[Row]:
        """All that this change has touched."""
        return list(self._fresh.values())

    def current(self, row: Row) -> Row:
        return self._fresh.get(row.id, row)

    def of_customer(self, customer: str, start: int, end: int) -> list[Row]:
        """The customer's bookings that overlap [start, end)."""
        known = self._known_from is not None and self._known_from <= start and end <= self._known_to
        rows = [] if known else self._index.customer_rows(customer, (start, end))
        for day in range(start // DAY, (end - 1) // DAY + 1):
            rows += self._by_customer.get((customer, day), ())
        found = [row for row in rows if row.start < end and row.end > start and self.current(row) is row]
        return list({row.id: row for row in found}.values()) if len(found) > 1 else found

    def of_session(self, session: str) -> list[Row]:
        return self._over(self._index.session_rows(session), self._by_session[session])

    def sessions(self, service: str, start: int, end: int) -> list[Row]:
        """Sessions of a class that overlap [start, end), in order of start."""
        stored = [
            row for row in self._index.rows(start, end) if row.kind == "session" and row.service == service
        ]
        fresh = {r.id: r for r in self._fresh.values() if r.kind == "session" and r.service == service}
        return sorted(
            (r for r in self._over(stored, fresh) if r.start < end and r.end > start), key=lambda r: r.start
        )

    def of_request(self, request: str) -> Row | None:
        id_ = self._by_request.get(request)
        if id_ is not None:
            return self._fresh[id_]
        if self._requests is not None and request not in self._requests:
            return None
        return self._index.request(request)

    def _over(self, stored: list[Row], fresh: dict[str, Row]) -> list[Row]:
        return [self._fresh.get(row.id, row) for row in stored if row.id not in fresh] + list(fresh.values())


def is_live(row: Row, now: int) -> bool:
    """Whether it takes up time; a hold does until it expires."""
    return row.status in OCCUPYING and not row.lapsed(now)


class Overlay(Timeline):
    """Occupancy from the index, fetched a month at a time, with this change's own decisions on top."""

    def __init__(self, index: Index, now: int) -> None:
        super().__init__()
        self._source = index.busy(now)
        self._loaded: dict[str, set[int]] = defaultdict(set)
        self._gone: set[str] = set()

    def held(self, resource: str, start: int, end: int) -> list[Held]:
        """All occupying uses that overlap [start, end)."""
        loaded = self._loaded[resource]
        first, last = start // CHUNK, (end - 1) // CHUNK
        if first not in loaded or last not in loaded:
            for chunk in range(first, last + 1):
                if chunk not in loaded:
                    self._fetch(resource, chunk, loaded)
        return super().held(resource, start, end)

    def replace(self, owner: str, held: list[Held]) -> None:
        """The owner holds just this from now on, whatever is stored of it."""
        self._gone.add(owner)
        self.remove(owner)
        for use in held:
            self.add(use)

    def _fetch(self, resource: str, chunk: int, loaded: set[int]) -> None:
        """Takes in what begins in the chunk, or began before all that is fetched and reaches into it."""
        begin = chunk * CHUNK
        for use in self._source.held(resource, begin, begin + CHUNK):
            spans = range(use.start // CHUNK, (use.end - 1) // CHUNK + 1)
            if use.owner not in self._gone and not any(other in loaded for other in spans):
                self.add(use)
        loaded.add(chunk)
