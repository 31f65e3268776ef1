from collections.abc import Iterable, Iterator
from datetime import date

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.survey import Remark, Row, Spot, Survey
from bookctl.model.waiting import Wait, WaitPage

MANY = 2000  # see references


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    pages = {file: page for file, page in book.journals.items() if isinstance(page, WaitPage)}
    if not pages:
        return
    rows, first = book.by_id(), dict[str, Spot]()
    for file, page in pages.items():
        for number, wait in enumerate(page.wait):
            spot = Spot(file, key=("wait", number))
            yield from _references(spot, wait, book)
            yield from _session(spot, wait, rows)
            yield from _day(spot, wait, file)
            if wait.id in first:
                notes = ((first[wait.id], "the other one"),)
                yield Remark(_at(spot, "id"), f"{wait.id} stands here twice", notes=notes)
            first.setdefault(wait.id, _at(spot, "id"))


def _references(spot: Spot, wait: Wait, book: Survey) -> Iterator[Remark]:
    yield from _missing(_at(spot, "customer"), "customer", wait.customer, book)
    yield from _missing(_at(spot, "service"), "service", wait.service, book)
    for place, id_ in enumerate(wait.asked):
        yield from _missing(_at(spot, "asked", place), "resource", id_, book)


def _missing(spot: Spot, kind: str, id_: str, book: Survey) -> Iterator[Remark]:
    known: Iterable[str] = book.known[kind]
    if id_ not in known:
        near = did_you_mean(id_, known) if len(book.known[kind]) <= MANY else None
        yield Remark(spot, f"there is no {kind} {id_}", help=near)


def _session(spot: Spot, wait: Wait, rows: dict[str, Row]) -> Iterator[Remark]:
    """One that was erased with its years is not missed by those who stopped waiting."""
    if wait.session is None:
        return
    row = rows.get(wait.session)
    if row is None or row.array != "session":
        if wait.dropped is None:
            yield Remark(_at(spot, "session"), f"there is no session {wait.session}")
    elif row.service != wait.service:
        yield Remark(_at(spot, "service"), f"session {row.id} is of {row.service}, not {wait.service}")


def _day(spot: Spot, wait: Wait, file: str) -> Iterator[Remark]:
    """The page is that of the day it was asked."""
    day = date.fromisoformat(file.rpartition("/")[2].removesuffix(".toml"))
    if wait.at.date() != day:
        yield Remark(_at(spot, "at"), f"asked on {wait.at.date()}, but on the page of {day}", warning=True)


def _at(spot: Spot, *key: str | int) -> Spot:
    return spot._replace(key=(*spot.key, *key))


CHECK = Check(
    "waiting", "who waits is known, and waits for something that there is", "always", on_book=on_book
)
