"""The rule by which a zone's clocks change each year, found out from its clocks."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.model.time import DAY, aware, offset_at

YEARS = range(2027, 2037)
"""The years that say what the rule is: fixed, so that a rule never changes but with the zone itself."""
_STEP = 6 * DAY  # no zone has changed its clocks twice in less than a week since 1970
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Onset(NamedTuple):
    """One change each year: the `nth` (-1: the last) `weekday` of `month`, `at` seconds after midnight by the
    clock as it was `before`. Offsets are seconds east of UTC; `name` is the abbreviation from then on.
    """

    month: int
    nth: int
    weekday: str
    at: int
    before: int
    after: int
    name: str


class Rule(NamedTuple):
    """`standard` is the smaller offset, also in Dublin; no onsets, or two in order of month."""

    standard: int
    name: str
    onsets: tuple[Onset, ...]


def rule_of(zone: ZoneInfo) -> Rule | None:
    """None where the changes of `YEARS` follow no single rule."""
    start, end = _year_start(YEARS.start), _year_start(YEARS.stop)
    found = changes(zone, start, end)
    if not found:
        offset = offset_at(start, zone)
        return Rule(offset, _name(zone, start), ()) if offset % 60 == 0 else None
    if len(found) != 2 * len(YEARS):
        return None
    onsets = _onset(zone, found[::2]), _onset(zone, found[1::2])
    if None in onsets:
        return None
    whole = tuple(onset for onset in onsets if onset is not None)
    winter = min(whole, key=lambda onset: onset.after)
    return Rule(winter.after, winter.name, whole)


def onset_at(onset: Onset, year: int) -> int:
    """The instant of that year's change."""
    weekday = _WEEKDAYS.index(onset.weekday)
    if onset.nth > 0:
        first = date(year, onset.month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (onset.nth - 1))
    else:
        last = date(year, onset.month, monthrange(year, onset.month)[1])
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    return _midnight(day) + onset.at - onset.before


def changes(zone: ZoneInfo, start: int, end: int) -> list[tuple[int, int, int]]:
    """Instant, offset before and offset after of each change in `(start, end]`."""
    found, before = [], offset_at(start, zone)
    for at in range(start, end, _STEP):
        later = min(at + _STEP, end)
        if (after := offset_at(later, zone)) != before:
            found.append((_when(zone, at, later), before, after))
            before = after
    return found


def _when(zone: ZoneInfo, low: int, high: int) -> int:
    before = offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def _onset(zone: ZoneInfo, found: list[tuple[int, int, int]]) -> Onset | None:
    """The one rule of these changes, one for each year."""
    options = [_readings(zone, *change) for change in found]
    common = [onset for onset in options[0] if all(onset in others for others in options)]
    sane = [onset for onset in common if onset.before % 60 == onset.after % 60 == 0]
    return sane[0] if sane and len({_year(at) for at, *_ in found}) == len(YEARS) else None


def _readings(zone: ZoneInfo, at: int, before: int, after: int) -> list[Onset]:
    """A change as the n-th and, where it is that, as the last weekday of its month."""
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at + before)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    nths = [(local.day - 1) // 7 + 1]
    if local.day + 7 > monthrange(local.year, local.month)[1]:
        nths.append(-1)
    return [
        Onset(local.month, nth, _WEEKDAYS[local.weekday()], seconds, before, after, _name(zone, at))
        for nth in nths
    ]


def _name(zone: ZoneInfo, at: int) -> str:
    return aware(at, zone).tzname() or "LMT"


def _year(at: int) -> int:
    return datetime.fromtimestamp(at, UTC).year


def _year_start(year: int) -> int:
    return _midnight(date(year, 1, 1))


def _midnight(day: date) -> int:
    """As UTC."""
    return (day - date(1970, 1, 1)).days * DAY
