"""Busy time in the one form that lies in the ledger: VFREEBUSY in UTC (RFC 5545, section 3.6.4). See ledger/busy.py."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bookctl.engine.spans import Span


def canonical(spans: Sequence[Span], covered: Span, uid: str, stamp: int) -> bytes:
    """`covered` is the stretch of time that was looked at; `spans` lie within it, in order and apart."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//bookctl//busy//EN",
        "BEGIN:VFREEBUSY",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(covered[0])}",
        f"DTEND:{_utc(covered[1])}",
        *(f"FREEBUSY;FBTYPE=BUSY:{_utc(start)}/{_utc(end)}" for start, end in spans),
        "END:VFREEBUSY",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ")
