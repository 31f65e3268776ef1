from collections.abc import Iterator

from bookctl.engine.hours import open_spans
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Sheet, Survey
from bookctl.model.booking import held_by
from bookctl.model.catalogue import Catalogue
from bookctl.model.status import Held
from bookctl.model.time import day_span, local_day, wall

OPEN = frozenset({"requested", "held", "confirmed", "arrived"})
HELP = 'move it, or say why it is right: forced = "…"'
Spans = list[tuple[int, int]]


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    """Only the work itself: padding may lie outside the hours. What is over and marked is left in peace."""
    if book.catalogue is None or not sheet.spans:
        return
    hours = _Hours(book.catalogue, sheet)
    for record, (start, end) in zip(sheet.records, sheet.spans, strict=True):
        if record.status not in OPEN or record.forced is not None:
            continue
        for held in held_by(record):
            if held.resource in book.catalogue.resources and not hours.cover(held, start, end):
                text = f"{held.resource} is not open during all of {record.id}"
                mark = hours.told(held.resource, start)
                yield Remark(sheet.spot(record, "start"), text, help=HELP, mark=mark, warning=True)


class _Hours:
    """When each resource is open around one page; worked out once for each."""

    def __init__(self, catalogue: Catalogue, sheet: Sheet) -> None:
        self._catalogue = catalogue
        self._zone = catalogue.settings.zone
        first, behind = day_span(sheet.day, self._zone)
        starts, ends = zip(*sheet.spans, strict=True)
        self._first, self._last = min(first, *starts), max(behind, *ends)
        self._spans: dict[str, Spans] = {}

    def cover(self, held: Held, start: int, end: int) -> bool:
        """Whether the resource is open while it is both held and at work, from start to end."""
        start, end = max(start, held.start), min(end, held.end)
        return start >= end or any(
            opens <= start and end <= closes for opens, closes in self._open(held.resource)
        )

    def told(self, resource: str, start: int) -> str:
        """The open hours of the local day of an instant."""
        first, behind = day_span(local_day(start, self._zone), self._zone)
        spans = [span for span in self._open(resource) if span[0] < behind and span[1] > first]
        hours = " ".join(f"{wall(a, self._zone):%H:%M}-{wall(b, self._zone):%H:%M}" for a, b in spans)
        return f"{resource} is open {hours} that day" if hours else f"{resource} is not open that day"

    def _open(self, resource: str) -> Spans:
        if resource not in self._spans:
            found = open_spans(
                self._catalogue.resources[resource], self._catalogue.settings, self._first, self._last
            )
            self._spans[resource] = [(span[0], span[1]) for span in found]
        return self._spans[resource]


CHECK = Check(
    "hours", "nothing is booked outside the open hours of what it uses, unless forced", "strict", on_page
)
