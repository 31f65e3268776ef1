"""What one rule plans for one subject, however far off: for showing, never for sending."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bookctl.messages.due import Due, Hours
from bookctl.messages.due_find import turns
from bookctl.messages.subjects import Book, last_change
from bookctl.model.time import DAY

if TYPE_CHECKING:
    from bookctl.ledger.index import CustomerRow, PurchaseRow, Row
    from bookctl.model.rule import Rule

FAR = 800 * DAY


class Only:
    """A ledger narrowed to one booking, or to one customer with their bookings and purchases."""

    def __init__(self, source: Book, rows: "Sequence[Row]", customer: str | None) -> None:
        self._source, self._rows, self._customer = source, rows, customer

    def rows(self, start: int, end: int) -> "Sequence[Row]":
        return [row for row in self._rows if row.start < end and row.end > start]

    def touched(self, since: int) -> "Sequence[Row]":  # noqa: ARG002 - one booking is looked at anyway
        return self._rows

    def changed(self, since: int, what: str, among: frozenset[str]) -> "Iterable[tuple[Row, int]]":
        found = [
            (row, last_change(self._source.history(row), what, since))
            for row in self._rows
            if row.status in among
        ]
        return [(row, at) for row, at in found if at is not None]

    def birthdays(self, days: Iterable[str]) -> "Sequence[CustomerRow]":
        return [one for one in self._source.birthdays(days) if one.id == self._customer]

    def purchases(self) -> "Sequence[PurchaseRow]":
        return [one for one in self._source.purchases() if one.customer == self._customer]

    def quiet(self) -> str | None:
        return self._source.quiet()

    def silent(self) -> frozenset[str]:
        return self._source.silent()


def planned(source: Only, rule: "tuple[str, Rule]", now: int, zone: ZoneInfo) -> list[Due]:
    """Everything the rule plans for the subject, past and to come, in order of time, as it stands at `now`."""
    reach = FAR if not rule[1].when.birthday else 366 * DAY
    hours = Hours(source, zone)
    found = [hours.of(turn) for turn in turns(source, dict([rule]), (now, now - reach, now + reach), zone)]
    told = [
        one if now < one.deadline else one._replace(missed=one.missed or "its time was over") for one in found
    ]
    return sorted(told, key=lambda one: (one.due, one.key))
