"""Who a customer is to the practice: their tier, and whether they ever came."""

from datetime import date, timedelta
from typing import Protocol

from bookctl.actions.overlay import Rows
from bookctl.engine.owing import DELIVERED
from bookctl.engine.tiers import YEAR_DAYS, Standing, tier_of
from bookctl.ledger.index import CustomerRow, Index, Row
from bookctl.model.catalogue import Catalogue
from bookctl.model.money import to_minor
from bookctl.model.policy import Policy
from bookctl.model.time import DAY, local_day


class Scene(Protocol):
    """The book as a change has left it so far, or as it stands."""

    index: Index
    catalogue: Catalogue
    rows: Rows
    now: int

    def policy(self, service: str, tier: str | None = None) -> Policy:
        """The rules in force for a service and a customer's tier."""
        ...


def tier(scene: Scene, customer: CustomerRow) -> str | None:
    """The id of the customer's tier now; None where they are in none."""
    settings = scene.catalogue.settings
    if not settings.tier:
        return None
    came = [row for row in _rows(scene, customer.id) if row.status == "completed"]
    since = scene.now - YEAR_DAYS * DAY
    spend = sum(
        to_minor(row.price, settings.currency) for row in came if row.price is not None and row.start >= since
    )
    standing = Standing(customer.tags, len(came), spend, _held(scene, customer.id))
    return tier_of(settings.tier, standing, settings.currency)


def first_visit(scene: Scene, customer: str) -> bool:
    """Whether they never came before."""
    return not any(row.status in DELIVERED for row in _rows(scene, customer))


def _rows(scene: Scene, customer: str) -> list[Row]:
    return [scene.rows.current(row) for row in scene.index.customer_rows(customer)]


def _held(scene: Scene, customer: str) -> set[str]:
    """Tiers of the purchases that hold today; a freeze moves the last day as far."""
    today = local_day(scene.now, scene.catalogue.settings.zone)
    found = set()
    freezes = scene.index.freezes() if scene.index.purchases(customer) else []
    for one in scene.index.purchases(customer):
        if one.tier is None or one.voided is not None:
            continue
        frozen = [(freeze.start, freeze.end) for freeze in freezes if freeze.purchase == one.id]
        days = sum((_day(end) - _day(start)).days + 1 for start, end in frozen)
        if one.expires is None or today <= _day(one.expires) + timedelta(days=days):
            found.add(one.tier)
    return found


def _day(text: str) -> date:
    return date.fromisoformat(text)
