"""What something would cost somebody: the rules of prices, and how often each was used already."""

from collections import Counter
from typing import NamedTuple

from bookctl.actions.overlay import is_live
from bookctl.actions.standing import Scene
from bookctl.engine.policy import Taken
from bookctl.engine.pricing import Ask, Quote, quote
from bookctl.engine.wish import Refusal
from bookctl.ledger.index import CustomerRow, Row

EVER = 1 << 40  # an instant beyond every booking


class Party(NamedTuple):
    """Who books what when, as the deal needs it; `tier` is the customer's."""

    customer: CustomerRow
    tier: str | None
    what: Taken
    addons: tuple[str, ...] = ()
    seats: int = 1
    ignore: str = ""


def quoted(desk: Scene, party: Party, coupon: str | None) -> Quote | Refusal:
    """The price in force for the party, see `engine.pricing.quote`."""
    ask = Ask(party.what.service, party.what.start, party.addons, party.tier, coupon, party.seats)
    return quote(desk.catalogue, ask, lambda rule: uses_of(desk, rule, party.customer.id, party.ignore))


def uses_of(desk: Scene, rule: str, customer: str | None = None, ignore: str = "") -> tuple[int, int]:
    """How many live bookings have the price rule, in all and of the customer, without the one that is moved aside."""
    coupon = next((one.coupon for one in desk.catalogue.settings.price if one.id == rule), None)
    found: Counter[bool] = Counter()
    for stored in desk.index.rows(-EVER, EVER):
        if desk.rows.latest(stored.id) is None and stored.extra is not None:
            found[stored.customer == customer] += _has(stored, (rule, coupon), ignore, desk.now)
    for row in desk.rows.fresh():
        found[row.customer == customer] += _has(row, (rule, coupon), ignore, desk.now)
    return found[True] + found[False], found[True]


def _has(row: Row, rule: tuple[str, str | None], ignore: str, now: int) -> bool:
    """Whether the rule made its price, or its coupon was given, which may have brought minutes only."""
    id_, coupon = rule
    used = id_ in row.more.prices or (coupon is not None and row.more.coupon == coupon)
    return used and row.id != ignore and is_live(row, now)
