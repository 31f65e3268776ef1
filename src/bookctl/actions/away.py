"""Time away: a stretch in a resource's file, with a word on each booking that falls into it."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.ledger.format import inline
from bookctl.ledger.layout import record_path
from bookctl.ledger.load import record_from
from bookctl.ledger.toml.splice import append_table
from bookctl.model.time import day_start, instant


class Away(NamedTuple):
    """From a day to a day, included; or from a local time to another, not included. In the resource's zone."""

    start: date | datetime
    end: date | datetime
    reason: str | None = None


def away(desk: Desk, resource: str, stretch: Away) -> Outcome:
    """Writes the stretch down. Bookings in it stay as they are: they are named, to be moved or cancelled."""
    path = record_path("resource", resource)
    rows = [("from", stretch.start), ("to", stretch.end), ("reason", stretch.reason)]
    body = "".join(f"{key} = {inline(value)}\n" for key, value in rows if value is not None)
    text = append_table(desk.draft.text(path), "away", body)
    _, findings = record_from("resource", path, text.encode())
    if findings:
        from bookctl.actions.problems import Usage

        raise Usage(findings[0].text, help=findings[0].help)
    desk.draft.put(path, text)
    start, end = _span(desk, resource, stretch)
    for use in sorted(desk.busy.held(resource, start, end), key=lambda use: (use.start, use.owner)):
        when = desk.local(use.start)
        desk.warnings.append(f"{use.owner} is booked then, {when:%a %d %b %H:%M}: move or cancel it")
    data = {"id": resource, "kind": "resource", "from": str(stretch.start), "to": str(stretch.end)}
    return Outcome(f"resource away {resource}", f"away {stretch.start} to {stretch.end}:", data)


def _span(desk: Desk, resource: str, stretch: Away) -> tuple[int, int]:
    zone = desk.catalogue.resources[resource].zone_in(desk.settings.timezone)
    if isinstance(stretch.start, datetime) and isinstance(stretch.end, datetime):
        return instant(stretch.start, zone), instant(stretch.end, zone)
    return day_start(stretch.start, zone), day_start(stretch.end + timedelta(days=1), zone)
