"""Bookings that a hand edit lost, as when an editor saves over what was booked meanwhile.

Not run by the checks' runner: the page of the last commit has to be fetched from git first.
"""

from bookctl.ledger.finding import Finding
from bookctl.ledger.reading import page_from, parsed
from bookctl.model.booking import Booking, Session

KEPT = frozenset({"requested", "held", "confirmed", "arrived"})


def dropped(old: bytes, new: bytes | None, file: str) -> list[Finding]:
    """The open bookings and sessions of a page that the edited page lacks; `new` None: it was removed.

    A page that does not parse drops nothing: what it lost cannot be told.
    """
    before, _ = page_from(file, old)
    there = _ids(new, file)
    records: list[Booking | Session] = [*before.session, *before.booking]
    return [
        _finding(file, record)
        for record in records
        if record.status in KEPT and there is not None and record.id not in there
    ]


def _ids(data: bytes | None, file: str) -> set[str] | None:
    """Every id that stands on the page, of records with faults too; None where it does not parse."""
    if data is None:
        return set()
    raw, _ = parsed(file, data)
    if raw is None:
        return None
    rows = [row for key in ("session", "booking") for row in raw.get(key, ()) if isinstance(row, dict)]
    return {row["id"] for row in rows if isinstance(row.get("id"), str)}


def _finding(file: str, record: Booking | Session) -> Finding:
    array = "booking" if isinstance(record, Booking) else "session"
    text = f"{array} {record.id} at {record.start:%H:%M} is in the last commit but not in the file any more"
    help_ = f"bookctl adopt --keep {record.id} puts it back, bookctl adopt --drop {record.id} lets it go"
    return Finding(file, 1, 1, "error", "dropped", text, help=help_, subject=record.id)
