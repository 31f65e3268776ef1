"""The same again and again: each date passes the gate as a booking or session of its own, all of them in one change."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from bookctl.actions import lookup
from bookctl.actions.book import book
from bookctl.actions.cover import purchase_of
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Book, OpenSession
from bookctl.actions.series_told import Missed, told, why
from bookctl.actions.session import open_session
from bookctl.engine.recurrence import BadRule, dates, ends, next_dates, unbounded
from bookctl.engine.refuse import horizon_end
from bookctl.ledger.format import pairs
from bookctl.ledger.index import Row
from bookctl.ledger.layout import record_path
from bookctl.ledger.toml.splice import set_key
from bookctl.ledger.toml.write import literal
from bookctl.model.counted import counted
from bookctl.model.series import Series
from bookctl.model.time import wall

FAR = timedelta(days=3660)
SHOWN = 12  # dates named in one refusal


class Ask(NamedTuple):
    """What is wanted again and again; `start` and `rule` as `words.repeats` reads them. No customer: a class's timetable."""

    service: str
    start: datetime
    rule: str
    customer: str | None = None
    resources: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()
    minutes: int | None = None
    seats: int | None = None
    skip: bool = False
    own: bool = False
    by: str | None = None
    project: str | None = None
    coupon: str | None = None
    cover: str | None = None
    source: str | None = None
    force: str | None = None


def add(desk: Desk, ask: Ask, tick: Callable[[int, int], None] = lambda _done, _all: None) -> Outcome:
    """Books every date, or none of them; with `skip` those that can be had, and tells the others."""
    service = lookup.named("service", desk.service_names, ask.service)
    is_class = desk.catalogue.services[service].is_class
    if is_class == (ask.customer is not None):
        raise Usage(
            f"{service} is {'a class: its series has no customer' if is_class else 'no class: say who it is for'}",
            help="bookctl series add SERVICE WHEN"
            if is_class
            else "bookctl series add CUSTOMER SERVICE WHEN",
        )
    if is_class and (ask.minutes or ask.addons):
        raise Usage("a class is as long as its service says, and has no add-ons")
    if is_class and (ask.cover or ask.coupon or ask.project):
        raise Usage(
            "a timetable has no --cover, --coupon or --project: they belong to those who join",
            help="bookctl session join SESSION CUSTOMER --cover ID",
        )
    series = Series(
        service=service,
        customer=desk.customer(ask.customer).id if ask.customer else None,
        start=f"{ask.start:%Y-%m-%dT%H:%M}",
        rule=ask.rule,
        asked=[lookup.named("resource", desk.resource_names, name) for name in ask.resources],
        addons=[lookup.named("service", desk.service_names, name) for name in ask.addons],
        minutes=ask.minutes,
        seats=ask.seats,
        project=ask.project,
        coupon=ask.coupon,
    )
    if series.customer and ask.cover:
        series = replace(series, paid_by=purchase_of(desk, series.customer, ask.cover))
    id_ = desk.fresh_id(f"series {service} {ask.customer} {ask.start}", "s")
    found, bounded = dates_of(desk, series, None)
    made, missed = fill(desk, id_, series, found, ask, tick)
    last = max(found, default=desk.now)
    series = replace(series, until=desk.day(last) if bounded else None)
    text = "".join(f"{key} = {value}\n" for key, value in pairs(series, desk.settings.currency))
    desk.draft.put(record_path("series", id_), text)
    return told(desk, id_, f"series add {id_}", made, missed)


def dates_of(desk: Desk, series: Series, after: int | None) -> tuple[list[int], bool]:
    """Its instants from the start, or behind an instant; and whether only the horizon ended it. Usage where the rule is bad."""
    start = datetime.fromisoformat(series.start)
    limit = wall(horizon_end(desk.policy(series.service), desk.now, desk.zone) - 60, desk.zone)
    try:
        bounded = not ends(series.rule)
        # With an end of its own every date is asked for, and those beyond the horizon are refused one by one.
        found = dates(series.rule, start, desk.zone, limit if bounded else start + FAR)
    except BadRule as fault:
        raise Usage(str(fault), help="bookctl help series") from None
    behind = datetime.min if after is None else wall(after, desk.zone)  # noqa: DTZ901 - wall-clock
    desk.warnings += [f"skipped: {why}" for local, why in found.skipped if local > behind]
    if bounded and after is None:
        desk.warnings.append(
            f"no end was said: booked as far ahead as the rules allow, until {limit:%a %d %b %Y}"
        )
    return [at for at in found.instants if after is None or at > after], bounded


def fill(
    desk: Desk, id_: str, series: Series, found: Iterable[int], ask: Ask, tick: Callable[[int, int], None]
) -> tuple[list[str], list[Missed]]:
    """A booking or session on each date; Refused with every date that cannot be had, unless they may be skipped."""
    wanted, made, missed = list(found), list[str](), list[Missed]()
    for number, at in enumerate(wanted):
        tick(number, len(wanted))
        try:
            outcome = _one(desk, id_, series, at, ask)
            made.append(outcome.data["id"])
        except Refused as fault:
            missed.append(Missed(f"{desk.local(at):%a %d %b %Y %H:%M}", why(desk, fault)))
    if not made and not missed:
        raise Refused("the series has no date")
    if missed and (not ask.skip or not made):
        _refuse(missed, len(wanted), skip="--skip-conflicts books the others" if made else "")
    return made, missed


def _one(desk: Desk, id_: str, series: Series, at: int, ask: Ask) -> Outcome:
    start = desk.stamp(at)
    if series.customer is None:
        opened = OpenSession(
            service=series.service,
            start=start,
            resources=series.asked,
            seats=series.seats,
            series=id_,
            force=ask.force,
            by=ask.by,
        )
        return open_session(desk, opened)
    request = Book(
        customer=series.customer,
        service=series.service,
        start=start,
        resources=series.asked,
        addons=series.addons,
        minutes=series.minutes,
        series=id_,
        project=series.project,
        coupon=series.coupon,
        cover=series.paid_by,
        source=ask.source,
        own=ask.own,
        force=ask.force,
        by=ask.by,
    )
    return book(desk, request)


def _refuse(missed: list[Missed], total: int, skip: str) -> None:
    lines = [f"{one.when}: {one.why}" for one in missed[:SHOWN]]
    lines += [f"and {len(missed) - SHOWN} more"] if len(missed) > SHOWN else []
    raise Refused(f"{len(missed)} of {counted(total, 'date')} cannot be had", lines=lines, help=skip or None)


def extend(desk: Desk, text: str, rule: str, ask: Ask) -> Outcome:
    """Goes on behind its last date by the same rule; `rule` is the old one with another end."""
    id_, series = named(desk, text)
    if series.stopped is not None:
        raise Refused(f"{id_} was stopped from {series.stopped} on")
    last = max((row.start for row in members(desk, id_, every=True)), default=None)
    longer = replace(series, rule=rule)
    found, _ = dates_of(desk, longer, last)
    if not found:
        raise Refused(f"{id_} has no further date until then")
    made, missed = fill(desk, id_, longer, found, ask, lambda _done, _all: None)
    path = record_path("series", id_)
    page = set_key(desk.draft.text(path), (), "rule", literal(rule))
    desk.draft.put(path, set_key(page, (), "until", literal(desk.day(max(found)))))
    return told(desk, id_, f"series extend {id_}", made, missed)


def longer_rule(desk: Desk, series: Series, last: int, text: str) -> str:
    """`10 more`, `10 weeks`, `until 2027-06-30` behind the last date, as the rule with its new end."""
    from bookctl.words import Context, WordError, parse_date
    from bookctl.words.lengths import parse_days

    base = unbounded(series.rule)
    words = text.strip().lower()
    ctx = Context(desk.now, desk.zone, desk.settings.first_weekday)
    number = words.removesuffix("more").removesuffix("times").strip()
    try:
        if number.isascii() and number.isdigit() and number != words:
            start = datetime.fromisoformat(series.start)
            later = next_dates(base, start, wall(last, desk.zone), int(number))
            end = later[-1].date() if later else start.date()
        elif words.startswith(("until", "to ", "till")):
            end = parse_date(words.split(None, 1)[1], ctx)
        else:
            end = wall(last, desk.zone).date() + timedelta(days=parse_days(words))
    except (WordError, BadRule, IndexError) as fault:
        raise Usage(
            f"{text!r} does not say how far: {fault}", help="10 more, 10 weeks, until 2027-06-30"
        ) from None
    return f"{base};UNTIL={end:%Y%m%d}T235959"


def named(desk: Desk, text: str) -> tuple[str, Series]:
    """By its id, the beginning of it, or one of its bookings or sessions."""
    known = desk.index.series()
    ids = [id_ for id_ in known if id_.startswith(text.lower())] if text else []
    if len(ids) == 1 or text in known:
        id_ = text if text in known else ids[0]
        return id_, known[id_]
    row = desk.row(text)
    if row.more.series is None or row.more.series not in known:
        raise Usage(f"{row.id} is of no series", help="bookctl series list")
    return row.more.series, known[row.more.series]


def members(desk: Desk, id_: str, since: int = -(1 << 40), *, every: bool = False) -> list[Row]:
    """Its bookings or sessions from an instant on, in order of start; the live ones that have not begun, or all."""
    rows = [desk.rows.current(row) for row in desk.index.rows(since, 1 << 40)]
    found = [row for row in rows if row.extra is not None and row.more.series == id_ and row.start >= since]
    open_ = {"requested", "held", "confirmed"}
    live = (row for row in found if every or (row.status in open_ and not row.lapsed(desk.now)))
    return sorted(live, key=lambda row: row.start)
