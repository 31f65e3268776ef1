"""What a report is: facts, tables and grids of figures. Nothing here draws."""

from datetime import date
from typing import Literal, NamedTuple

Unit = Literal["text", "word", "count", "minutes", "money", "share", "number", "date", "moment"]
Value = int | float | str | None
"""By unit: text, word (an id, never cut), date (YYYY-MM-DD) and moment (ISO 8601, with the ledger's offset) are str;
count, minutes and money (minor units) int; share 0 to 1 and number float.
"""
By = Literal["day", "week", "month", "quarter"]


class Column(NamedTuple):
    """`bar`: the figure is also drawn as a bar, in proportion to the largest of its column."""

    key: str
    title: str
    unit: Unit = "count"
    bar: bool = False


class Table(NamedTuple):
    """`total` is a last row; `note` says how to read it; `listed`: the last column stands below, wrapped, never cut.

    `sign` is the status whose sign stands before each point of a listed table without bars.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    total: tuple[Value, ...] | None = None
    note: str | None = None
    listed: bool = False
    sign: str = "confirmed"


class Grid(NamedTuple):
    """A figure for each cell of a map: `values[row][column]`, None where there can be none."""

    key: str
    title: str
    down: tuple[str, ...]
    across: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    unit: Unit = "count"
    note: str | None = None


class Fact(NamedTuple):
    """One figure that stands at the top. `before` is that of the previous period; `good` 1: more is better, -1: less."""

    key: str
    label: str
    value: Value
    unit: Unit = "count"
    before: Value = None
    good: int = 0


class Report(NamedTuple):
    """`first` and `last` are local days, both included."""

    name: str
    title: str
    first: date
    last: date
    facts: tuple[Fact, ...]
    parts: tuple[Table | Grid, ...]
    notes: tuple[str, ...] = ()


class Ask(NamedTuple):
    """What is asked: local days, both included; a query as in `find`; `target` a share to compare with."""

    first: date
    last: date
    by: By = "month"
    compare: bool = False
    where: str = ""
    target: float | None = None
    top: int = 20


def share(part: float, whole: float) -> float | None:
    """None where there is nothing to be a share of."""
    return part / whole if whole else None
