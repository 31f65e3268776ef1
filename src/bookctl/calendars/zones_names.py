"""Which of a time zone's names is the one of today."""

from functools import lru_cache
from pathlib import Path

_UTC_NAMES = frozenset({"Etc/UTC", "Etc/GMT"})
_WITHOUT_PLACE = frozenset({"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"})
_LOCAL = ("right/", "posix/")  # folders of some machines


def canonical(zone: str) -> str:
    """The name that tzdata's list of links points to; itself for a place of its own (Stockholm is not Berlin)."""
    return _links().get(zone, zone)


def official(name: str) -> bool:
    """Whether a canonical name is one to write: not that of a machine's own clock, nor of UTC."""
    return ("/" in name or name in _WITHOUT_PLACE) and not name.startswith(_LOCAL) and name not in _UTC_NAMES


@lru_cache(maxsize=1)
def _links() -> dict[str, str]:
    """Empty where tzdata is not there as files."""
    from importlib.util import find_spec

    found = find_spec("tzdata")
    if found is None or found.origin is None:
        return {}
    folder = Path(found.origin).parent / "zoneinfo"
    try:
        rules = (folder / "tzdata.zi").read_text("utf-8")
        places = (folder / "zone.tab").read_text("utf-8")
    except OSError:
        return {}
    kept = {row.split("\t")[2] for row in places.splitlines() if row[:1] not in {"", "#"}}
    pairs = [row.split()[1:3] for row in rules.splitlines() if row.startswith("L ")]
    return {link: target for target, link in pairs if link not in kept}
