"""How it stands with everybody who waits: worked out from the bookings that name their wait."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bookctl.actions.overlay import Rows
from bookctl.actions.problems import Ambiguous, NotFound
from bookctl.engine import waitlist
from bookctl.engine.waitlist import ACTIVE, OPEN, Offer, State
from bookctl.ledger.index import Index, Row, WaitRow
from bookctl.model.catalogue import Catalogue
from bookctl.model.hours import parse_hours
from bookctl.model.text import shown
from bookctl.model.time import day_start, local_day

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk

EVER = "0001-01-01"
MOST = 10


class Scene(Protocol):
    """The book as it stands, or as a change has left it so far."""

    index: Index
    catalogue: Catalogue
    rows: Rows
    now: int


class Standing(NamedTuple):
    """One wait; `offers` are the bookings that name it, by start. `position` counts from 1, among those it competes with."""

    wait: WaitRow
    state: State
    offers: tuple[Row, ...]
    now: int
    position: int | None = None

    @property
    def offered(self) -> Row | None:
        """The booking that is held for them now."""
        if self.state != "offered":
            return None
        known = zip(self.offers, offers_of(self.offers, self.now), strict=True)
        return next((row for row, offer in known if offer.live), None)


def everyone(scene: Scene, since: str | None = None) -> list[Standing]:
    """All whose last day is not before the date as YYYY-MM-DD, today if not said, in the order in which they asked."""
    today = local_day(scene.now, scene.catalogue.settings.zone).isoformat()
    found = [_standing(scene, wait) for wait in scene.index.waits(since or today)]
    active = [one.wait for one in found if one.state in ACTIVE]
    return [
        one._replace(position=1 + _before(one.wait, active)) if one.state in ACTIVE else one for one in found
    ]


def of_customer(scene: Scene, customer: str) -> list[Standing]:
    """What a customer still waits for."""
    return [one for one in everyone(scene) if one.wait.customer == customer and one.state in ACTIVE]


def of_session(scene: Scene, session: Row) -> list[Standing]:
    """Who still waits for a seat in the session, by name or for any that day."""
    found = [one for one in everyone(scene) if one.state in ACTIVE and one.wait.service == session.service]
    day = local_day(session.start, scene.catalogue.settings.zone).isoformat()
    return [
        one
        for one in found
        if one.wait.session == session.id
        or (one.wait.session is None and one.wait.start <= day <= one.wait.end)
    ]


def ahead(scene: Scene, service: str, at: tuple[int, str | None], but: str) -> list[Standing]:
    """Who waits for the start, or the seat of the session, that somebody else (`but`) is about to take."""
    start, session = at
    zone = scene.catalogue.settings.zone
    today, day = local_day(scene.now, zone).isoformat(), local_day(start, zone).isoformat()
    wanted = {
        wait.id
        for wait in scene.index.waits(today)
        if wait.service == service
        and wait.customer != but
        and wait.start <= day <= wait.end
        and wait.session in {None, session}
        and waitlist.within(start, [window for text in wait.hours for window in parse_hours(text)], zone)
    }
    if not wanted:
        return []
    return [one for one in everyone(scene) if one.wait.id in wanted and one.state in OPEN]


def named(scene: Scene, text: str) -> Standing:
    """One wait by id or any beginning of it that only one has, whatever became of it."""
    found = [wait for wait in scene.index.waits(EVER) if text and wait.id.startswith(text.lower())]
    exact = [wait for wait in found if wait.id == text.lower()] or found
    if len(exact) == 1:
        standings = everyone(scene, exact[0].end)
        return next(one for one in standings if one.wait.id == exact[0].id)
    if not found:
        raise NotFound(f"nobody waits under an id that begins with {shown(text)!r}", help="bookctl wait list")
    raise Ambiguous(
        f"{len(found)} ids begin with {shown(text)!r}",
        lines=[f"{wait.id}  {wait.service}  {wait.start}" for wait in found[:MOST]],
        help="type one more character",
    )


def offers_of(rows: tuple[Row, ...], now: int) -> list[Offer]:
    return [Offer(row.start, row.end, row.status, row.lapsed(now), row.sequence) for row in rows]


def last_instant(scene: Scene, wait: WaitRow) -> int:
    """From then on nothing would do any more: the end of the last day, or the start of the one session."""
    zone = scene.catalogue.settings.zone
    end = day_start(date.fromisoformat(wait.end) + timedelta(days=1), zone)
    if wait.session is None:
        return end
    row = scene.rows.latest(wait.session) or scene.index.row(wait.session)
    return 0 if row is None or row.status != "confirmed" else min(end, row.start)


def _standing(scene: Scene, wait: WaitRow) -> Standing:
    rows = tuple(_bookings(scene, wait))
    offers = offers_of(rows, scene.now)
    state = waitlist.state(wait.dropped, last_instant(scene, wait), offers, scene.now)
    return Standing(wait, state, rows, scene.now)


def _bookings(scene: Scene, wait: WaitRow) -> list[Row]:
    """Those that name it; a seat in the session they wait for counts, however they came by it."""
    known = {row.id: row for row in scene.index.customer_rows(wait.customer)}
    known |= {row.id: row for row in scene.rows.fresh() if row.customer == wait.customer}
    own = wait.session
    found = [
        row
        for row in known.values()
        if row.more.wait == wait.id
        or (own is not None and row.session == own and row.status in waitlist.TAKEN)
    ]
    return sorted(found, key=lambda row: (row.start, row.id))


def _before(wait: WaitRow, active: list[WaitRow]) -> int:
    return sum(
        1 for other in active if (other.at, other.id) < (wait.at, wait.id) and waitlist.rivals(wait, other)
    )


def warn_of_queue(desk: "Desk", customer: str, service: str, start: int, session: str | None = None) -> None:
    """Whoever books past those who wait is told that they do."""
    if service not in desk.rows.waited_for:
        return
    found = ahead(desk, service, (start, session), customer)
    if found:
        who = f"{len(found)} {'waits' if len(found) == 1 else 'wait'}"
        desk.warnings.append(f"{who} for this: bookctl wait offer asks them first")
