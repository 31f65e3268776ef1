"""What of a booking or session others see: as much as their feed shows, and no more."""

from collections.abc import Mapping
from typing import NamedTuple

from bookctl.calendars.entry import Entry, uid_of
from bookctl.ledger.index import CustomerRow, Row
from bookctl.model.feed import Show

WORDS = {
    "en": {"busy": "Busy", "seats": "{} of {} seats", "price": "Price", "phone": "Phone", "status": "Status"},
    "zh": {"busy": "忙碌", "seats": "已约 {}/{}", "price": "价格", "phone": "电话", "status": "状态"},
}
TENTATIVE = frozenset({"requested", "held"})


class Scene(NamedTuple):
    """What the rows of a feed are told with. `zone` is the ledger's; `taken` the seats in use by session."""

    domain: str
    zone: str
    locale: str
    currency: str
    address: str | None
    services: Mapping[str, str]
    rooms: Mapping[str, str]
    people: Mapping[str, CustomerRow]
    taken: Mapping[str, int]


def entry_of(row: Row, show: Show, scene: Scene, changed: int | None = None) -> Entry:
    """`changed` where its seats changed later than the session itself. Remarks are never shown."""
    own = row.changed if row.changed is not None else row.start
    instant = own if changed is None else max(own, changed)
    plain = Entry(
        uid=uid_of(row.id, scene.domain),
        start=row.start,
        end=row.end,
        zone=row.zone or scene.zone,
        summary=WORDS[scene.locale]["busy"],
        sequence=row.sequence,
        changed=instant,
        created=min(row.created if row.created is not None else row.start, instant),
        status="TENTATIVE" if row.status in TENTATIVE else "CONFIRMED",
        private=True,
    )
    if show == "busy":
        return plain
    return plain._replace(
        summary=_summary(row, scene),
        location=_place(row, scene),
        description=_details(row, scene) if show == "full" else None,
        private=False,
    )


def _summary(row: Row, scene: Scene) -> str:
    service = scene.services.get(row.service, row.service)
    if row.kind == "session":
        return f"{service} ({WORDS[scene.locale]['seats'].format(scene.taken.get(row.id, 0), row.seats)})"
    person = scene.people.get(row.customer or "")
    return f"{person.name if person else row.customer}: {service}"


def _place(row: Row, scene: Scene) -> str | None:
    """The rooms it uses, then the practice's address."""
    rooms = dict.fromkeys(scene.rooms[use[0]] for use in row.uses if use[0] in scene.rooms)
    return ", ".join([*rooms, *([scene.address] if scene.address else [])]) or None


def _details(row: Row, scene: Scene) -> str | None:
    from bookctl.ledger.format import money

    words = WORDS[scene.locale]
    person = scene.people.get(row.customer or "")
    lines = [
        f"{words['status']}: {row.status}",
        f"{words['phone']}: {person.phone}" if person and person.phone else "",
        f"{words['price']}: {money(row.price, scene.currency)} {scene.currency}"
        if row.price is not None
        else "",
    ]
    return "\n".join(line for line in lines if line)
