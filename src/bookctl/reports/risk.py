"""Which of the bookings ahead may not be kept, and how far such figures were right in the past."""

from collections import defaultdict
from typing import NamedTuple

from bookctl.ledger.index import Row
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value
from bookctl.reports.no_show import CAME, lead
from bookctl.reports.source import Source

WEIGHT = 5.0  # how many visits the general rate counts for beside a customer's own
AHEAD = frozenset({"requested", "held", "confirmed"})
ENOUGH, MARGIN = 50, 0.98  # past visits, and how much better the finer method must do to be used
BINS = (0.05, 0.1, 0.2, 0.4, 1.01)


class Tally:
    """Visits due and missed so far; rates are smoothed towards a wider one."""

    def __init__(self) -> None:
        self.all = [0, 0]
        self.by_lead: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.by_customer: defaultdict[str | None, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, lead_: str, customer: str | None, *, missed: bool) -> None:
        for counts in (self.all, self.by_lead[lead_], self.by_customer[customer]):
            counts[0] += 1
            counts[1] += missed

    def general(self) -> float:
        return (self.all[1] + 0.5) / (self.all[0] + 5)

    def of(self, lead_: str, customer: str | None) -> float:
        """The customer's own rate, held to that of the time between booking and visit, held to the general one."""
        base = _held(self.by_lead[lead_], self.general())
        return _held(self.by_customer[customer], base)


class Past(NamedTuple):
    tally: Tally
    judged: list[tuple[float, float, bool]]
    """Of each past visit: what each method would have said the moment before, and whether it was missed."""


def build(source: Source, ask: Ask) -> Report:
    past = _past(source)
    simple, fine = (_brier([(one[at], one[2]) for one in past.judged]) for at in (0, 1))
    earns = len(past.judged) >= ENOUGH and fine is not None and simple is not None and fine < simple * MARGIN
    at = 1 if earns else 0
    ahead = [
        row
        for row in source.bookings(ask)
        if row.status in AHEAD and source.live(row) and row.start > source.now
    ]
    judged = sorted(
        ((_risk(source, past.tally, row, fine=earns), row) for row in ahead),
        key=lambda i: (-i[0], i[1].start),
    )
    facts = (
        Fact(
            "expected",
            "of the bookings ahead may be missed",
            sum(risk for risk, _ in judged),
            "number",
            None,
            -1,
        ),
        Fact("method", "is the method", "own history and lead time" if earns else "the general rate", "text"),
        Fact(
            "brier",
            "Brier score x 1000 on past visits; 0 is perfect",
            _scaled(fine if earns else simple),
            "number",
        ),
    )
    parts = (
        _upcoming(source, ask, judged),
        _calibration([(one[at], one[2]) for one in past.judged]),
        _methods(simple, fine),
    )
    return Report("risk", "No-show risk", ask.first, ask.last, facts, parts)


def _held(counts: list[int], towards: float) -> float:
    return (counts[1] + WEIGHT * towards) / (counts[0] + WEIGHT)


def _risk(source: Source, tally: Tally, row: Row, *, fine: bool) -> float:
    return tally.of(lead(source, row), row.customer) if fine else tally.general()


def _past(source: Source) -> Past:
    """All visits before now in order, each judged from those before it alone."""
    past = Past(Tally(), [])
    for row in source.index.rows(0, source.now, ("booking",)):
        if row.status in CAME or row.status == "no-show":
            missed, lead_ = row.status == "no-show", lead(source, row)
            past.judged.append((past.tally.general(), past.tally.of(lead_, row.customer), missed))
            past.tally.add(lead_, row.customer, missed=missed)
    return past


def _brier(judged: list[tuple[float, bool]]) -> float | None:
    """Mean squared difference between what was said and what came (Brier 1950)."""
    return sum((said - missed) ** 2 for said, missed in judged) / len(judged) if judged else None


def _upcoming(source: Source, ask: Ask, judged: list[tuple[float, Row]]) -> Table:
    names = source.names(row.customer for _, row in judged)
    rows: list[tuple[Value, ...]] = []
    for risk, row in judged[: ask.top]:
        at = source.local(row.start).isoformat(timespec="minutes")
        rows.append((row.id, at, names[row.customer], source.services.get(row.service, row.service), risk))
    columns = (
        Column("id", "id", "word"), Column("when", "when", "moment"), Column("customer", "customer", "text"),
        Column("service", "service", "text"), Column("risk", "risk", "share", bar=True),
    )  # fmt: skip
    return Table("ahead", "Ahead, the most doubtful first", columns, rows)


def _calibration(judged: list[tuple[float, bool]]) -> Table:
    """Of the visits of which a risk in the bin was said, the share that was missed."""
    rows: list[tuple[Value, ...]] = []
    low = 0.0
    for high in BINS:
        inside = [(said, missed) for said, missed in judged if low <= said < high]
        if inside:
            said = sum(one for one, _ in inside) / len(inside)
            missed = sum(one for _, one in inside) / len(inside)
            rows.append((f"{low * 100:.0f}-{min(high, 1) * 100:.0f}%", len(inside), said, missed))
        low = high
    columns = (
        Column("bin", "risk", "text"), Column("count", "visits"), Column("said", "said", "share"),
        Column("came", "missed", "share", bar=True),
    )  # fmt: skip
    return Table(
        "calibration",
        "Was it right in the past",
        columns,
        rows,
        note="Each past visit was judged from those before it alone.",
    )


def _methods(simple: float | None, fine: float | None) -> Table:
    rows: list[tuple[Value, ...]] = [
        ("the general rate", _scaled(simple)),
        ("own history and lead time", _scaled(fine)),
    ]
    columns = (Column("method", "method", "text"), Column("brier", "Brier score x 1000", "number"))
    return Table("methods", "Methods tried, the simple one wins a draw", columns, rows)


def _scaled(score: float | None) -> float | None:
    return None if score is None else score * 1000
