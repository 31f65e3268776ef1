"""What the index does not keep of the asked days' bookings: what was said of them, and when people arrived."""

from collections.abc import Iterator
from typing import NamedTuple

from bookctl.ledger.load import load_page
from bookctl.model.booking import Booking, Session
from bookctl.reports.frame import Ask
from bookctl.reports.source import Source


class Visit(NamedTuple):
    """`resources` are named once each, for a seat those of its class; `rating` is 1 to 5, `recommend` 0 to 10; `late` the seconds from the start to
    each mark of arrival.
    """

    id: str
    service: str
    status: str
    resources: tuple[str, ...]
    rating: int | None
    recommend: int | None
    late: tuple[float, ...]


def visits(source: Source, ask: Ask) -> Iterator[Visit]:
    """Bookings that start within the days and match the query, in order of start."""
    wanted = {row.id: source.day(row.start) for row in source.bookings(ask)}
    for day in sorted(set(wanted.values())):
        page, _ = load_page(source.root, day)
        classes = {session.id: session for session in page.session}
        for record in page.booking:
            if record.id in wanted:
                yield _visit(record, classes.get(record.session or "", record))


def _visit(record: Booking, place: Booking | Session) -> Visit:
    start = record.start.timestamp()
    return Visit(
        record.id, record.service, record.status,
        tuple(dict.fromkeys(use if isinstance(use, str) else use.resource for use in place.uses)),
        record.rating, record.recommend,
        tuple([event.at.timestamp() - start for event in record.history if event.status == "arrived"]),
    )  # fmt: skip
