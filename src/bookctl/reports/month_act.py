"""What to act on: each point derived from the figures, with its number and the names behind it."""

from bookctl.ledger.index import Row
from bookctl.model.time import DAY
from bookctl.reports import no_show
from bookctl.reports.customers import Person, everybody_of, levels
from bookctl.reports.frame import Ask, Report
from bookctl.reports.heatmap import NAMES
from bookctl.reports.month_said import Said, many, money, number, percent, rows
from bookctl.reports.owed import debts
from bookctl.reports.slack import rooms
from bookctl.reports.source import Source
from bookctl.reports.today import requests

OFTEN = 2  # missed visits of one person that call for a word
NAMED = 5  # people named in a sentence
ONCE = 7  # days after which somebody who came once should hear from the practice
LEANING, CEILING = 0.4, 0.6


def act(source: Source, ask: Ask, parts: dict[str, Report]) -> Said:
    everybody = everybody_of(source, ask)
    return [
        *_owed(source, ask), *_waiting(source, ask), *_quiet(source, ask, everybody), *_once(source, ask, everybody),
        *_missing(source, ask), *_room(source, ask), *_ceiling(parts), *_leaning(source, parts),
    ]  # fmt: skip


def named(names: list[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _owed(source: Source, ask: Ask) -> Said:
    owed = debts(source, ask.last, ask.where)
    if not owed:
        return []
    people = source.names(owed)
    names = [
        f"{people[id_]} {money(source, amount)}"
        for id_, amount in sorted(owed.items(), key=lambda item: (-item[1], item[0]))
    ]
    who = "1 customer owes" if len(owed) == 1 else f"{len(owed)} customers owe"
    return [("ask for what is owed", f"{who} {money(source, sum(owed.values()))}: {named(names)}")]


def _waiting(source: Source, ask: Ask) -> Said:
    """Requests older than a day, in a month that is not over."""
    if ask.last < source.day(source.now):
        return []
    late = [
        row for row in requests(source, ask) if row.created is not None and source.now - row.created > DAY
    ]
    late.sort(key=lambda row: (row.created or 0, row.id))
    if not late:
        return []
    people = source.names(row.customer for row in late)
    names = [f"{people[row.customer]} ({row.id}, {many(_age(source, row), 'day')})" for row in late]
    verb = "has" if len(late) == 1 else "have"
    return [(f"answer {many(len(late), 'request')}", f"{verb} waited for more than a day: {named(names)}")]


def _age(source: Source, row: Row) -> int:
    return (source.now - (row.created or source.now)) // DAY


def _quiet(source: Source, ask: Ask, everybody: list[Person]) -> Said:
    """Those who became quiet, or lost, within the days."""
    limits = source.catalogue.settings.activity
    length = (min(ask.last, source.day(source.now)) - ask.first).days
    found = levels(source, ask, everybody)
    said: Said = []
    for name, after, do in (
        ("quiet", limits.quiet, "write to"),
        ("lost", limits.lost, "call, before it is too late,"),
    ):
        gone = [item for item in found[name] if item[0] - after <= length]
        names = [f"{one.name} ({days} days, spent {money(source, one.spent)})" for days, one in gone]
        if gone:
            said.append(
                (f"{do} {many(len(gone), 'customer')}", f"gone {name}, nothing booked: {named(names)}")
            )
    return said


def _once(source: Source, ask: Ask, everybody: list[Person]) -> Said:
    """First visits of these days that nothing followed."""
    today = min(ask.last, source.day(source.now))
    quiet = source.catalogue.settings.activity.quiet
    found = [
        (one, source.day(one.first.start))
        for one in everybody
        if len(one.visits) == 1
        and not one.ahead
        and source.day(one.first.start) >= ask.first
        and ONCE <= (today - source.day(one.first.start)).days < quiet
    ]
    found.sort(key=lambda item: (-item[0].spent, item[0].name))
    names = [f"{one.name} ({day:%d %b})" for one, day in found]
    who = many(len(found), "newcomer")
    return (
        [(f"invite {who} back", f"came once, a week ago or longer, nothing booked: {named(names)}")]
        if names
        else []
    )


def _missing(source: Source, ask: Ask) -> Said:
    counts: dict[str, int] = {}
    for row in source.bookings(ask):
        if row.customer and (row.status == "no-show" or no_show.cancelled_late(source, row)):
            counts[row.customer] = counts.get(row.customer, 0) + 1
    often = {id_: count for id_, count in counts.items() if count >= OFTEN}
    people = source.names(often)
    names = [f"{people[id_]} ({often[id_]} times)" for id_ in sorted(often, key=lambda i: (-often[i], i))]
    return (
        [("ask for a deposit", f"did not come or cancelled within 24 hours: {named(names)}")] if names else []
    )


def _room(source: Source, ask: Ask) -> Said:
    """The weekday and the hour whose staffed time is booked least."""
    days, hours = rooms(source, ask)
    if not any(one.booked for one in days):
        return []
    low = min(days, key=lambda one: (one.share, one.weekday))
    high = max(days, key=lambda one: (one.share, -one.weekday))
    hour = min(hours, key=lambda one: (one.share, -one.open, one.weekday, one.hour or 0))
    if low.share > 0.5:
        return []
    text = (
        f"{percent(low.share)} of its staffed hours are booked, {percent(high.share)} on {NAMES[high.weekday]}; "
        f"emptiest: {NAMES[hour.weekday]} {hour.hour:02d}:00, {_hours(hour.booked)} of {_hours(hour.open)}"
    )
    return [(f"fill {NAMES[low.weekday]}", text)]


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0") + "h"


def _ceiling(parts: dict[str, Report]) -> Said:
    """Places that more people could fill."""
    return [
        (
            f"staff the {row[0]}s, or close earlier",
            f"{percent(row[5])} of their {_hours(int(number(row[2])))} have somebody to work",
        )
        for row in rows(parts, "utilisation", "kinds")
        if isinstance(row[5], float) and row[5] < CEILING
    ]


def _leaning(source: Source, parts: dict[str, Report]) -> Said:
    """One service that brings most of the money."""
    found = rows(parts, "services", "services")
    if len(found) < 2 or number(found[0][5]) <= LEANING:
        return []
    name, part = found[0][0], percent(found[0][5])
    return [
        (
            "do not lean on one service",
            f"{name} brings {part} of what was booked, {money(source, found[0][3])}",
        )
    ]
