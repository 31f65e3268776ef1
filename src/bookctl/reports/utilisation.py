"""How much of the open hours is used, by resource, kind and day, and what the roster itself makes possible."""

from bisect import bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import NamedTuple

from bookctl.engine.hours import open_spans
from bookctl.engine.spans import Span
from bookctl.ledger.index import Row
from bookctl.model.persons import PEOPLE
from bookctl.model.resource import Resource
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source, bucket_of, buckets


class Used(NamedTuple):
    """Minutes, times units."""

    booked: int = 0
    occupied: int = 0
    delivered: int = 0


def build(source: Source, ask: Ask) -> Report:
    start, end = source.span(ask)
    opened = {
        id_: open_spans(one, source.catalogue.settings, start, end)
        for id_, one in source.catalogue.resources.items()
        if one.hours
    }
    used, by_bucket = _used(source, ask)
    tables = (
        _by_resource(source, ask, opened, used),
        _by_kind(source, opened, used),
        _over_time(source, ask, opened, by_bucket),
    )
    minutes = sum(_minutes(source.catalogue.resources[id_], spans) for id_, spans in opened.items())
    booked = sum(used[id_].booked for id_ in opened)
    occupied, delivered = (sum(used[id_][at] for id_ in opened) for at in (1, 2))
    facts: tuple[Fact, ...] = (
        Fact("utilisation", "of open hours booked", share(booked, minutes), "share", good=1),
        Fact("open", "open", minutes, "minutes"),
        Fact("booked", "booked", booked, "minutes", good=1),
        Fact("occupied", "occupied, with preparation and clean-up", occupied, "minutes", good=1),
        Fact("delivered", "delivered so far", delivered, "minutes", good=1),
    )
    if ask.target:
        missing = round(minutes * ask.target) - booked
        facts += (Fact("target", f"missing to {ask.target:.0%}", max(0, missing), "minutes", good=-1),)
    return Report("utilisation", "Utilisation", ask.first, ask.last, facts, tables, _notes(source, opened))


def _used(source: Source, ask: Ask) -> tuple[dict[str, Used], dict[object, int]]:
    """By resource; and minutes booked by the first day of each bucket, of resources with hours."""
    used: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    buckets_: defaultdict[object, int] = defaultdict(int)
    hours = {id_ for id_, one in source.catalogue.resources.items() if one.hours}
    first = 0 if source.settings.week_start == "mon" else 6
    for row in source.rows(ask):
        if not source.live(row) or not row.uses:
            continue
        start, end, bucket = row.start, row.end, bucket_of(source.day(row.start), ask.by, first)
        for resource, from_, to, units in row.uses:
            sums = used[resource]
            held = (to - from_) // 60 * units
            work = held if from_ >= start and to <= end else _overlap((from_, to), (start, end)) * units
            sums[0] += work
            sums[1] += held
            if row.status == "completed":
                sums[2] += work if row.minutes is None else _delivered(row, work)
            if resource in hours:
                buckets_[bucket] += work
    return defaultdict(Used, {id_: Used(*sums) for id_, sums in used.items()}), buckets_


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) // 60


def _delivered(row: Row, work: int) -> int:
    """What it really took, as noted; a resource used for part of it has that part of it."""
    length = (row.end - row.start) // 60
    return round(work * (row.minutes or 0) / length) if length else work


def _minutes(resource: Resource, spans: list[Span]) -> int:
    return sum(end - start for start, end in spans) // 60 * resource.capacity


def _by_resource(source: Source, ask: Ask, opened: dict[str, list[Span]], used: dict[str, Used]) -> Table:
    target = (Column("target", "to target", "minutes"),) if ask.target else ()
    columns = (
        Column("resource", "resource", "text"), Column("kind", "kind", "text"), Column("open", "open", "minutes"),
        Column("booked", "booked", "minutes"), Column("occupied", "occupied", "minutes"),
        Column("delivered", "delivered", "minutes"), Column("share", "used", "share", bar=True), *target,
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for id_, spans in opened.items():
        one, sums = source.catalogue.resources[id_], used[id_]
        minutes = _minutes(one, spans)
        missing = (round(minutes * ask.target) - sums.booked,) if ask.target else ()
        rows.append((one.name, one.kind, minutes, *sums, share(sums.booked, minutes), *missing))
    rows.sort(key=lambda row: (str(row[1]), -float(row[6] or 0), str(row[0])))
    note = "Booked is the service itself, occupied adds preparation and clean-up, delivered is what it really took."
    return Table("resources", "By resource", columns, rows, note=note)


def _by_kind(source: Source, opened: dict[str, list[Span]], used: dict[str, Used]) -> Table:
    people = [(id_, spans) for id_, spans in opened.items() if source.catalogue.resources[id_].kind in PEOPLE]
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in opened:
        kinds[source.catalogue.resources[id_].kind].append(id_)
    rows: list[tuple[Value, ...]] = []
    for kind, ids in sorted(kinds.items()):
        minutes = sum(_minutes(source.catalogue.resources[id_], opened[id_]) for id_ in ids)
        booked = sum(used[id_].booked for id_ in ids)
        most = (
            minutes
            if kind in PEOPLE or not people
            else _together(
                [opened[id_] for id_ in ids for _ in range(source.catalogue.resources[id_].capacity)],
                [spans for _, spans in people],
            )
        )
        rows.append(
            (
                kind,
                len(ids),
                minutes,
                booked,
                share(booked, minutes),
                share(most, minutes),
                share(booked, most),
            )
        )
    columns = (
        Column("kind", "kind", "text"), Column("count", "how many"), Column("open", "open", "minutes"),
        Column("booked", "booked", "minutes"), Column("share", "used", "share", bar=True),
        Column("ceiling", "ceiling", "share"), Column("of_ceiling", "of the ceiling", "share"),
    )  # fmt: skip
    note = "The ceiling is the share of open hours for which there is somebody to work: a room without staff cannot be filled."
    return Table("kinds", "By kind", columns, rows, note=note)


def _together(places: list[list[Span]], people: list[list[Span]]) -> int:
    """Minutes for which a place and a person are both there: at each instant the lesser of the two counts."""
    edges = sorted(
        [(at, step, 0) for spans in places for span in spans for at, step in zip(span, (1, -1), strict=True)]
        + [
            (at, 0, step)
            for spans in people
            for span in spans
            for at, step in zip(span, (1, -1), strict=True)
        ]
    )
    open_places = open_people = total = last = 0
    for at, place, person in edges:
        total += min(open_places, open_people) * (at - last)
        open_places, open_people, last = open_places + place, open_people + person, at
    return total // 60


def _over_time(source: Source, ask: Ask, opened: dict[str, list[Span]], booked: dict[object, int]) -> Table:
    week_start = 0 if source.settings.week_start == "mon" else 6
    rows: list[tuple[Value, ...]] = []
    for bucket in buckets(ask, week_start):
        span = source.span(ask._replace(first=bucket.first, last=bucket.last))
        minutes = sum(
            _within(spans, span) * source.catalogue.resources[id_].capacity for id_, spans in opened.items()
        )
        sums = booked[bucket_of(bucket.first, ask.by, week_start)]
        rows.append((bucket.name, minutes, sums, share(sums, minutes)))
    columns = (
        Column("period", ask.by, "text"), Column("open", "open", "minutes"), Column("booked", "booked", "minutes"),
        Column("share", "used", "share", bar=True),
    )  # fmt: skip
    return Table("periods", f"By {ask.by}", columns, rows)


def _within(spans: list[Span], of: Span) -> int:
    """Minutes of the spans, which are in order and apart, that lie within."""
    at = bisect_right(spans, of[0], key=itemgetter(1))
    total = 0
    while at < len(spans) and spans[at][0] < of[1]:
        total += min(of[1], spans[at][1]) - max(of[0], spans[at][0])
        at += 1
    return total // 60


def _notes(source: Source, opened: dict[str, list[Span]]) -> tuple[str, ...]:
    always = sorted(
        one.name for id_, one in source.catalogue.resources.items() if id_ not in opened and not one.retired
    )
    return (f"Always open, so not counted: {', '.join(always)}.",) if always else ()
