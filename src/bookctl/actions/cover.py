"""Which purchases pay for a booking."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bookctl.actions.overlay import is_live
from bookctl.actions.problems import Refused
from bookctl.actions.standing import Scene
from bookctl.engine.cover import Bill, Frozen, Holding, Part, Sold, choose, holdings, meant
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import FreezeRow, PurchaseRow, Row
from bookctl.model.booking import Cover
from bookctl.model.money import format_minor, to_minor
from bookctl.model.time import local_day

if TYPE_CHECKING:
    from bookctl.actions.quoting import Party

TAKES = frozenset({"completed", "no-show"})


def cover_for(scene: Scene, party: "Party", minor: int | None, wanted: str | None) -> list[Cover]:
    """What purchases of the customer pay of the price (minor units) on the booking's local day.

    `wanted` is the id of the one that must pay for it, `none`, or None for the best there is. Refused where the wanted
    one does not cover it. `party.ignore` is the booking that is being moved.
    """
    found = held_by(scene, party.customer.id, party.ignore)
    if not found and wanted in {None, "none"}:
        return []
    settings = scene.catalogue.settings
    day = local_day(party.what.start, settings.zone)
    parts = choose(found, Bill(party.what.service, day, minor or 0, party.seats), wanted)
    if isinstance(parts, Refusal):
        raise Refused.by(parts)
    return [
        Cover(
            purchase=part.purchase,
            sessions=part.sessions,
            amount=float(format_minor(part.amount, settings.currency)),
        )
        for part in parts
    ]


def purchase_of(scene: Scene, customer: str, text: str) -> str:
    """The id of the customer's purchase that is meant, or `none`; Refused where there is no such one."""
    if text == "none":
        return text
    found = meant(held_by(scene, customer), text)
    if isinstance(found, Refusal):
        raise Refused.by(found)
    return found.sold.id


def held_by(scene: Scene, customer: str, ignore: str = "") -> list[Holding]:
    """The customer's purchases and what is left of each, as decided so far."""
    if customer not in scene.rows.buyers:
        return []
    bought = scene.index.purchases(customer)
    settings = scene.catalogue.settings
    sold = [sold_of(one, settings.currency, local_day(one.at, settings.zone)) for one in bought]
    ids = {one.id for one in sold}
    frozen = [frozen_of(one) for one in scene.index.freezes() if one.purchase in ids]
    return holdings(sold, frozen, _taken(scene, customer, ignore))


def _taken(scene: Scene, customer: str, ignore: str) -> Iterator[Part]:
    rows = {row.id: row for row in scene.index.customer_rows(customer)}
    rows |= {row.id: row for row in scene.rows.fresh() if row.customer == customer}
    for row in rows.values():
        if row.id != ignore and row.extra is not None:
            yield from parts_of(row, scene.now, scene.catalogue.settings.currency)


def parts_of(row: Row, now: int, currency: str) -> list[Part]:
    """What a booking takes from purchases: nothing once it was cancelled in time, declined or has lapsed."""
    if not (is_live(row, now) or row.status in TAKES or row.more.late):
        return []
    return [Part(id_, sessions, to_minor(amount, currency)) for id_, sessions, amount in row.more.cover]


def sold_of(one: PurchaseRow, currency: str, day: date) -> Sold:
    expires = None if one.expires is None else date.fromisoformat(one.expires)
    value = 0 if one.value is None else to_minor(one.value, currency)
    return Sold(
        one.id, one.kind, day, expires, one.sessions, value, one.services, one.freeze, one.voided is not None
    )


def frozen_of(one: FreezeRow) -> Frozen:
    return Frozen(one.purchase, date.fromisoformat(one.start), date.fromisoformat(one.end))
