"""Why a resource is not open."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.hours import closed_span, midnight, open_spans, stretch_span, weekly_spans
from bookctl.engine.say import day_words, days_words, listed, stretch_words
from bookctl.engine.spans import Span, subtract
from bookctl.model.persons import PEOPLE
from bookctl.model.resource import Resource, Stretch
from bookctl.model.settings import Settings
from bookctl.model.time import local_day

Kind = Literal["retired", "closed", "away", "busy", "hours"]
SETTINGS_FILE = "bookctl.toml"


class Closure(NamedTuple):
    """A sentence, and where in the ledger the rule stands."""

    kind: Kind
    text: str
    file: str
    key: str


def why_closed(id_: str, resource: Resource, settings: Settings, span: Span) -> Closure | None:
    """What keeps it from being open during all of the span; None where nothing does."""
    shut = subtract([span], open_spans(resource, settings, *span))
    if not shut:
        return None
    at = shut[0][0]
    zone = resource.zone_in(settings.timezone)
    for closure, (start, end) in _exceptions(id_, resource, settings, zone):
        if start <= at < end:
            return closure
    day = local_day(at, zone)
    return Closure("hours", _hours_words(id_, resource, day, zone), f"resources/{id_}.toml", "hours")


def _exceptions(
    id_: str, resource: Resource, settings: Settings, zone: ZoneInfo
) -> Iterator[tuple[Closure, Span]]:
    file = f"resources/{id_}.toml"
    if resource.retired is not None:
        text = f"{id_} is retired from {day_words(resource.retired)} on"
        begin = midnight(resource.retired, zone)
        yield Closure("retired", text, file, "retired"), (begin, begin + 10**12)
    for closed in settings.closed:
        text = f"it is closed {days_words(closed.date, closed.to or closed.date)}{_why(closed.name)}"
        yield Closure("closed", text, SETTINGS_FILE, "closed"), closed_span(closed, zone)
    for stretch in resource.away:
        span = stretch_span(stretch, zone)
        yield Closure("away", f"{id_} is away {_away_words(stretch, span, zone)}", file, "away"), span
    for taken in resource.busy:
        span = taken.start, taken.end
        text = f"{id_} is busy {_busy_words(span, zone)} in another calendar"
        yield Closure("busy", text, taken.file, "FREEBUSY"), span


def _away_words(stretch: Stretch, span: Span, zone: ZoneInfo) -> str:
    if isinstance(stretch.start, datetime) or isinstance(stretch.end, datetime):
        day = local_day(span[0], zone)
        inner = stretch_words(span, zone)
        return (
            f"{inner}{_why(stretch.reason)}"
            if " to " in inner
            else f"{inner} on {day_words(day)}{_why(stretch.reason)}"
        )
    return f"{days_words(stretch.start, stretch.end or stretch.start)}{_why(stretch.reason)}"


def _busy_words(span: Span, zone: ZoneInfo) -> str:
    inner = stretch_words(span, zone)
    return inner if " to " in inner else f"{inner} on {day_words(local_day(span[0], zone))}"


def _why(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _hours_words(id_: str, resource: Resource, day: date, zone: ZoneInfo) -> str:
    verb = "works" if resource.kind in PEOPLE else "is open"
    spans = weekly_spans(resource, zone, midnight(day, zone), midnight(day + timedelta(days=1), zone))
    if spans:
        return (
            f"{id_} {verb} {listed([stretch_words(span, zone, day) for span in spans])} on {day_words(day)}"
        )
    return f"{id_} {'does not work' if verb == 'works' else 'is not open'} on {day_words(day)}"
