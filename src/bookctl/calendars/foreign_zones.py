"""The time zones that other programs name: IANA's, Windows' own, a file's own rules, names with a prefix."""

from collections.abc import Iterable
from datetime import tzinfo
from functools import lru_cache
from io import StringIO
from zoneinfo import ZoneInfo

from bookctl.calendars.lines import Component
from bookctl.model.time import zone_of

LONGEST = 200  # characters of a name; every part of a longer one would be looked for
MOST_OWN = 100  # rules of a file's own that are worked out


class Zones:
    """Of one file: its VTIMEZONEs by name, used where the name is not IANA's."""

    def __init__(self, parts: Iterable[Component]) -> None:
        self._parts = {tzid.value.strip(): part for part in parts if (tzid := part.first("TZID")) is not None}
        self._known: dict[str, tzinfo | None] = {}
        self._left = MOST_OWN

    def find(self, name: str) -> tzinfo | None:
        """The zone; None where nobody knows it."""
        if name not in self._known:
            plain = None if len(name) > LONGEST else _iana(name)
            self._known[name] = plain or self._own(name) or _windows(name) or _suffix(name)
        return self._known[name]

    def _own(self, name: str) -> tzinfo | None:
        from dateutil.tz import tzical

        part = self._parts.get(name.strip())
        if part is None or self._left <= 0 or not _yearly(part):
            return None
        self._left -= 1
        try:
            return tzical(StringIO(_text(part))).get()
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
            return None


def _yearly(part: Component) -> bool:
    """No clock changes by another rule, and one by the second would never be worked out."""
    rules = [prop.value.upper() for child in part.children for prop in child.every("RRULE")]
    return all("FREQ=YEARLY" in rule and "BYSECOND" not in rule and "BYMINUTE" not in rule for rule in rules)


def _text(part: Component) -> str:
    """The component written out again, unfolded."""
    lines = ["BEGIN:VTIMEZONE"]
    lines += [f"{prop.name}:{prop.value}" for prop in part.props]
    for child in part.children:
        lines.append(f"BEGIN:{child.name}")
        lines += [f"{prop.name}:{prop.value}" for prop in child.props if prop.name in _RULES]
        lines.append(f"END:{child.name}")
    return "\r\n".join([*lines, "END:VTIMEZONE", ""])


_RULES = frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE"})


def _iana(name: str) -> ZoneInfo | None:
    try:
        return zone_of(name)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Windows' names by the Unicode CLDR, as the icalendar library has them."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def _windows(name: str) -> ZoneInfo | None:
    found = _table().get(name.casefold())
    return _iana(found) if found else None


def _suffix(name: str) -> ZoneInfo | None:
    """`/freeassociation.sourceforge.net/Europe/Berlin` and the like."""
    if len(name) > LONGEST:
        return None
    parts = name.strip("/").split("/")
    if parts[-1].casefold() == "utc":
        return zone_of("UTC")
    for at in range(1, len(parts)):
        if (found := _iana("/".join(parts[at:]))) is not None:
            return found
    return None
