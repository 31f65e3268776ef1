"""What is drawn: plain records, made by the command line from the index. Instants are seconds UTC, half-open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FREEING = frozenset({"cancelled", "declined"})
OVER = FREEING | {"completed", "no-show"}


class Entry(NamedTuple):
    """A line of the agenda. A session has no customer but seats; time away has neither, and no id."""

    start: int
    end: int
    id: str = ""
    status: str = "confirmed"
    customer: str = ""
    service: str = ""
    resources: tuple[str, ...] = ()
    kind: Literal["booking", "session", "away"] = "booking"
    seats: tuple[int, int] | None = None  # taken, of how many
    remark: str = ""
    conflict: bool = False


class Agenda(NamedTuple):
    """The days to show, in order, and whatever lies on them, in order of start.

    `free` is minutes still open on a day, `closed` why a day is not open; both only where known.
    """

    days: Sequence[date]
    entries: Sequence[Entry]
    now: int
    zone: "ZoneInfo"
    free: Mapping[date, int] = {}
    closed: Mapping[date, str] = {}


class Block(NamedTuple):
    """A stretch of a lane that is taken. Padding has the id of its booking."""

    start: int
    end: int
    label: str
    status: str = "confirmed"
    id: str = ""
    kind: Literal["work", "padding", "class"] = "work"
    conflict: bool = False


class Lane(NamedTuple):
    """One resource's day: when it is open, and what it holds."""

    resource: str
    name: str
    open: Sequence[tuple[int, int]]
    blocks: Sequence[Block]


class Board(NamedTuple):
    """One day with its lanes, or several days with the same lanes on each."""

    days: Sequence[tuple[date, Sequence[Lane]]]
    now: int
    zone: "ZoneInfo"


class Happening(NamedTuple):
    """One line of a booking's history."""

    at: int
    text: str
    by: str = ""
    reason: str = ""


class Detail(NamedTuple):
    """One booking in full: `facts` are its keys and values in order, those without a value left out."""

    id: str
    status: str
    facts: Sequence[tuple[str, str]]
    history: Sequence[Happening]
    zone: "ZoneInfo"
