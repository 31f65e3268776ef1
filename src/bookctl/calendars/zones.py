"""Time zones as calendar programs understand them: at most one change to summer time and one back, each year alike.

Whether an event may be written in its zone depends on that zone and its own instants only, so that no other
event and no passing year changes its bytes.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bookctl.calendars.write_lines import component, line
from bookctl.calendars.zones_names import canonical, official
from bookctl.calendars.zones_rule import Onset, Rule, changes, onset_at, rule_of
from bookctl.model.time import DAY, offset_at, zone_of

_FIRST, _LAST = 1971, 9000  # years: the rules begin in 1970


def expressible(zone: str, start: int, end: int) -> bool:
    """Whether an event of these instants may be written with TZID: the clocks of all years it touches change
    by the rule that `vtimezone` writes, and neither instant has a wall-clock time that happens twice.
    """
    rule = _rule(zone)
    if rule is None:
        return False
    local = zone_of(zone)
    try:
        first, last = datetime.fromtimestamp(start, local), datetime.fromtimestamp(end, local)
    except (ValueError, OverflowError, OSError):
        return False
    if not (_FIRST <= first.year <= last.year <= _LAST) or _twice(first) or _twice(last):
        return False
    return all(_follows(zone, year) for year in range(first.year, last.year + 1))


def named(zone: str) -> str:
    """The zone's TZID: its IANA name, for a name of old days that of today where both have the same rule."""
    today = canonical(zone)
    return today if today != zone and _rule(today) == _rule(zone) else zone


@lru_cache(maxsize=64)
def vtimezone(zone: str) -> bytes | None:
    """The VTIMEZONE of a zone under its `named` name; None where no single rule tells its time, or it is UTC."""
    rule = _rule(zone)
    if rule is None:
        return None
    parts = [_part(rule, onset) for onset in rule.onsets] or [_fixed(rule)]
    return component("VTIMEZONE", [line("TZID", named(zone)), *parts])


@lru_cache(maxsize=1024)
def _rule(zone: str) -> Rule | None:
    """None too for a name nobody knows, or only this machine."""
    if not official(canonical(zone)):
        return None
    try:
        return rule_of(zone_of(zone))
    except ValueError:
        return None


def _twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@lru_cache(maxsize=4096)
def _follows(zone: str, year: int) -> bool:
    """Whether all clock changes of a year, and a day around it, are those of the rule."""
    rule, local = _rule(zone), zone_of(zone)
    if rule is None:
        return False
    start = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) - DAY
    end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp()) + DAY
    if not rule.onsets:
        return not changes(local, start, end) and offset_at(start, local) == rule.standard
    expected = sorted(
        (onset_at(onset, near), onset.before, onset.after)
        for onset in rule.onsets
        for near in (year - 1, year, year + 1)
    )
    return changes(local, start, end) == [change for change in expected if start < change[0] <= end]


def _part(rule: Rule, onset: Onset) -> bytes:
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=onset_at(onset, 1970) + onset.before)
    return component(
        "STANDARD" if onset.after == rule.standard else "DAYLIGHT",
        [
            line("DTSTART", f"{first:%Y%m%dT%H%M%S}"),
            line("TZOFFSETFROM", _offset(onset.before)),
            line("TZOFFSETTO", _offset(onset.after)),
            line("TZNAME", onset.name),
            line("RRULE", f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={onset.nth}{onset.weekday}"),
        ],
    )


def _fixed(rule: Rule) -> bytes:
    offset = _offset(rule.standard)
    return component(
        "STANDARD",
        [
            line("DTSTART", "19700101T000000"),
            line("TZOFFSETFROM", offset),
            line("TZOFFSETTO", offset),
            line("TZNAME", rule.name),
        ],
    )


def _offset(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}"
