from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.model.ids import is_slug
from bookctl.words.calendar import Context
from bookctl.words.query import QueryError
from bookctl.words.query_people import parse_segment


def on_book(book: Survey, now: int) -> Iterator[Remark]:
    if book.catalogue is None or not book.catalogue.settings.segment:
        return
    settings = book.catalogue.settings
    ctx = Context(now, settings.zone, settings.first_weekday)
    for name, segment in settings.segment.items():
        spot = Spot(SETTINGS, key=("segment", name))
        if not is_slug(name):
            yield Remark(
                spot, f"{name!r} is no name of a segment", help="lower-case letters, digits and dashes"
            )
        try:
            parse_segment(segment.query, ctx)
        except QueryError as fault:
            yield Remark(
                spot._replace(key=("segment", name, "query")),
                f"segment {name}: {fault}",
                help="bookctl help queries",
            )


CHECK = Check("segments", "the query of every segment reads", "always", on_book=on_book)
