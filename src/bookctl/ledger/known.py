"""What has been read once need not be read again: pieces of a page and what they mean."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from bookctl.ledger.checks.price import fault as price_fault
from bookctl.ledger.faults import faults, value_faults
from bookctl.ledger.survey import Survey
from bookctl.ledger.toml.read import parse
from bookctl.model.booking import Booking, Event, Session
from bookctl.model.shape import keys
from bookctl.model.status import OCCUPYING
from bookctl.model.time import DAY, zone_of

V = TypeVar("V")
# Of a use: resource, seconds from the record's start, to there (None: to its end), units.
Use = tuple[str, int, int | None, int]
MANY = 200_000  # a piece that is never the same must not fill the memory
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")
_HEAD = frozenset({"id", "service", "customer", "start", "end", "history", "until", "forced", "fields", "x"})


class Doubt(Exception):
    """Something that is not known to be right."""


class Memo(dict[Any, V], Generic[V]):
    """Works each value out once; Doubt where it cannot."""

    def __init__(self, work: Callable[[Any], V]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, piece: Any) -> V:
        if len(self) > MANY:
            self.clear()
        try:
            value = self[piece] = self._work(piece)
        except (ValueError, KeyError):
            raise Doubt from None
        return value


class Tail(NamedTuple):
    """What the lines of a record behind its `end` say; `uses` is empty where it takes up no time.

    `least` is how many seconds it must at least last, lest a use end before it starts.
    """

    status: str
    takes: bool
    uses: tuple[Use, ...]
    session: str | None
    seats: int
    least: int


def day_of(text: str) -> int:
    """The instant of a day's midnight, as if in UTC."""
    if not _DAY.match(text):
        raise Doubt
    return (date.fromisoformat(text) - date(1970, 1, 1)).days * DAY


def time_of(text: str) -> int:
    """Seconds from that midnight to a time with its offset, `T` included."""
    if not text.startswith("T"):
        raise Doubt
    return _instant(f"2020-01-01{text}") - day_of("2020-01-01")


def entry_of(rest: str) -> str | None:
    """The status of an entry of a history, from what stands behind its `at`. Doubt where it was forced."""
    if not rest.endswith("},") or "#" in rest:
        raise Doubt
    raw = parse(f"event = {{ at = 2020-01-01T00:00:00Z{rest[:-1]}".encode())
    if list(raw) != ["event"] or "forced" in raw["event"] or any(faults(raw["event"], Event)):
        raise Doubt
    status: str | None = raw["event"].get("status")
    return status


def tail_reader(book: Survey, array: str) -> Callable[[str], Tail]:
    """Reads the lines of a record behind its head by what each was known to mean before."""
    lines = Memo(_Line(book, Session if array == "session" else Booking))

    def read(text: str) -> Tail:
        pairs = [lines[line] for line in text.split("\n")[:-1]]
        values = dict(pairs)
        if len(values) < len(pairs) or not _whole(array, values):
            raise Doubt
        status, uses = values["status"], values.get("uses", ())
        least = max([1, *[first + 60 for _, first, last, _ in uses if last is None]])
        takes = status in OCCUPYING
        return Tail(
            status, takes, uses if takes else (), values.get("session"), values.get("seats", 1), least
        )

    return read


def _whole(array: str, values: dict[str, Any]) -> bool:
    if array == "session":
        return "seats" in values and values.get("min_seats", 0) <= values["seats"]
    return "session" not in values or not values.get("uses")


def _instant(text: str) -> int:
    raw = parse(f"at = {text}".encode())
    if list(raw) != ["at"] or any(value_faults(raw["at"], keys(Event)["at"].shapes, ("at",))):
        raise Doubt
    return int(raw["at"].timestamp())


def _doubt(_: object) -> None:
    """What the careful way must see."""
    raise Doubt


class _Line:
    """Key and meaning of one line by the real parser, the real rules and what the book knows."""

    def __init__(self, book: Survey, kind: type[Booking | Session]) -> None:
        self._known, self._catalogue, self._keys = book.known, book.catalogue, keys(kind)
        self._readers: dict[str, Callable[[Any], Any]] = {
            "asked": self._resources,
            "addons": self._addons,
            "uses": self._uses,
            "price": self._price,
            "zone": zone_of,
            "cover": _doubt,
            "series": self._series,
        }

    def __call__(self, line: str) -> tuple[str, Any]:
        ((key, value),) = parse(line.encode()).items()
        if key in _HEAD or any(value_faults(value, self._keys[key].shapes, (key,))):
            raise Doubt
        reader = self._readers.get(key)
        return key, reader(value) if reader else value

    def _resources(self, ids: list[str]) -> None:
        if not self._known["resource"].issuperset(ids):
            raise Doubt

    def _series(self, id_: str) -> None:
        if id_ not in self._known["series"]:
            raise Doubt

    def _addons(self, ids: list[str]) -> None:
        if not self._known["service"].issuperset(ids):
            raise Doubt

    def _uses(self, uses: list[str | dict[str, Any]]) -> tuple[Use, ...]:
        return tuple(self._use({"resource": use} if isinstance(use, str) else use) for use in uses)

    def _use(self, use: dict[str, Any]) -> Use:
        first, last = use.get("from", 0), use.get("to")
        self._resources([use["resource"]])
        if last is not None and first >= last:
            raise Doubt
        return use["resource"], first * 60, None if last is None else last * 60, use.get("units", 1)

    def _price(self, price: float) -> None:
        if self._catalogue is None or price_fault(price, self._catalogue.settings.currency) is not None:
            raise Doubt
