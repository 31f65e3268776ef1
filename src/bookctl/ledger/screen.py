"""Quick looks that prove a file harmless without walking its values; what they doubt is walked."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import starmap
from operator import lt

from bookctl.ledger.faults import BORN
from bookctl.ledger.layout import FIRST_YEAR, LAST_YEAR
from bookctl.model.booking import Booking, Page, Session, Use
from bookctl.model.customer import Customer
from bookctl.model.ids import ALPHABET, SHORT
from bookctl.model.money import LARGEST
from bookctl.model.text import unsafe
from bookctl.model.time import MINUTE, zone_of

# With none of these, the text of the file is the text of its values, each on one line.
_HIDING = (b"\\", b"\t", b"\x7f", b'"""', b"'''")
# How the characters that `model.text.unsafe` refuses begin in UTF-8; some harmless ones begin so too.
_HEADS = (b"\xc2", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb", b"\xef\xbf", b"\xf3\xa0")
ID = re.compile(rf"[{ALPHABET}]{{{SHORT}}}\Z")  # as `is_short_id`, a call less for each of a million
_STAMP_YEARS = frozenset(range(FIRST_YEAR, LAST_YEAR + 1))
_DATE_YEARS = frozenset(range(BORN, LAST_YEAR + 1))


def clean_text(data: bytes) -> bool:
    """Whether no value of the file can hold a character that steers a terminal."""
    if any(sign in data for sign in _HIDING):
        return False
    if data.isascii():
        return True
    body = data.removeprefix(b"\xef\xbb\xbf")
    if not any(head in body for head in _HEADS):
        return True
    return unsafe(body.decode("utf-8", "replace").replace("\r\n", "\n"), lines=True) is None


def clean_customer(data: bytes, customer: Customer) -> bool:
    dates = (
        customer.birthday, customer.created, customer.retired, customer.forgotten, *[alert.since for alert in customer.alert],
    )  # fmt: skip
    return (
        clean_text(data)
        and _clean_dates(dates)
        and _clean_stamps([*[one.at for one in customer.note], *[one.at for one in customer.answer]])
    )


def spans_of(page: Page) -> list[tuple[int, int]]:
    """The instants each record spans, sessions first."""
    return [
        (int(record.start.timestamp()), int(record.end.timestamp()))
        for records in (page.session, page.booking)
        for record in records
    ]


def clean_page(data: bytes, page: Page, spans: list[tuple[int, int]]) -> bool:
    """Whether every record of a page makes sense; else `faults` and `sense` say which does not, and why."""
    records: list[Booking | Session] = [*page.session, *page.booking]
    events = [event for record in records for event in record.history]
    return (
        clean_text(data)
        and None not in map(ID.match, [record.id for record in records])
        and all(starmap(lt, spans))
        and all(map(_clean_zone, {record.zone for record in records}))
        and _clean_stamps([record.start for record in records])
        and _clean_stamps([record.end for record in records])
        and _clean_stamps([event.at for event in events])
        and _clean_stamps([event.moved for event in events if event.moved is not None])
        and _clean_stamps([booking.until for booking in page.booking if booking.until is not None])
        and _clean_uses(records, spans)
        and not any(booking.uses for booking in page.booking if booking.session is not None)
        and all(map(_clean_price, {booking.price for booking in page.booking}))
        and all(session.min_seats <= session.seats for session in page.session)
    )


def _clean_dates(dates: Iterable[date | None]) -> bool:
    return all(day is None or day.year in _DATE_YEARS for day in dates)


def _clean_stamps(stamps: list[datetime]) -> bool:
    return {at.year for at in stamps} <= _STAMP_YEARS and {at.microsecond for at in stamps} <= {0}


def _clean_uses(records: list[Booking | Session], spans: list[tuple[int, int]]) -> bool:
    """Whether every use ends after it starts; one without an end of its own ends with its record."""
    return all(
        [  # noqa: C419 - twice as fast as a generator
            use.start < (use.end if use.end is not None else (end - start) // MINUTE)
            for record, (start, end) in zip(records, spans, strict=True)
            for use in record.uses
            if type(use) is Use
        ]
    )


def _clean_zone(name: str | None) -> bool:
    try:
        return name is None or bool(zone_of(name))
    except ValueError:
        return False


def _clean_price(price: float | None) -> bool:
    return price is None or (math.isfinite(price) and abs(price) <= LARGEST)
