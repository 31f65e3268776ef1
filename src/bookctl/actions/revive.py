"""Taking up again what lapsed: it gave its time away, so everything is asked anew."""

from bookctl.actions import standing
from bookctl.actions.desk import Desk
from bookctl.actions.join import taken_seats
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import as_booked, judge, place
from bookctl.engine import seats
from bookctl.engine.policy import Taken
from bookctl.ledger.index import Row


def still_free(desk: Desk, row: Row, gate: Gate) -> None:
    """Refused where its time, its resources, its seat or its customer are not free any more, or a cap is reached."""
    customer = desk.customer(row.customer or "")
    tier = standing.tier(desk, customer)
    wish = as_booked(desk, row, desk.record(row), tier)._replace(start=row.start)
    if row.session:
        session = desk.row(row.session)
        taken = [count for _, count in taken_seats(desk, session.id)]
        gate.judge(seats.join(session.seats, taken, row.seats))
    else:
        held = tuple(dict.fromkeys(resource for resource, *_ in row.uses))
        gate.overridden += place(desk, wish._replace(asked=held, force=gate.force is not None)).overridden
    judge(desk, gate, customer, wish, Taken(row.service, row.start, row.end))
