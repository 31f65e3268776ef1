from collections.abc import Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.layout import page_path
from bookctl.ledger.survey import Remark, Sheet, Survey
from bookctl.model.booking import Booking, Session
from bookctl.model.time import day_span, local_day


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    zone = book.catalogue.settings.zone
    first, behind = day_span(sheet.day, zone)
    starts = [start for start, _ in sheet.spans]
    if starts and not first <= min(starts) <= max(starts) < behind:
        yield from _misfiled(sheet, first, behind, zone)
    sessions = len(sheet.sessions)
    yield from _order(sheet, starts[:sessions], sheet.sessions)
    yield from _order(sheet, starts[sessions:], sheet.bookings)


def _misfiled(sheet: Sheet, first: int, behind: int, zone: ZoneInfo) -> Iterator[Remark]:
    for record, (start, _) in zip(sheet.records, sheet.spans, strict=True):
        if not first <= start < behind:
            day = local_day(start, zone)
            text = f"{record.id} starts on {day} in {zone.key}, but this is the page of {sheet.day}"
            yield Remark(sheet.spot(record, "start"), text, help=f"move its block to {page_path(day)}")


def _order(sheet: Sheet, starts: list[int], records: Sequence[Booking | Session]) -> Iterator[Remark]:
    if starts != sorted(starts):
        for (before, above), (start, record) in pairwise(zip(starts, records, strict=True)):
            if start < before:
                yield _early(sheet, record, above)


def _early(sheet: Sheet, record: Booking | Session, above: Booking | Session) -> Remark:
    text = f"{record.id} starts before {above.id}, which stands above it"
    return Remark(
        sheet.spot(record, "start"), text, help="put the blocks of a page in order of start", warning=True
    )


CHECK = Check(
    "page",
    "every record stands on the page of the local day it starts on, in order of start",
    "always",
    on_page,
)
