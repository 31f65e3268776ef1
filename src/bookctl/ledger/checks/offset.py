from collections.abc import Iterator
from datetime import datetime, timedelta

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Sheet, Survey
from bookctl.model.time import offset_at, rfc3339, zone_of


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    ledger_zone = book.catalogue.settings.zone
    for record, span in zip(sheet.records, sheet.spans, strict=True):
        zone = zone_of(record.zone) if record.zone else ledger_zone
        for key, at, stored in (("start", span[0], record.start), ("end", span[1], record.end)):
            if stored.utcoffset() != timedelta(seconds=offset_at(at, zone)):
                text = f"{zone.key} is not at {_offset(stored)} then"
                help_ = f"{rfc3339(at, zone)} is the same instant; was another one meant?"
                yield Remark(sheet.spot(record, key), text, help=help_, warning=True)


def _offset(stored: datetime) -> str:
    return stored.isoformat()[19:]


CHECK = Check("offset", "the offset of every start and end is the one of its zone", "strict", on_page)
