"""From the index to what the renderers draw."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bookctl.cli import visit
from bookctl.cli.agreed import agreed
from bookctl.cli.roster import roster_lines
from bookctl.cli.state import View
from bookctl.model.persons import PEOPLE
from bookctl.model.status import OCCUPYING
from bookctl.model.time import day_span
from bookctl.render.views import Agenda, Block, Board, Detail, Entry, Happening, Lane

if TYPE_CHECKING:
    from bookctl.ledger.index import Row
    from bookctl.model.booking import Booking, Session
    from bookctl.model.resource import Resource


def days_of(first: date, last: date) -> list[date]:
    """The days from the first to the last, which is not included."""
    return [first + timedelta(days=number) for number in range((last - first).days)]


def agenda_of(view: View, rows: "Sequence[Row]", days: Sequence[date]) -> Agenda:
    """The rows as lines; the seats of a session follow it."""
    rows = sorted(rows, key=lambda row: (row.start, row.session or row.id, row.session is not None))
    names = view.index.names("service")
    people = view.index.customers({row.customer for row in rows if row.customer})
    entries = [
        Entry(
            row.start,
            row.end,
            row.id,
            status_now(view, row),
            people[row.customer].name if row.customer in people else row.customer or "",
            "seat" if row.session else names.get(row.service, row.service),
            tuple(dict.fromkeys(use[0] for use in row.uses)),
            "session" if row.kind == "session" else "booking",
            (taken(view, row), row.seats) if row.kind == "session" else None,
            "alert" if row.customer in people and people[row.customer].alerts else "",
        )
        for row in rows
    ]
    return Agenda(days, entries, view.now, view.zone, *_empty_days(view, rows, days))


def _empty_days(
    view: View, rows: "Sequence[Row]", days: Sequence[date]
) -> tuple[dict[date, int], dict[date, str]]:
    """Minutes in which somebody works on days without bookings, and why a day is closed."""
    spans = {day: day_span(day, view.zone) for day in days}
    bare = [
        day
        for day, (start, end) in spans.items()
        if not any(row.start < end and row.end > start for row in rows)
    ]
    if not bare:
        return {}, {}
    from bookctl.engine.hours import open_spans

    settings, resources, _ = view.index.catalogue()
    free: dict[date, int] = {}
    closed = {
        day: next((c.name or "" for c in settings.closed if c.date <= day <= (c.to or c.date)), None)
        for day in bare
    }
    for day in bare:
        staff = [resource for resource in resources.values() if resource.kind in PEOPLE]
        free[day] = (
            sum(end - start for one in staff for start, end in open_spans(one, settings, *spans[day])) // 60
        )
    return free, {day: reason for day, reason in closed.items() if reason is not None}


def status_now(view: View, row: "Row") -> str:
    """The status; a hold that has run out is as good as cancelled."""
    return "cancelled" if row.lapsed(view.now) else row.status


def taken(view: View, row: "Row") -> int:
    """Seats of a session in use."""
    return sum(seat.seats for seat in view.index.session_rows(row.id) if status_now(view, seat) in OCCUPYING)


def board_of(view: View, days: Sequence[date], only: Sequence[str], *, kinds: Sequence[str] = ()) -> Board:
    """Lanes of the resources, by kind and id; the retired ones only where they are used."""
    from bookctl.engine.hours import open_spans

    settings, resources, _ = view.index.catalogue()
    chosen = [
        id_
        for id_ in _in_order(resources)
        if (not only or id_ in only) and (not kinds or resources[id_].kind in kinds)
    ]
    made = []
    for day in days:
        start, end = day_span(day, view.zone)
        rows = view.index.rows(start, end)
        blocks = _blocks(view, rows)
        lanes = [
            Lane(
                id_,
                resources[id_].name,
                open_spans(resources[id_], settings, start, end),
                blocks.get(id_, []),
            )
            for id_ in chosen
            if blocks.get(id_) or not _is_retired(resources[id_], day)
        ]
        made.append((day, lanes))
    return Board(made, view.now, view.zone)


def _is_retired(resource: "Resource", day: date) -> bool:
    return resource.retired is not None and resource.retired <= day


def _in_order(resources: dict[str, Any]) -> list[str]:
    """People first, then the rest by kind."""
    return sorted(resources, key=lambda id_: (resources[id_].kind not in PEOPLE, resources[id_].kind, id_))


def _blocks(view: View, rows: "Iterable[Row]") -> dict[str, list[Block]]:
    """What each resource holds, the padding apart from the work."""
    kept = [row for row in rows if row.uses and status_now(view, row) in OCCUPYING | {"no-show"}]
    people = view.index.customers({row.customer for row in kept if row.customer})
    names = view.index.names("service")
    made: dict[str, list[Block]] = {}
    for row in kept:
        name = people[row.customer].name if row.customer in people else names.get(row.service, row.service)
        kind = "class" if row.kind == "session" else "work"
        for resource, start, end, _ in row.uses:
            lane = made.setdefault(resource, [])
            first, last = max(start, row.start), min(end, row.end)
            if start < first:
                lane.append(Block(start, first, "", row.status, row.id, "padding"))
            if first < last:
                lane.append(Block(first, last, name, row.status, row.id, kind))  # type: ignore[arg-type]
            if last < end:
                lane.append(Block(last, end, "", row.status, row.id, "padding"))
    return {resource: sorted(blocks) for resource, blocks in made.items()}


def details(view: View, item: "Booking | Session", path: str) -> Detail:
    """One record with all it says."""
    from bookctl.ledger.format import inline, money
    from bookctl.words import echo_moment

    start, end = int(item.start.timestamp()), int(item.end.timestamp())
    names = view.index.names("service")
    who = getattr(item, "customer", None)
    person = view.index.customer(who) if who else None
    price = getattr(item, "price", None)
    facts = [
        ("when", echo_moment(start, (end - start) // 60, view.now, view.zone)),
        ("service", f"{names.get(item.service, item.service)} ({item.service})"),
        ("customer", f"{person.name} ({who})" if person else who or ""),
        ("alert", "\n".join(person.alerts) if person else ""),
        ("uses", ", ".join(use if isinstance(use, str) else inline(use) for use in item.uses)),
        ("answered", getattr(item, "attendance", None) or ""),
        ("asked", ", ".join(item.asked)),
        ("add-ons", ", ".join(getattr(item, "addons", []))),
        ("session", getattr(item, "session", None) or ""),
        ("seats", _seats(view, item)),
        ("who", "\n".join(roster_lines(view, item.id))),
        (
            "price",
            "" if price is None else f"{money(price, view.settings.currency)} {view.settings.currency}",
        ),
        *agreed(view, item),
        ("really took", "" if (took := getattr(item, "minutes", None)) is None else f"{took} min"),
        ("source", getattr(item, "source", None) or ""),
        ("forced", item.forced or ""),
        *visit.facts(view, item),
        ("file", path),
    ]
    history = [_happening(view, event) for event in item.history]
    return Detail(item.id, item.status, [(key, value) for key, value in facts if value], history, view.zone)


def _seats(view: View, item: "Booking | Session") -> str:
    row = view.index.row(item.id)
    if row is not None and row.kind == "session":
        least = getattr(item, "min_seats", 0)
        return f"{taken(view, row)} of {item.seats}" + (f", at least {least}" if least else "")
    return str(item.seats) if item.seats > 1 else ""


def _happening(view: View, event: Any) -> Happening:
    moved = f"moved from {view.local(int(event.moved.timestamp())):%a %d %b %Y %H:%M}" if event.moved else ""
    text = ", ".join(
        part
        for part in (
            event.status or "",
            moved,
            f"agreed to {event.approved}" if event.approved else "",
            f"overriding {event.forced}" if event.forced else "",
        )
        if part
    )
    return Happening(int(event.at.timestamp()), text or "noted", event.by or "", event.reason or "")
