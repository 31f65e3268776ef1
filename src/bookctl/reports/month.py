"""One page for the wall: the month in figures beside the one before, and what to do about them."""

from bookctl.reports import channels, customers, heatmap, no_show, revenue, services, staff, utilisation
from bookctl.reports.frame import Ask, Column, Grid, Report, Table, Value
from bookctl.reports.owed import debts, owed_table
from bookctl.reports.source import Source

OFTEN = 2  # no-shows of one person that call for a word
WAITING = 86_400  # seconds after which a request has waited too long


def build(source: Source, ask: Ask) -> Report:
    asked = ask._replace(compare=True, top=5)
    parts = {
        name: module.build(source, asked)
        for name, module in (
            ("revenue", revenue), ("services", services), ("utilisation", utilisation), ("no-show", no_show),
            ("customers", customers), ("staff", staff), ("heatmap", heatmap), ("channels", channels),
        )
    }  # fmt: skip
    facts = (
        *parts["revenue"].facts[:3], parts["services"].facts[0], parts["utilisation"].facts[0],
        parts["no-show"].facts[0], *parts["customers"].facts[:2],
    )  # fmt: skip
    shown = (
        _advice(source, ask, parts), parts["revenue"].parts[0], parts["services"].parts[0], parts["staff"].parts[0],
        parts["heatmap"].parts[0], owed_table(source, ask.last, 5),
    )  # fmt: skip
    return Report("month", "The month", ask.first, ask.last, facts, shown)


def _advice(source: Source, ask: Ask, parts: dict[str, Report]) -> Table:
    rows: list[tuple[Value, ...]] = [
        (what, why)
        for what, why in (
            *_owed(source, ask), *_waiting(source), *_missing(source, ask), *_slack(parts), *_ceiling(parts),
            *_leaning(parts),
        )
    ]  # fmt: skip
    columns = (Column("do", "do", "text"), Column("why", "because", "text"))
    return Table("advice", "To act on", columns, rows, listed=True)


def _owed(source: Source, ask: Ask) -> list[tuple[str, str]]:
    owed = debts(source, ask.last)
    if not owed:
        return []
    total = sum(owed.values()) // source.unit
    return [
        ("ask for what is owed", f"{len(owed)} customers owe {total:,} {source.currency}; the list is below")
    ]


def _waiting(source: Source) -> list[tuple[str, str]]:
    late = [
        row
        for row in source.index.rows(source.now, source.now + 400 * 86_400)
        if row.status == "requested" and row.created is not None and source.now - row.created > WAITING
    ]
    ids = ", ".join(row.id for row in late[:3])
    return [("answer the requests", f"{len(late)} have waited for more than a day: {ids}")] if late else []


def _missing(source: Source, ask: Ask) -> list[tuple[str, str]]:
    counts: dict[str, int] = {}
    for row in source.bookings(ask):
        if row.customer and (row.status == "no-show" or no_show.cancelled_late(row)):
            counts[row.customer] = counts.get(row.customer, 0) + 1
    often = {id_: count for id_, count in counts.items() if count >= OFTEN}
    people = source.index.customers(often)
    names = ", ".join(
        f"{people[id_].name} ({often[id_]})"
        for id_ in sorted(often, key=lambda i: (-often[i], i))
        if id_ in people
    )
    return (
        [("ask for a deposit", f"did not come or cancelled too late more than once: {names}")]
        if names
        else []
    )


def _slack(parts: dict[str, Report]) -> list[tuple[str, str]]:
    """The weekday whose open hours see least, as against the busiest."""
    grid = parts["heatmap"].parts[0]
    if not isinstance(grid, Grid):
        return []
    sums = [sum(float(value or 0) for value in row) for row in grid.values]
    if not any(sums):
        return []
    low, high = min(zip(sums, grid.down, strict=True)), max(zip(sums, grid.down, strict=True))
    if low[0] > high[0] / 2:
        return []
    return [
        (
            f"fill {low[1]}",
            f"{low[0]:.1f} bookings an average {low[1]}, {high[0]:.1f} on {high[1]}: a reward for off-peak times?",
        )
    ]


def _ceiling(parts: dict[str, Report]) -> list[tuple[str, str]]:
    """Places that more people could fill."""
    kinds = parts["utilisation"].parts[1]
    if not isinstance(kinds, Table):
        return []
    return [
        (
            f"staff the {row[0]}s, or close earlier",
            f"only {float(row[5]):.0%} of their open hours have somebody to work",
        )
        for row in kinds.rows
        if isinstance(row[5], float) and row[5] < 0.6
    ]


def _leaning(parts: dict[str, Report]) -> list[tuple[str, str]]:
    """One service that brings most of the money."""
    table = parts["services"].parts[0]
    if not isinstance(table, Table) or not table.rows:
        return []
    name, share_ = table.rows[0][0], table.rows[0][5]
    if isinstance(share_, float) and share_ > 0.4:
        return [("do not lean on one service", f"{name} brings {share_:.0%} of the revenue")]
    return []
