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
    return quote(desk.catalogue, ask, lambda rule: _uses(desk, rule, party))


def _uses(desk: Scene, rule: str, party: Party) -> tuple[int, int]:
    """How many live bookings have the price rule, in all and of this customer, the one that is moved aside."""
    found: Counter[bool] = Counter()
    for stored in desk.index.rows(-EVER, EVER):
        if desk.rows.latest(stored.id) is None and stored.extra is not None:
            found[stored.customer == party.customer.id] += _has(stored, rule, party.ignore, desk.now)
    for row in desk.rows.fresh():
        found[row.customer == party.customer.id] += _has(row, rule, party.ignore, desk.now)
    return found[True] + found[False], found[True]


def _has(row: Row, rule: str, ignore: str, now: int) -> bool:
    return rule in row.more.prices and row.id != ignore and is_live(row, now)
