"""What a record's types cannot say: zones, hours, orders and ids, each fault at its key."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bookctl.ledger.currencies import CURRENCIES
from bookctl.ledger.faults import Fault, Path, did_you_mean
from bookctl.model.booking import Booking, Session, Use
from bookctl.model.hours import parse_hours
from bookctl.model.ids import is_short_id
from bookctl.model.resource import Resource, Stretch
from bookctl.model.service import Need, Service
from bookctl.model.settings import Settings
from bookctl.model.time import zone_of

if TYPE_CHECKING:
    from bookctl.model.rule import Rule, Then, When
    from bookctl.model.waiting import WaitPage

_MOMENTS = ("before", "after", "day", "pending", "birthday", "quiet", "expiring")
_FEED = re.compile(r"(?!public/)([A-Za-z0-9_][A-Za-z0-9._-]*/){0,3}[A-Za-z0-9_][A-Za-z0-9._-]*\.(ics|ifb)")
_FREEING = frozenset({"cancelled", "declined", "no-show", "moved"})
_QUIET = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def sense(record: Struct, path: Path) -> Iterator[Fault]:
    """Nothing for a kind of record that has only types."""
    judge = _JUDGES.get(type(record).__name__)
    if judge is not None:
        yield from judge(record, path)


def _settings(one: Settings, path: Path) -> Iterator[Fault]:
    yield from _zone(one.timezone, (*path, "timezone"))
    if one.currency not in CURRENCIES:
        hint = did_you_mean(one.currency, CURRENCIES)
        yield Fault((*path, "currency"), f"no currency has the code {one.currency} (ISO 4217)", hint)
    for number, closed in enumerate(one.closed):
        if _before(closed.to, closed.date):
            yield Fault((*path, "closed", number, "to"), f"to is {closed.to}, before date, {closed.date}")

    for name, feed in one.feed.items():
        if feed.path is not None and not _FEED.fullmatch(feed.path):
            hint = "a path below public/, ending in .ics or .ifb, as in staff/wang.ics"
            yield Fault((*path, "feed", name, "path"), f"{feed.path[:60]!r} is no path of a feed", hint)
    if one.reminders.quiet is not None and not _QUIET.fullmatch(one.reminders.quiet):
        text = f"{one.reminders.quiet[:60]!r} are no quiet hours"
        yield Fault((*path, "reminders", "quiet"), text, "write them as in 21:00-08:00")


def _rule(one: "Rule", path: Path) -> Iterator[Fault]:
    yield from _when(one.when, (*path, "when"))
    if not one.then:
        yield Fault((*path, "then"), "the rule does nothing: then is empty")
    for number, then in enumerate(one.then):
        yield from _then(then, (*path, "then", number))
        if then.offer and one.when.status not in _FREEING:
            hint = 'when = { of = "status", status = "cancelled", after = "0m" }'
            text = "offer goes with a change that sets time free: cancelled, declined, no-show or moved"
            yield Fault((*path, "then", number, "offer"), text, hint)


def _when(one: "When", path: Path) -> Iterator[Fault]:
    given = [key for key in _MOMENTS if getattr(one, key) not in {None, False}]
    if len(given) != 1:
        said = "none" if not given else " and ".join(given)
        yield Fault(path, f"when needs exactly one of {', '.join(_MOMENTS)}, not {said}")
    if one.before is not None and one.of in {"created", "status"}:
        yield Fault((*path, "before"), f"nothing can be done before {one.of}: write after")
    if (one.of == "status") != (one.status is not None):
        yield Fault(path, 'of = "status" and the key status go together')
    if one.at is not None and (one.before or one.after or one.pending):
        yield Fault((*path, "at"), "at goes with day, birthday, quiet or expiring")


def _then(one: "Then", path: Path) -> Iterator[Fault]:
    given = [key for key in ("send", "mark", "run", "offer") if getattr(one, key) not in {None, False}]
    if len(given) != 1:
        said = "none" if not given else " and ".join(given)
        yield Fault(path, f"then needs exactly one of send, mark, run and offer, not {said}")
    if one.send is not None and not one.channel:
        yield Fault((*path, "channel"), 'a message needs a channel, as in channel = ["email"]')


def _before(last: date | None, first: date) -> bool:
    return last is not None and last < first


def _resource(one: Resource, path: Path) -> Iterator[Fault]:
    yield from _zone(one.zone, (*path, "zone"))
    yield from _hours(one.hours, (*path, "hours"))
    for key, stretches in (("away", one.away), ("open", one.open)):
        for number, stretch in enumerate(stretches):
            yield from _stretch(stretch, (*path, key, number))


def _hours(hours: list[str], path: Path) -> Iterator[Fault]:
    faults = []
    for number, text in enumerate(hours):
        try:
            parse_hours(text)
        except ValueError as fault:
            faults.append(Fault((*path, number), str(fault)))
    if not faults:
        try:
            parse_hours("; ".join(hours))
        except ValueError as fault:
            faults.append(Fault(path, str(fault)))
    yield from faults


def _stretch(one: Stretch, path: Path) -> Iterator[Fault]:
    if one.end is None:
        if isinstance(one.start, datetime):
            yield Fault((*path, "from"), "from is a time, so to must say when it ends")
    elif _edge(one.end, last=True) <= _edge(one.start, last=False):
        yield Fault((*path, "to"), f"to is {one.end}, not after from, {one.start}")


def _edge(moment: date | datetime, *, last: bool) -> tuple[int, int]:
    """Day number and second of the day; the end of a day where the day itself is included."""
    if isinstance(moment, datetime):
        return moment.toordinal(), moment.hour * 3600 + moment.minute * 60 + moment.second
    return moment.toordinal() + last, 0


def _service(one: Service, path: Path) -> Iterator[Fault]:
    if one.step and (one.minutes or one.needs):
        key = "minutes" if one.minutes else "needs"
        yield Fault((*path, key), f"{key} and [[step]] exclude each other: put it into the steps")
    if not one.steps and not one.addon:
        yield Fault(path, "the key minutes is missing: how long does it take?")
    if one.seats is not None and one.min_seats > one.seats:
        yield Fault((*path, "min_seats"), f"min_seats is {one.min_seats}, more than seats, {one.seats}")
    yield from _needs(one.needs, (*path, "needs"))
    for number, step in enumerate(one.step):
        yield from _needs(step.needs, (*path, "step", number, "needs"))


def _needs(needs: list[Need], path: Path) -> Iterator[Fault]:
    for number, need in enumerate(needs):
        if need.kind is None and need.resource is None and not need.skills:
            yield Fault((*path, number), "a need must name a kind, skills or a resource")


def _zone(name: str | None, path: Path) -> Iterator[Fault]:
    if name is None:
        return
    try:
        zone_of(name)
    except ValueError as fault:
        from zoneinfo import available_timezones

        yield Fault(path, str(fault), did_you_mean(name, available_timezones()))


def _booking(one: Booking, path: Path) -> Iterator[Fault]:
    yield from _dated(one, path)
    if one.session is not None and one.uses:
        yield Fault((*path, "uses"), "a seat in a session uses nothing itself: leave uses out")


def _session(one: Session, path: Path) -> Iterator[Fault]:
    yield from _dated(one, path)
    if one.min_seats > one.seats:
        yield Fault((*path, "min_seats"), f"min_seats is {one.min_seats}, more than seats, {one.seats}")


def _dated(one: Booking | Session, path: Path) -> Iterator[Fault]:
    if not is_short_id(one.id):
        yield Fault((*path, "id"), f"{one.id[:60]!r} is no id: 6 characters of 2-9 and a-z without i l o")
    if one.end <= one.start:
        yield Fault((*path, "end"), "end must be after start")
        return
    yield from _zone(one.zone, (*path, "zone"))
    minutes = int((one.end - one.start).total_seconds()) // 60
    for number, use in enumerate(one.uses):
        if isinstance(use, Use) and use.start >= (minutes if use.end is None else use.end):
            text = f"{use.resource} is used from {use.start} to {minutes if use.end is None else use.end}"
            yield Fault((*path, "uses", number), f"{text} minutes: to must be after from")


def _waits(page: "WaitPage", path: Path) -> Iterator[Fault]:
    for number, one in enumerate(page.wait):
        place = (*path, "wait", number)
        if not is_short_id(one.id):
            yield Fault(
                (*place, "id"), f"{one.id[:60]!r} is no id: 6 characters of 2-9 and a-z without i l o"
            )
        if one.end < one.start:
            yield Fault((*place, "to"), f"to is {one.end}, before from, {one.start}")
        yield from _hours(one.hours, (*place, "hours"))


_JUDGES: Mapping[str, Callable[[Any, Path], Iterator[Fault]]] = {
    "Settings": _settings,
    "Resource": _resource,
    "Service": _service,
    "Rule": _rule,
    "Booking": _booking,
    "Session": _session,
    "WaitPage": _waits,
}
