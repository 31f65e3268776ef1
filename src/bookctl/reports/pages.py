"""Whole records of the asked days, for what the index does not keep: histories, ratings."""

from collections.abc import Iterator

from bookctl.ledger.load import load_page
from bookctl.model.booking import Booking
from bookctl.reports.frame import Ask
from bookctl.reports.source import Source


def records(source: Source, ask: Ask) -> Iterator[Booking]:
    """Bookings that start within the days and match the query, in order of start."""
    wanted = {row.id: source.day(row.start) for row in source.bookings(ask)}
    for day in sorted(set(wanted.values())):
        page, _ = load_page(source.root, day)
        yield from (record for record in page.booking if record.id in wanted)
