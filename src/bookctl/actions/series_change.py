"""Changes to a series: to one of its dates, to that and the following, or to all. All or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from bookctl.actions import lookup
from bookctl.actions.amounts import amount_words
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.mark import cancel
from bookctl.actions.move import move
from bookctl.actions.outcome import Outcome
from bookctl.actions.overriding import Gate
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.rejudge import agreed_price
from bookctl.actions.requests import Cancel, Move
from bookctl.actions.series import members, named
from bookctl.actions.series_told import why
from bookctl.actions.session import resize
from bookctl.engine.recurrence import shifted
from bookctl.ledger.index import Row
from bookctl.ledger.layout import record_path
from bookctl.ledger.toml.splice import set_key
from bookctl.ledger.toml.write import literal
from bookctl.model.counted import counted
from bookctl.model.time import LocalTimeError, instant, wall

Scope = Literal["one", "following", "all"]


class How(NamedTuple):
    """What holds for every date that is changed."""

    force: str | None = None
    own: bool = False
    by: str | None = None


def chosen(desk: Desk, text: str, scope: Scope) -> tuple[str, Row, list[Row]]:
    """The series, the date that was meant (its next one for the series itself), and all that the scope takes in."""
    id_, _ = named(desk, text)
    live = [row for row in members(desk, id_) if row.start >= desk.now]
    if not live:
        raise Refused(f"{id_} has no date ahead")
    this = next((row for row in live if row.id.startswith(text.lower())), None)
    if this is None and scope != "all" and not text.startswith(id_[:1]):
        known = next((row for row in members(desk, id_, every=True) if row.id.startswith(text.lower())), None)
        how = f"is {known.status}" if known and known.start >= desk.now else "has begun or is over"
        raise Refused(f"{text} {how}; name a later date of {id_}")
    this = this or live[0]
    if scope == "one":
        return id_, this, [this]
    return id_, this, [row for row in live if scope == "all" or row.start >= this.start]


def move_series(desk: Desk, text: str, start: int, scope: Scope, how: How) -> Outcome:
    """By the same shift of days and time of day, wall-clock; the dates do not stand in each other's way."""
    id_, this, rows = chosen(desk, text, scope)
    was, becomes = wall(this.start, desk.zone), wall(start, desk.zone)
    shift = becomes - was
    faults, moved = [], []
    for row in sorted(rows, key=lambda row: row.start, reverse=becomes > was):
        try:
            at = _shifted(desk, row, shift)
            request = Move(booking=row.id, start=desk.stamp(at), force=how.force, own=how.own, by=how.by)
            moved.append(move(desk, request).data["id"])
        except Refused as fault:
            faults.append(f"{desk.local(row.start):%a %d %b %Y %H:%M}: {why(desk, fault)}")
    outcome = _settled(desk, f"series move {id_}", "moved", (id_, moved, faults))
    if scope != "one":
        _move_rule(desk, id_, shift, (becomes.date() - was.date()).days)
    return outcome


def _shifted(desk: Desk, row: Row, shift: timedelta) -> int:
    """By the wall clock; Refused where the clocks jump over it, the first one of an hour that comes twice."""
    local = wall(row.start, desk.zone) + shift
    try:
        return instant(local, desk.zone)
    except LocalTimeError as fault:
        if fault.gap:
            text = f"{local:%H:%M} does not exist on {local:%a %d %b %Y}: the clocks go forward"
            raise Refused(text) from None
        return min(fault.readings)


def _move_rule(desk: Desk, id_: str, shift: timedelta, days: int) -> None:
    """What is added later goes on by the new day and time."""
    path, series = record_path("series", id_), desk.index.series()[id_]
    rule = shifted(series.rule, days)
    if rule is None:
        desk.warnings.append(f"its rule names days of the month: extending {id_} goes on by the old one")
        return
    start = f"{datetime.fromisoformat(series.start) + shift:%Y-%m-%dT%H:%M}"
    text = set_key(desk.draft.text(path), (), "start", literal(start))
    desk.draft.put(path, set_key(text, (), "rule", literal(rule)))


def cancel_series(desk: Desk, text: str, scope: Scope, reason: str | None, how: How) -> Outcome:
    id_, _, rows = chosen(desk, text, scope)
    done = [
        cancel(desk, Cancel(booking=row.id, reason=reason, force=how.force, own=how.own, by=how.by))
        for row in rows
    ]
    outcome = _settled(desk, f"series cancel {id_}", "cancelled", (id_, [row.id for row in rows], []))
    desk.warnings += _late(desk, rows)
    return outcome._replace(records=sum(one.records for one in done))


def _late(desk: Desk, rows: list[Row]) -> list[str]:
    """Which dates were cancelled too late, and what that costs."""
    ended = [desk.rows.latest(row.id) or row for row in rows]
    late = [row for row in ended if row.more.late]
    if not late:
        return []
    fees = sum(row.more.fee or 0.0 for row in late)
    owed = f", {amount_words(fees, desk.settings.currency)} owed" if fees else ""
    return [f"{counted(len(late), 'date')} of these cancelled late{owed}"]


def stop(desk: Desk, text: str, since: int, reason: str | None, how: How) -> Outcome:
    """Cancels what lies behind the day, and keeps the series from being extended."""
    id_, series = named(desk, text)
    if series.stopped is not None:
        raise Refused(f"{id_} was stopped from {series.stopped} on already")
    rows = members(desk, id_, max(since, desk.now))
    for row in rows:
        cancel(desk, Cancel(booking=row.id, reason=reason, force=how.force, own=how.own, by=how.by))
    path = record_path("series", id_)
    desk.draft.put(path, set_key(desk.draft.text(path), (), "stopped", literal(desk.day(since))))
    desk.warnings += _late(desk, rows)
    line = f"stopped from {desk.local(since):%a %d %b %Y} on, {counted(len(rows), 'date')} cancelled:"
    return Outcome(
        f"series stop {id_}", line, {"id": id_, "bookings": [row.id for row in rows]}, len(rows) + 1
    )


def edit_series(
    desk: Desk, text: str, scope: Scope, values: Mapping[str, Any], resources: list[str], how: How
) -> Outcome:
    """Other resources, through the gate, or other values that take up no time."""
    id_, this, rows = chosen(desk, text, scope)
    if not values and not resources:
        raise Usage("nothing was said to change", help="bookctl series edit --help")
    wrong = {"price", "project"} if this.kind == "session" else {"seats"}
    for key in sorted(wrong & values.keys()):
        raise Usage(f"{'a timetable' if this.kind == 'session' else 'a booking'} has no --{key}")
    faults = []
    for row in rows:
        try:
            if resources:
                request = Move(
                    booking=row.id,
                    start=desk.stamp(row.start),
                    resources=resources,
                    force=how.force,
                    by=how.by,
                )
                move(desk, request)
            _valued(desk, desk.rows.latest(row.id) or row, values, how)
        except Refused as fault:
            faults.append(f"{desk.local(row.start):%a %d %b %Y %H:%M}: {why(desk, fault)}")
    if scope != "one":
        _remember(desk, id_, values, resources)
    return _settled(desk, f"series edit {id_}", "changed", (id_, [row.id for row in rows], faults))


def _valued(desk: Desk, row: Row, values: Mapping[str, Any], how: How) -> None:
    """What is not about time and resources, each by the verb that judges it."""
    if "seats" in values:
        resize(desk, row.id, values["seats"], None)
    if "project" in values:
        change(desk, row, None, project=values["project"])
    if "price" in values:
        agreed_price(desk, desk.rows.latest(row.id) or row, values["price"], how.by, Gate(how.force))


def _remember(desk: Desk, id_: str, values: Mapping[str, Any], resources: list[str]) -> None:
    """What is added later is as what was changed; a price is agreed on date by date."""
    kept = {key: value for key, value in values.items() if key != "price"}
    if resources:
        kept["asked"] = [lookup.named("resource", desk.resource_names, name) for name in resources]
    path = record_path("series", id_)
    text = desk.draft.text(path)
    for key, value in kept.items():
        text = set_key(text, (), key, literal(value))
    desk.draft.put(path, text)


def _settled(desk: Desk, op: str, verb: str, done: tuple[str, list[str], list[str]]) -> Outcome:
    """Refused where one of them could not be."""
    id_, ids, faults = done
    if faults:
        raise Refused(
            f"{len(faults)} of {counted(len(ids) + len(faults), 'date')} cannot be {verb}", lines=faults
        )
    rows = sorted(
        (row for one in ids if (row := desk.rows.latest(one)) is not None), key=lambda row: row.start
    )
    first, last = (f"{desk.local(at):%a %d %b %Y %H:%M}" for at in (rows[0].start, rows[-1].start))
    line = f"{verb} {len(ids)} dates, {first} to {last}:" if len(ids) > 1 else f"{verb} one date, {first}:"
    return Outcome(op, line, {"id": id_, "bookings": [row.id for row in rows]}, records=len(ids))
