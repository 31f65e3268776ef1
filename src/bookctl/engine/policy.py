"""The rules of a booking that are not about time and resources: who, how many, and until when it may change."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.engine.closure import SETTINGS_FILE
from bookctl.engine.say import listed, moment_words
from bookctl.engine.wish import Refusal
from bookctl.model.catalogue import Catalogue
from bookctl.model.counted import counted
from bookctl.model.policy import Cap, Policy
from bookctl.model.time import MINUTE, day_start, instant_near, local_day, wall

_UNITS = {"m": 1, "h": 60}


class Written(NamedTuple):
    """A policy where it stands: `key` is its dotted way in the file."""

    policy: Policy
    file: str
    key: str
    service: str | None = None


def layers(catalogue: Catalogue, service: str, tier: str | None) -> list[Written]:
    """The policies that hold, the strongest first."""
    found = [
        Written(one.policy, SETTINGS_FILE, f"tier.{number}.policy")
        for number, one in enumerate(catalogue.settings.tier)
        if one.id == tier
    ]
    found.append(Written(catalogue.services[service].policy, f"services/{service}.toml", "policy", service))
    return [*found, Written(catalogue.settings.policy, SETTINGS_FILE, "policy")]


def written(catalogue: Catalogue, service: str, tier: str | None, key: str) -> tuple[str | None, str | None]:
    """The file and key that set a rule; neither where it is bookctl's own default."""
    for layer in layers(catalogue, service, tier):
        if getattr(layer.policy, key) is not None:
            return layer.file, f"{layer.key}.{key}"
    return None, None


class Guest(NamedTuple):
    """Who would book: their tier, tags and name."""

    tier: str | None
    tags: Collection[str]
    name: str


def may_book(catalogue: Catalogue, policy: Policy, service: str, guest: Guest) -> Refusal | None:
    """Whether the customer is one of those whom the service is for, by the policy in force for them."""
    tier, tags, name = guest
    if policy.tiers is not None and tier not in policy.tiers:
        text = f"{service} is for customers of {listed(policy.tiers)}; {name} is {f'of {tier}' if tier else 'of none'}"
        return Refusal("tier", text, *written(catalogue, service, tier, "tiers"))
    if policy.tags is not None and not set(policy.tags) & set(tags):
        text = f"{service} is for customers tagged {listed(policy.tags)}, which {name} is not"
        return Refusal("tag", text, *written(catalogue, service, tier, "tags"))
    return None


class Limit(NamedTuple):
    """A cap, where it stands, and the one service it counts; every layer's caps hold."""

    cap: Cap
    file: str
    key: str
    service: str | None


def limits(catalogue: Catalogue, service: str, tier: str | None, per: str) -> Iterator[Limit]:
    for layer in layers(catalogue, service, tier):
        for number, cap in enumerate(layer.policy.cap or ()):
            if cap.per == per:
                yield Limit(cap, layer.file, f"{layer.key}.cap.{number}", layer.service)


class Taken(NamedTuple):
    """A booking that counts against a cap: instants, half-open."""

    service: str
    start: int
    end: int


def over(
    limit: Limit, wanted: Taken, others: Iterable[Taken], who: str, clock: tuple[ZoneInfo, int]
) -> Refusal | None:
    """Refused where the wanted one would be one too many; `clock` is the ledger's zone and first weekday."""
    first, last = period(wanted.start, limit.cap.every, *clock)
    mine = [
        one
        for one in others
        if first <= one.start < last and (limit.service is None or one.service == limit.service)
    ]
    scope = f" of {limit.service}" if limit.service else ""
    if limit.cap.bookings is not None and len(mine) >= limit.cap.bookings:
        text = f"{who} has {counted(len(mine), 'booking')}{scope} that {limit.cap.every}, and {limit.cap.bookings} is the most"
        return Refusal("cap", text, limit.file, limit.key)
    minutes = sum(one.end - one.start for one in (*mine, wanted)) // MINUTE
    if limit.cap.minutes is not None and minutes > limit.cap.minutes:
        text = f"{who} would have {minutes} min{scope} that {limit.cap.every}, and {limit.cap.minutes} is the most"
        return Refusal("cap", text, limit.file, limit.key)
    return None


def period(at: int, every: str, zone: ZoneInfo, first_weekday: int) -> tuple[int, int]:
    """The calendar day, week or month of an instant in the zone, as instants, half-open."""
    day = local_day(at, zone)
    if every == "day":
        first, last = day, day + timedelta(days=1)
    elif every == "week":
        first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
        last = first + timedelta(days=7)
    else:
        first = day.replace(day=1)
        last = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day_start(first, zone), day_start(last, zone)


def deadline(start: int, length: str, zone: ZoneInfo) -> int:
    """The last instant that is in time: hours and minutes are elapsed, days keep the wall clock."""
    count, unit = int(length[:-1]), length[-1]
    if unit == "d":
        return instant_near(wall(start, zone) - timedelta(days=count), zone)
    return start - count * _UNITS[unit] * MINUTE


def is_late(start: int, length: str | None, now: int, zone: ZoneInfo) -> bool:
    """Whether the deadline has passed; without one only what has begun is late. Exactly at it is in time."""
    return now > deadline(start, length, zone) if length is not None else now >= start


def too_late_to_move(
    start: int, length: str | None, now: int, zone: ZoneInfo, where: tuple[str | None, str | None]
) -> Refusal | None:
    if length is None or now <= (last := deadline(start, length, zone)):
        return None
    return Refusal("deadline", f"it could be moved until {moment_words(last, zone)}", *where)
