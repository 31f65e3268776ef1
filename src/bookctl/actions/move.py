"""The same booking at another time, or with other resources."""

from msgspec.structs import replace

from bookctl.actions import lookup, standing
from bookctl.actions.barred import clash_to_tell, too_much
from bookctl.actions.caps import Terms
from bookctl.actions.desk import Desk
from bookctl.actions.edit import defaulted, edited, place_of
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.overriding import Gate, codes
from bookctl.actions.placing import as_booked, place, uses_of
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.quoting import Party
from bookctl.actions.rejudge import carried, rejudged
from bookctl.actions.requests import Move
from bookctl.actions.reward import place_moved
from bookctl.actions.wait_change import follow
from bookctl.engine.policy import Taken
from bookctl.engine.wish import Placement, Wish
from bookctl.ledger.draft import Added
from bookctl.ledger.index import Row
from bookctl.ledger.toml.splice import record_text, remove_record
from bookctl.model.booking import Booking, Event, Session, span_of
from bookctl.model.status import occupies

MOVABLE = ("requested", "held", "confirmed")


def move(desk: Desk, request: Move) -> Outcome:
    """Moves a booking or a session with all its seats; Refused where it does not fit or is over."""
    row = desk.row(request.booking)
    if row.status not in MOVABLE:
        raise Refused(f"{row.id} is {row.status}; only {', '.join(MOVABLE)} bookings move")
    if row.session:
        raise Refused(
            f"{row.id} is a seat in session {row.session}",
            help=f"move the session: bookctl move {row.session} …",
        )
    if row.lapsed(desk.now):
        raise Refused(
            f"{row.id} gave its time free when its hold lapsed",
            help=f"bookctl mark {row.id} confirm takes it up again",
        )
    if request.own and request.force is not None:
        raise Usage("--force is the practice's: a customer cannot override its rules")
    item, gate = desk.record(row), Gate(request.force)
    tier = standing.tier(desk, desk.customer(item.customer)) if isinstance(item, Booking) else None
    wish = _wish(desk, request, row, item, tier)
    placed = place_moved(desk, wish, row, item) if isinstance(item, Booking) else place(desk, wish)
    if {(use.resource, use.start, use.end, use.units) for use in placed.uses} == set(row.uses):
        return Outcome(f"move {row.id}", "is there already", told(row), records=0)
    gate.overridden += placed.overridden
    values = rejudged(desk, request, item, wish, placed, gate) if isinstance(item, Booking) else {}
    moved = _put(desk, request, row, placed, values, gate)
    if row.kind == "session":
        _seats_follow(desk, request, row, moved)
    return Outcome(f"move {row.id}", "moved", told(desk.rows.latest(row.id)) | {"was": row.start})


def _wish(desk: Desk, request: Move, row: Row, item: Booking | Session, tier: str | None) -> Wish:
    """The same length, the asked resources, and the others where they are free, else the engine's choice."""
    asked = [lookup.named("resource", desk.resource_names, name) for name in request.resources]
    return as_booked(desk, row, item, tier)._replace(
        start=desk.instant_of(request.start),
        asked=tuple(asked or item.asked),
        force=request.force is not None,
    )


def _put(
    desk: Desk, request: Move, row: Row, placed: Placement, values: dict[str, object], gate: Gate
) -> Booking | Session:
    item = desk.record(row)
    forced = codes(gate.overridden)
    values |= {
        "start": desk.local(placed.start, item.zone),
        "end": desk.local(placed.end, item.zone),
        "uses": uses_of(placed),
    }
    if isinstance(item, Session) and item.decide is not None:
        values["decide"] = desk.local(placed.start - int((item.start - item.decide).total_seconds()))
    if request.resources:
        values["asked"] = [lookup.named("resource", desk.resource_names, name) for name in request.resources]
    if forced:
        values["forced"] = request.force
    if isinstance(item, Booking) and item.attendance is not None:
        values["attendance"] = None  # it answered another time
    event = Event(at=desk.local(desk.now), by=request.by or desk.by, moved=item.start, forced=forced)
    return _carry(desk, row, event, values)


def _carry(desk: Desk, row: Row, event: Event, values: dict[str, object]) -> Booking | Session:
    """Takes the record's own text, comments and all, to where its new start belongs."""
    item = desk.record(row)
    page = desk.draft.text(row.page)
    ref = place_of(page, row.kind, row.id)
    own = record_text(page, ref).replace("\r\n", "\n")
    desk.draft.put(row.page, remove_record(page, ref))
    text = edited(own, (row.kind, 0), event, desk.settings.currency, values)
    made: Booking | Session = replace(item, **defaulted(type(item), values), history=[*item.history, event])
    start = int(made.start.timestamp())
    desk.draft.add(desk.page_of(start), Added(start, made.id, text.rstrip("\n") + "\n"))
    desk.settle(made)
    return made


def _seats_follow(desk: Desk, request: Move, row: Row, moved: Booking | Session) -> None:
    for seat in desk.rows.of_session(row.id):
        if occupies(seat.status, None, desk.now):
            event = Event(at=desk.local(desk.now), by=request.by or desk.by, moved=desk.record(seat).start)
            values: dict[str, object] = {"start": moved.start, "end": moved.end}
            if getattr(desk.record(seat), "attendance", None) is not None:
                values["attendance"] = None
            values |= _seat_judged(desk, seat, moved)
            _carry(desk, seat, event, values)
    follow(desk, row.id, desk.day(int(moved.start.timestamp())))


def _seat_judged(desk: Desk, seat: Row, moved: Booking | Session) -> dict[str, object]:
    """Price and cover at the new time. Who moves a class is told whom it does not suit: nobody asked them."""
    customer, item = desk.customer(seat.customer or ""), desk.record(seat)
    terms = Terms(seat.service, standing.tier(desk, customer), seat.id)
    wanted = Taken(seat.service, *span_of(moved))
    desk.warnings += [refusal.text for refusal in too_much(desk, customer, terms, wanted)]
    desk.warnings += clash_to_tell(desk, customer, terms, wanted)
    if not isinstance(item, Booking):
        return {}
    told = len(desk.warnings)
    values = carried(desk, item, Party(customer, terms.tier, wanted, (), item.seats, seat.id))
    desk.warnings[told:] = [f"{customer.name}: {text}" for text in desk.warnings[told:]]
    return values
