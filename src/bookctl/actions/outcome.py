from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bookctl.ledger.index import Row


class Outcome(NamedTuple):
    """What a verb has decided: `op` for the commit's trailer, `line` for the person, `data` for programs."""

    op: str
    line: str
    data: dict[str, Any]
    records: int = 1
    trailers: tuple[tuple[str, str], ...] = ()


def told(row: "Row | None") -> dict[str, Any]:
    """A booking or session for a program: every field always present, times as instants."""
    return row._asdict() if row is not None else {}
