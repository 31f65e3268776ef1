"""Beginning to wait, and stopping."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from bookctl.actions import lookup
from bookctl.actions.desk import Desk
from bookctl.actions.mark import to
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Mark
from bookctl.actions.wait_change import set_keys
from bookctl.actions.wait_offer import free_for
from bookctl.actions.wait_state import EVER, Standing, everyone, named
from bookctl.engine.waitlist import ACTIVE, Place, rivals
from bookctl.ledger.format import block_of
from bookctl.ledger.index import CustomerRow, Row, WaitRow
from bookctl.ledger.layout import journal_path
from bookctl.model.hours import parse_hours
from bookctl.model.text import shown
from bookctl.model.time import local_day
from bookctl.model.waiting import Wait

SHOWN = 3  # free times that are named
DRAWS = 100


class Ask(NamedTuple):
    """What somebody would like: a session, or a service on days, both included; `hours` as files write them.

    `anyway`: they wait although something is free.
    """

    customer: str
    service: str | None = None
    first: date | None = None
    last: date | None = None
    hours: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    session: str | None = None
    seats: int = 1
    anyway: bool = False
    by: str | None = None


def add(desk: Desk, ask: Ask) -> Outcome:
    """Puts them on the list; Refused where they wait for it already, and where it is free anyway."""
    customer = desk.customer(ask.customer)
    wait = _wait(desk, ask, customer)
    row = _row(wait)
    _judge(desk, row, customer, anyway=ask.anyway)
    path = journal_path("wait", desk.day(desk.now))
    text = desk.draft.text(path)
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = block_of("wait", wait, desk.settings.currency).replace("\n", newline)
    desk.draft.put(path, f"{text.rstrip()}{newline}{newline}{entry}" if text.strip() else entry)
    position = 1 + sum(1 for one in everyone(desk) if one.state in ACTIVE and rivals(row, one.wait))
    data = wait_data(desk, Standing(row, "waiting", (), desk.now, position))
    return Outcome(f"wait add {wait.id}", f"waiting, position {position}:", data)


def drop(desk: Desk, text: str, reason: str | None) -> Outcome:
    """Takes them off the list; what was held for them is free again."""
    one = named(desk, text)
    wait = one.wait
    if one.state in {"dropped", "served"}:
        raise Refused(f"{wait.id} is {one.state} already")
    if (held := one.offered) is not None:
        to(desk, held, "declined", Mark(booking=held.id, to="decline", reason=reason), {})
    set_keys(desk, wait, {"dropped": desk.local(desk.now)} | ({"reason": reason} if reason else {}))
    data = wait_data(desk, one._replace(wait=wait._replace(dropped=desk.now), state="dropped", position=None))
    return Outcome(f"wait drop {wait.id}", "does not wait any more:", data, 1 + (held is not None))


def wait_data(desk: Desk, one: Standing) -> dict[str, Any]:
    """A wait for a program, and for the sentence that tells a person; every field always there."""
    wait = one.wait
    who = desk.index.customer(wait.customer)
    words = f"{desk.service_names.get(wait.service, wait.service)} · {days_words(wait)}"
    return {"id": wait.id, "name": who.name if who else wait.customer, "text": words} | plain(one)


def plain(one: Standing) -> dict[str, Any]:
    wait = one.wait
    return {
        "wait": wait.id,
        "state": one.state,
        "position": one.position,
        "customer": wait.customer,
        "service": wait.service,
        "session": wait.session,
        "from": wait.start,
        "to": wait.end,
        "hours": list(wait.hours),
        "resources": list(wait.asked),
        "seats": wait.seats,
        "offers": [row.id for row in one.offers],
    }


def days_words(wait: WaitRow) -> str:
    """Mon 30 Nov to Sun 6 Dec 2026, mon-fri 17:00-20:00; the class on Mon 30 Nov 2026"""
    first, last = date.fromisoformat(wait.start), date.fromisoformat(wait.end)
    days = f"{last:%a} {last.day} {last:%b} {last.year}"
    if first != last:
        days = f"{first:%a} {first.day} {first:%b}{f' {first.year}' * (first.year != last.year)} to {days}"
    parts = [days, *wait.hours, ", ".join(wait.asked), f"{wait.seats} seats" if wait.seats > 1 else ""]
    return ", ".join(part for part in [*parts, f"session {wait.session}" if wait.session else ""] if part)


def _wait(desk: Desk, ask: Ask, customer: CustomerRow) -> Wait:
    session = _session(desk, ask.session) if ask.session else None
    service = _service(desk, ask, session)
    first, last = _days(desk, ask, session)
    if desk.catalogue.services[service].seats is None and ask.seats != 1:
        raise Usage(f"{service} is no class: it has no seats")
    _some_hours(ask, first, last)
    total = session.seats if session else desk.catalogue.services[service].seats
    if total is not None and ask.seats > total:
        raise Refused(f"{ask.seats} seats are more than the {total} that there are")
    return Wait(
        id=_id(desk, f"wait {customer.id} {service}"),
        at=desk.local(desk.now),
        customer=customer.id,
        service=service,
        session=session.id if session else None,
        start=first,
        end=last,
        hours=list(ask.hours),
        asked=[lookup.named("resource", desk.resource_names, name) for name in ask.resources],
        seats=ask.seats,
        by=ask.by or desk.by,
    )


def _some_hours(ask: Ask, first: date, last: date) -> None:
    """Hours of days that are not among those that would do can never come."""
    days = {(first + timedelta(days=number)).weekday() for number in range(min(7, (last - first).days + 1))}
    windows = [window for text in ask.hours for window in parse_hours(text)]
    if windows and not any(window.day in days for window in windows):
        raise Usage(
            f"none of the hours lie on these days: {', '.join(ask.hours)}", help="bookctl wait add --help"
        )


def _id(desk: Desk, about: str) -> str:
    """One nobody has, behind those of the same second: who asked first stays first."""
    known = desk.index.waits(EVER)
    ids, last = {one.id for one in known}, max((one.id for one in known if one.at == desk.now), default="")
    drawn = (desk.fresh_id(f"{about} {len(known)} {number}", "w") for number in range(DRAWS))
    fresh = [id_ for id_ in drawn if id_ not in ids]
    return next((id_ for id_ in fresh if id_ > last), fresh[0])


def _session(desk: Desk, text: str) -> Row:
    row = desk.row(text)
    if row.kind != "session":
        raise Refused(f"{row.id} is no session")
    if row.status != "confirmed" or row.start <= desk.now:
        raise Refused(f"session {row.id} {'has begun' if row.status == 'confirmed' else 'is ' + row.status}")
    return row


def _service(desk: Desk, ask: Ask, session: Row | None) -> str:
    if session is not None:
        if ask.service is not None or ask.first is not None or ask.hours or ask.resources:
            raise Usage("--session says everything: leave the service, the days and --hours out")
        return session.service
    if ask.service is None:
        raise Usage("what do they wait for? a service and days, or --session ID")
    found = lookup.named("service", desk.service_names, ask.service)
    service = desk.catalogue.services[found]
    if service.addon:
        raise Refused(f"{found} is an add-on: they wait for what it goes with")
    if service.retired is not None and service.retired <= desk.day(desk.now):
        raise Refused(f"{found} is retired")
    return found


def _days(desk: Desk, ask: Ask, session: Row | None) -> tuple[date, date]:
    if session is not None:
        day = local_day(session.start, desk.zone)
        return day, day
    if ask.first is None or ask.last is None:
        raise Usage("which days would do? as in 'next week'")
    if ask.last < desk.day(desk.now):
        raise Usage(f"{ask.last} is past")
    return max(ask.first, desk.day(desk.now)), ask.last


def _row(wait: Wait) -> WaitRow:
    return WaitRow(
        wait.id, int(wait.at.timestamp()), wait.customer, wait.service, wait.session, wait.start.isoformat(),
        wait.end.isoformat(), tuple(wait.hours), tuple(wait.asked), wait.seats, None, "",
    )  # fmt: skip


def _judge(desk: Desk, row: WaitRow, customer: CustomerRow, *, anyway: bool) -> None:
    for one in everyone(desk):
        if one.state in ACTIVE and one.wait.customer == customer.id and rivals(row, one.wait):
            raise Refused(
                f"{customer.name} waits for that already: {one.wait.id}, position {one.position}",
                help=f"bookctl wait drop {one.wait.id}, then ask anew",
            )
    if row.session and any(
        seat.customer == customer.id and seat.status in {"confirmed", "arrived"}
        for seat in desk.rows.of_session(row.session)
    ):
        raise Refused(f"{customer.name} has a seat in this session already")
    free = [] if anyway else free_for(desk, row, SHOWN)
    if free:
        raise _free(desk, row, free)


def _free(desk: Desk, row: WaitRow, free: list[Place]) -> Refused:
    """Nobody has to wait for what they can have now: with the command that books it."""
    first = desk.local(free[0].start)
    command = f'bookctl book {row.customer} {row.service} "{first:%Y-%m-%d %H:%M}"'
    if row.session:
        command = f"bookctl session join {row.session} {row.customer}"
    elif row.asked:
        command += "".join(f" --resource {shown(id_)}" for id_ in row.asked)
    seats = f" --seats {row.seats}" if row.seats > 1 else ""
    refused = Refused(
        f"it is free, so nobody has to wait: {first:%a %d %b %Y %H:%M}",
        lines=[f"free: {desk.local(one.start):%a %d %b %H:%M}" for one in free],
        help=f"{command}{seats}; --anyway waits for another time all the same",
    )
    refused.word = "free"
    return refused
