from collections import defaultdict
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Row, Survey


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    sessions = {row.id: row for row in book.sessions()}
    taken: defaultdict[str, int] = defaultdict(int)
    for row in book.rows:
        if row.session is None:
            continue
        session = sessions.get(row.session)
        if session is None:
            yield Remark(row.spot("session"), f"there is no session {row.session}")
            continue
        yield from _fits(row, session)
        taken[session.id] += row.seats if row.takes else 0
    for id_, seats in taken.items():
        if seats > sessions[id_].seats:
            text = f"{seats} seats are taken, {seats - sessions[id_].seats} more than there are"
            yield Remark(
                sessions[id_].spot("seats"), text, help=f"raise seats, or cancel a booking of session {id_}"
            )


def _fits(row: Row, session: Row) -> Iterator[Remark]:
    note = ((session.spot(), "the session"),)
    if row.service != session.service:
        text = f"its session {session.id} is of service {session.service}, not {row.service}"
        yield Remark(row.spot("service"), text, notes=note)
    if row.takes and (row.start, row.end) != (session.start, session.end):
        key = "start" if row.start != session.start else "end"
        yield Remark(row.spot(key), f"its session {session.id} has another {key}", notes=note)
    if row.takes and session.status == "cancelled":
        text = f"its session {session.id} is cancelled"
        yield Remark(row.spot("status"), text, help=f"bookctl cancel {row.id}", notes=note)


CHECK = Check(
    "seats",
    "a session has no more seats taken than it has; each seat is of its service and time",
    "always",
    on_book=on_book,
)
