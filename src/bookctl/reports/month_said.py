"""What went well and what fell, in sentences that are made of figures."""

from typing import NamedTuple

from bookctl.model.counted import counted
from bookctl.model.money import exponent
from bookctl.reports.frame import Fact, Report, Table, Unit, Value
from bookctl.reports.source import Source

Said = list[tuple[str, str]]
"""What, and the figures that say so."""
ENOUGH = 3  # ratings from which an average is worth a sentence
POOR = 3.5
MOST = 5
MOVED = {
    "revenue": ("revenue rose", "revenue fell"),
    "average": ("the average ticket rose", "the average ticket fell"),
    "density": ("a booked hour brought more", "a booked hour brought less"),
    "bookings": ("more bookings", "fewer bookings"),
    "utilisation": ("the open hours were fuller", "the open hours were emptier"),
    "no_show": ("fewer visits were missed", "more visits were missed"),
    "customers": ("more customers came", "fewer customers came"),
    "new": ("more came for the first time", "fewer came for the first time"),
}


class Months(NamedTuple):
    """The reports by name, of these days and of the ones before; None where the book had nothing yet."""

    now: dict[str, Report]
    was: dict[str, Report] | None


def well(source: Source, made: Months, facts: tuple[Fact, ...]) -> Said:
    services, people = rows(made.now, "services", "services"), rows(made.now, "ratings", "persons")
    best: Said = []
    if services and services[0][3]:
        name, count, _, sum_, _, part = services[0]
        best.append((f"{name} brought most", f"{money(source, sum_)}, {percent(part)} of what was booked, in {many(count, 'booking')}"))  # fmt: skip
    rated = [row for row in people if number(row[1]) >= ENOUGH]
    if rated and number(rated[0][2]) > POOR:
        name, count, mean, _ = rated[0]
        best.append((f"{name} is rated best", f"{number(mean):.1f} of 5 in {count} ratings"))
    again = _fact(made.now["customers"], "repeat")
    if isinstance(again.value, float) and again.value >= 0.5:
        best.append(("customers come back", f"{percent(again.value)} of those who came have been here more than once"))  # fmt: skip
    return [*_moved(source, facts, 0), *_changed(source, made, 1), *best][:MOST]


def fell(source: Source, made: Months, facts: tuple[Fact, ...]) -> Said:
    said = [*_moved(source, facts, 1), *_changed(source, made, -1)]
    lost = _fact(made.now["no-show"], "lost").value
    trend = rows(made.now, "no-show", "periods")
    missed, late = (int(sum(number(row[at]) for row in trend)) for at in (2, 3))
    if lost:
        said.append(("missed visits cost", f"{money(source, lost)}: {missed} not kept, {late} cancelled within 24 hours"))  # fmt: skip
    poor = [
        row
        for row in rows(made.now, "ratings", "services")
        if number(row[1]) >= ENOUGH and number(row[2]) < POOR
    ]
    if poor:
        names = ", ".join(f"{row[0]} ({number(row[2]):.1f} of 5 in {row[1]})" for row in poor[::-1][:3])
        said.append(("some were rated low", names))
    return said[: MOST + 1]


def rows(parts: dict[str, Report], report: str, key: str) -> list[tuple[Value, ...]]:
    return next(
        (part.rows for part in parts[report].parts if isinstance(part, Table) and part.key == key), []
    )


def number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def many(count: Value, one: str) -> str:
    return counted(int(number(count)), one)


def percent(value: Value) -> str:
    return f"{number(value):.0%}"


def money(source: Source, value: Value) -> str:
    """With separators; decimals only where there are any."""
    whole, rest = divmod(int(number(value)), source.unit)
    return f"{whole:,}{f'.{rest:0{exponent(source.currency)}d}' if rest else ''} {source.currency}"


def _fact(report: Report, key: str) -> Fact:
    return next(fact for fact in report.facts if fact.key == key)


def _moved(source: Source, facts: tuple[Fact, ...], wanted: int) -> Said:
    """The facts that are better (0) or worse (1) than before by what can be seen in a whole percent."""
    said: Said = []
    for fact in facts:
        now, was = fact.value, fact.before
        if fact.key not in MOVED or not isinstance(now, int | float) or not isinstance(was, int | float):
            continue
        step = (now - was) * 100 if fact.unit == "share" else (now - was) / was * 100 if was else 0.0
        if abs(step) >= 1 and (step * fact.good < 0) == bool(wanted):
            how = counted(round(abs(step)), "point") if fact.unit == "share" else f"{abs(step):.0f}%"
            more = "more" if step > 0 else "less"
            said.append((MOVED[fact.key][wanted], f"{_figure(source, now, fact.unit)}, {how} {more} than the {_figure(source, was, fact.unit)} before"))  # fmt: skip
    return said


def _figure(source: Source, value: Value, unit: Unit) -> str:
    if unit == "money":
        return money(source, value)
    return f"{number(value):.1%}" if unit == "share" else f"{int(number(value)):,}"


def _changed(source: Source, made: Months, way: int) -> Said:
    """The service and the person whose revenue rose (1) or fell (-1) most."""
    said: Said = []
    if made.was is None:
        return said
    for report, name_at, sum_at in (("services", 0, 3), ("staff", 1, 4)):
        now, was = (
            {str(row[name_at]): number(row[sum_at]) for row in rows(parts, report, report)}
            for parts in (made.now, made.was)
        )
        steps = {name: (now.get(name, 0.0) - was.get(name, 0.0)) * way for name in sorted({*now, *was})}
        top = max(steps, key=lambda name: steps[name], default=None)
        if top is not None and steps[top] > 0:
            verb = "rose" if way > 0 else "fell"
            said.append((f"{top} {verb} most", f"{money(source, now.get(top, 0))} after {money(source, was.get(top, 0))} before"))  # fmt: skip
    return said
