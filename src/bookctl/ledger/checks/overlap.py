from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter, le
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.occupancy import Clash, overlaps
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Busy, Remark, Row, Survey
from bookctl.model.status import Held
from bookctl.model.time import MINUTE, wall

TRIES = 40  # how many bookings in the way are passed by before the help names no time


class Pair(NamedTuple):
    """Too much at once: `row` starts last, `rival` was there; instants are of the first to the last clash."""

    row: Row
    rival: Row
    resource: str
    start: int
    end: int
    units: int
    capacity: int


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    """A resource without a file has capacity 1; of one whose file does not read nobody knows."""
    resources = book.catalogue.resources if book.catalogue else {}
    unread = book.known["resource"] - resources.keys()
    crowded = [id_ for id_, busy in book.busy.items() if id_ not in unread and not _calm(busy)]
    if not crowded:
        return
    zone = book.catalogue.settings.zone if book.catalogue else ZoneInfo("UTC")
    rows = book.by_id()
    for id_ in crowded:
        held = [Held(id_, *busy) for busy in book.busy[id_]]
        for pair in _pairs(overlaps(held, resources[id_].capacity if id_ in resources else 1), rows):
            yield _remark(pair, book, zone)


def _calm(busy: list[Busy]) -> bool:
    """Whether no two of them share an instant and each is a single unit; puts them in order."""
    busy.sort(key=itemgetter(0))
    starts, ends, units, _ = zip(*busy, strict=True)
    return all(map(le, ends, starts[1:])) and max(units) == 1


def _pairs(clashes: Iterable[Clash], rows: Mapping[str, Row]) -> list[Pair]:
    """One for each two that are in each other's way, however often."""
    found: dict[tuple[str, str], Pair] = {}
    for clash in clashes:
        owners = sorted({rows[owner] for owner in clash.owners}, key=lambda row: (row.start, row.id))
        if any(row.forced for row in owners):  # somebody wanted it so, and said why
            continue
        pair = Pair(
            owners[-1], owners[0], clash.resource, clash.start, clash.end, clash.units, clash.capacity
        )
        was = found.setdefault((pair.row.id, pair.rival.id), pair)
        found[pair.row.id, pair.rival.id] = was._replace(
            start=min(was.start, pair.start), end=max(was.end, pair.end), units=max(was.units, pair.units)
        )
    return list(found.values())


def _remark(pair: Pair, book: Survey, zone: ZoneInfo) -> Remark:
    row, rival = pair.row, pair.rival
    if row.id == rival.id:
        text = f"{row.id} uses {pair.units} of {pair.resource} at once, which has {pair.capacity}"
        return Remark(row.spot("uses"), text)
    minutes = (pair.end - pair.start) // MINUTE
    text = f"overlaps {rival.array} {rival.id} by {minutes} min in {pair.resource}"
    if pair.capacity > 1:
        text += f": {pair.units} units in use of {pair.capacity}"
    blocking = [
        (start, end)
        for start, end, _, owner in book.busy[pair.resource]
        if owner == rival.id and end > pair.start
    ]
    taken = _stretch(min(blocking)[0], max(end for _, end in blocking), zone)
    return Remark(
        row.spot("start"),
        text,
        help=_way_out(row, book, zone),
        mark=f"{pair.resource} is taken {taken} by {rival.id}",
        notes=((rival.spot(), f"the other {rival.array}"),),
    )


def _way_out(row: Row, book: Survey, zone: ZoneInfo) -> str | None:
    """The first later start at which everything it uses is free of others, whatever the opening hours."""
    if row.array == "session":
        return None
    own = [(id_, *busy[:2]) for id_, many in book.busy.items() for busy in many if busy[3] == row.id]
    shift = 0
    for _ in range(TRIES):
        blockers = [
            other_end - start
            for id_, start, end in own
            for other_start, other_end, _, owner in book.busy[id_]
            if owner != row.id and other_start < end + shift and other_end > start + shift
        ]
        if not blockers:
            at = wall(row.start + shift, zone)
            return f"bookctl move {row.id} {_when(at, wall(row.start, zone))}"
        shift = max(blockers)
    return None


def _when(at: datetime, was: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == was.date() else f"{at:%Y-%m-%dT%H:%M}"


def _stretch(start: int, end: int, zone: ZoneInfo) -> str:
    first, last = wall(start, zone), wall(end, zone)
    return (
        f"{first:%H:%M}-{last:%H:%M}"
        if first.date() == last.date()
        else f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"
    )


CHECK = Check("overlap", "at no instant is more of a resource in use than it has", "always", on_book=on_book)
