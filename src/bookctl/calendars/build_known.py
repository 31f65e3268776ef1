"""Whether feeds are as they were when they were last written. Reads no page and no settings: it runs at every minute."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH

from bookctl import __version__
from bookctl.calendars.cache import Cache, Plan, digest
from bookctl.calendars.place import sign_of
from bookctl.calendars.window import days

PAGES = "bookings/"
SLOW = ("bookctl.toml", "services/", "resources/")


class Built(NamedTuple):
    """`changed`: the file was written; `notes` are for the person."""

    name: str
    path: str
    events: int
    size: int
    changed: bool
    notes: tuple[str, ...] = ()


class Moment(NamedTuple):
    """When a feed is asked for; `today` is the local day in the ledger's zone."""

    now: int
    today: date


def unchanged(
    root: Path, oids: Mapping[str, str], moment: Moment, names: Sequence[str], folder: Path | None
) -> list[Built] | None:
    """The feeds, or all where none is named, if every one is as it was; None if one is not, or nothing is known."""
    target = target_of(root, folder)
    with Cache(root) as cache:
        plans = cache.plans(oids.get("bookctl.toml", ""))
        if not plans or not set(names) <= plans.keys():
            return None
        made = [known(cache, plans[name], target, oids, moment) for name in dict.fromkeys(names) or plans]
    return None if None in made else [one for one in made if one is not None]


def target_of(root: Path, folder: Path | None) -> Path:
    return Path(os.path.abspath(folder)) if folder else root / "public"  # noqa: PTH100 - resolve() follows links


def known(cache: Cache, plan: Plan, target: Path, oids: Mapping[str, str], moment: Moment) -> Built | None:
    """The feed as it was written, if it would be written the same; else None."""
    file = target / plan.path
    kept = cache.kept(str(file))
    if kept is None or not kept.since <= moment.now < kept.until or sign_of(file) != kept.sign:
        return None
    if kept.mark != mark_of(plan, oids, moment.today):
        return None
    return Built(plan.name, plan.path, kept.events, kept.sign[0], changed=False)


def mark_of(plan: Plan, oids: Mapping[str, str], today: date) -> bytes:
    """Of all that a feed is made from: its pages, the catalogue, the people it names, today, time zones, the program."""
    first, last = (day.isoformat() for day in days(plan, today))
    slow = (*SLOW, "customers/") if plan.people else SLOW
    parts = [__version__, plan.name, today.isoformat(), zones_mark()]
    for path in sorted(oids):
        if first <= path[14:24] <= last if path.startswith(PAGES) else path.startswith(slow):
            parts += (path, oids[path])
    return digest(*parts)


def zones_mark() -> str:
    """Another text once the system's time zones are updated: local times may be others then."""
    for base in TZPATH:
        for name in ("tzdata.zi", "+VERSION", "."):
            try:
                found = os.stat(os.path.join(base, name))  # noqa: PTH116, PTH118 - quick
            except OSError:
                continue
            return f"{base} {found.st_mtime_ns} {found.st_size}"
    return ""
