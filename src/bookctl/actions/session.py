"""A class on a date."""

from bookctl.actions import lookup
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.join import taken_seats
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.placing import first_event, place, uses_of
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import OpenSession
from bookctl.engine.wish import Wish
from bookctl.model.booking import Session


def open_session(desk: Desk, request: OpenSession) -> Outcome:
    """Puts a class on the timetable: it takes its resources, whether anybody joins or not."""
    service = lookup.named("service", desk.service_names, request.service)
    kind = desk.catalogue.services[service]
    if kind.seats is None:
        raise Refused(
            f"{service} is not a class", help=f"bookctl service edit {service} --seats 8 makes it one"
        )
    seats = kind.seats if request.seats is None else request.seats
    least = kind.min_seats if request.min_seats is None else request.min_seats
    if not 1 <= seats <= 10_000 or not 0 <= least <= seats:
        raise Usage(f"a session of {seats} seats with at least {least} taken cannot be")
    asked = tuple(lookup.named("resource", desk.resource_names, name) for name in request.resources)
    force = request.force is not None
    placed = place(
        desk, Wish(service=service, start=desk.instant_of(request.start), asked=asked, force=force)
    )
    made = Session(
        id=desk.fresh_id(f"{service} {placed.start}"),
        service=service,
        start=desk.local(placed.start),
        end=desk.local(placed.end),
        uses=uses_of(placed),
        asked=list(asked),
        seats=seats,
        min_seats=least,
        status="confirmed",
        decide=desk.local(placed.start - kind.decide * 60) if kind.decide and least else None,
        series=request.series,
        forced=request.force if placed.overridden else None,
        history=[first_event(desk, "confirmed", placed.overridden, request.by)],
    )
    desk.add(made)
    return Outcome(f"session {made.id}", "on the timetable", told(desk.rows.latest(made.id)))


def resize(desk: Desk, session: str, seats: int | None, min_seats: int | None) -> Outcome:
    """Another number of seats; Refused where more are taken already."""
    row = desk.row(session)
    item = desk.record(row)
    if not isinstance(item, Session):
        raise Refused(f"{row.id} is no session")
    taken = sum(count for _, count in taken_seats(desk, row.id))
    total = item.seats if seats is None else seats
    least = item.min_seats if min_seats is None else min_seats
    if total < taken:
        raise Refused(f"{taken} seats are taken already")
    if least > total:
        raise Usage(f"a session of {total} seats with at least {least} taken cannot be")
    values: dict[str, object] = {"seats": total, "min_seats": least}
    ahead = desk.catalogue.services[row.service].decide
    if least and ahead and item.decide is None:
        values["decide"] = desk.local(row.start - ahead * 60)
    change(desk, row, None, **values)
    return Outcome(f"session edit {row.id}", "changed", told(desk.rows.latest(row.id)))
