"""The gate for changes made as text: an undo, a hand edit, an edited resource. No path leads around it."""

from bookctl.actions.desk import Desk
from bookctl.actions.gate_money import prove_money
from bookctl.actions.problems import Faulty, Refused, Usage
from bookctl.engine.occupancy import overlaps, peak
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import page_day, record_of
from bookctl.ledger.load import page_from, record_from
from bookctl.ledger.tombstone import is_tombstone
from bookctl.ledger.transaction import FileChange
from bookctl.model.booking import Booking, Session, held_by
from bookctl.model.resource import Resource
from bookctl.model.status import occupies
from bookctl.model.time import DAY

FUTURE = 10 * 366 * DAY


def prove(desk: Desk, changes: tuple[FileChange, ...]) -> None:
    """Refused where the files as changed would double-book; Faulty where they would not read."""
    findings: list[Finding] = []
    after: dict[str, Booking | Session] = {}
    before: dict[str, Booking | Session] = {}
    for change in changes:
        if page_day(change.path) is None:
            findings += _record_faults(change)
            continue
        before |= _records(change.path, change.old, [])
        after |= _records(change.path, change.new, findings)
    if findings:
        raise Faulty(f"this would leave {findings[0].file} unreadable: {findings[0].text}", findings)
    changed = [item for id_, item in after.items() if before.get(id_) != item]
    for gone in before.keys() - after.keys():
        desk.busy.replace(gone, [])
    for item in changed:
        desk.settle(item)
    for item in changed:
        _fits(desk, item)
    prove_money(desk, changes, changed)
    for change in changes:
        _still_enough(desk, change)


def _records(path: str, data: bytes | None, findings: list[Finding]) -> dict[str, Booking | Session]:
    if data is None:
        return {}
    page, faults = page_from(path, data)
    findings += [fault for fault in faults if fault.severity == "error"]
    return {item.id: item for item in page.records}


def _record_faults(change: FileChange) -> list[Finding]:
    kind = record_of(change.path)
    if kind is None or change.new is None:
        return []
    return record_from(kind[0], change.path, change.new)[1]


def _still_enough(desk: Desk, change: FileChange) -> None:
    """A resource that comes back with less capacity."""
    kind = record_of(change.path)
    if kind is None or kind[0] != "resource" or change.new is None:
        return
    record, _ = record_from("resource", change.path, change.new)
    if isinstance(record, Resource):
        fits_capacity(desk, kind[1], record.capacity)


def fits_capacity(desk: Desk, resource: str, capacity: int) -> None:
    """Refused where the resource is used more than so much from now on."""
    known = desk.catalogue.resources.get(resource)
    if known is not None and known.capacity <= capacity:
        return
    for clash in overlaps(desk.busy.held(resource, desk.now, desk.now + FUTURE), {resource: capacity}):
        when = desk.local(clash.start)
        raise Refused(
            f"{clash.units} of {resource} are in use on {when:%a %d %b %Y %H:%M}: {', '.join(clash.owners)}"
        )


def _fits(desk: Desk, item: Booking | Session) -> None:
    if item.forced or not occupies(item.status, getattr(item, "until", None), desk.now):
        return
    for use in held_by(item):
        resource = desk.catalogue.resources.get(use.resource)
        others = desk.busy.held(use.resource, use.start, use.end)
        if resource is None or peak(others, use.start, use.end) <= resource.capacity:
            continue
        others = [other for other in others if not _forced(desk, other.owner)]
        if peak(others, use.start, use.end) <= resource.capacity:
            continue
        rival = next((other.owner for other in others if other.owner != item.id), item.id)
        raise Refused(f"{item.id} does not fit: {use.resource} is taken by {rival} then")


def _forced(desk: Desk, owner: str) -> bool:
    """Whether somebody wanted it there although it was taken, and said why."""
    row = desk.rows.latest(owner) or desk.index.row(owner)
    return row is not None and desk.record(row).forced is not None


def refuse_unreadable(files: tuple[FileChange, ...]) -> None:
    """Usage where what a person typed would stand in the book but not be read from it again."""
    for file in files:
        if file.new is None:
            continue
        faults = _record_faults(file) if page_day(file.path) is None else page_from(file.path, file.new)[1]
        wrong = [fault for fault in faults if fault.severity == "error"]
        if wrong:
            raise Usage(wrong[0].text, help=wrong[0].help)


def refuse_revival(files: tuple[FileChange, ...]) -> None:
    """Refused where a forgotten person would stand in the book again: by undo, redo or an edit."""
    for file in files:
        if is_tombstone(file.old) and not is_tombstone(file.new):
            id_ = (record_of(file.path) or ("", file.path))[1]
            raise Refused(
                f"{id_} was forgotten and does not come back",
                help='whoever comes again is a new customer: bookctl customer add --name "..."',
            )
