"""What a move changes besides time and resources: whether it is still in time, its price, and who pays it."""

from typing import Any

from bookctl.actions import standing
from bookctl.actions.amounts import amount_words, decimal
from bookctl.actions.consent import one_yes, signing
from bookctl.actions.cover import cover_for
from bookctl.actions.deal import case_of
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change, place_of
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import judge
from bookctl.actions.problems import Refused
from bookctl.actions.quoting import Party, quoted
from bookctl.actions.requests import Move
from bookctl.engine import approval
from bookctl.engine.policy import Taken, too_late_to_move, written
from bookctl.engine.pricing import Quote
from bookctl.engine.say import listed
from bookctl.engine.wish import Placement, Refusal, Wish
from bookctl.ledger.index import Row
from bookctl.model.booking import Booking, Cover, Line, span_of
from bookctl.model.money import to_minor


def rejudged(
    desk: Desk, request: Move, item: Booking, wish: Wish, placed: Placement, gate: Gate
) -> dict[str, Any]:
    """The keys to set besides time and resources; Refused where a rule of the new time forbids it."""
    customer = desk.customer(item.customer)
    what = Taken(item.service, placed.start, placed.end)
    if item.status == "confirmed" and item.terms is not None:
        start, where = span_of(item)[0], _rule_of_moves(desk, item, wish.tier)
        gate.judge(too_late_to_move(start, item.terms.move, desk.now, desk.zone, where))
    judge(desk, gate, customer, wish, what)
    party = Party(customer, wish.tier, what, tuple(item.addons), item.seats, item.id)
    values = _repriced(desk, item, party)
    if values:
        gate.judge(
            unagreed(
                desk, "" if request.own else request.by or desk.by, item, party, _minor(desk, values["price"])
            )
        )
    return values | recovered(desk, item, party, _minor(desk, values.get("price", item.price)))


def carried(desk: Desk, item: Booking, party: Party) -> dict[str, Any]:
    """What goes along with a booking that is moved whatever it costs then: a seat of a class."""
    values = _repriced(desk, item, party)
    return values | recovered(desk, item, party, _minor(desk, values.get("price", item.price)))


def agreed_price(desk: Desk, row: Row, price: float, by: str | None, gate: Gate) -> None:
    """Another price, agreed on: its lines go, purchases pay the new one, and it may need an approval that nobody gave."""
    item = desk.record(row)
    if not isinstance(item, Booking):
        raise Refused(f"{row.id} is a class: its seats have prices")
    customer = desk.customer(item.customer)
    tier, what = standing.tier(desk, customer), Taken(item.service, *span_of(item))
    party = Party(customer, tier, what, tuple(item.addons), item.seats, item.id)
    minor = _minor(desk, price)
    if price != item.price:
        gate.judge(unagreed(desk, by or desk.by, item, party, minor))
    change(desk, row, None, price=price, lines=None, **recovered(desk, item, party, minor))


def _rule_of_moves(desk: Desk, item: Booking, tier: str | None) -> tuple[str | None, str | None]:
    """The file and key of the deadline: the practice's where it is still the one that was agreed to, else the booking's own."""
    if item.terms is None or item.terms.move == desk.policy(item.service, tier).move:
        return written(desk.catalogue, item.service, tier, "move")
    page = desk.page_of(span_of(item)[0])
    kind, number = place_of(desk.draft.text(page), "booking", item.id)
    return page, f"{kind}.{number}.terms.move"


def _repriced(desk: Desk, item: Booking, party: Party) -> dict[str, Any]:
    """A price that the rules made moves with the rules; one that was agreed on stays."""
    new = quoted(desk, party, item.coupon) if desk.settings.price else None
    if not isinstance(new, Quote) or new.total is None or not _by_the_rules(desk, item, party):
        return {}
    currency = desk.settings.currency
    lines = [Line(of=of, amount=decimal(amount, currency)) for of, amount in new.lines]
    if new.total == _minor(desk, item.price) and lines == item.lines:
        return {}
    price = decimal(new.total, currency)
    if price != item.price:
        desk.warnings.append(f"the price is {amount_words(price, currency)} then")
    return {"price": price, "lines": lines}


def _by_the_rules(desk: Desk, item: Booking, party: Party) -> bool:
    """Whether its price was made and not agreed on: its lines say so; one without lines is what the rules say of it now."""
    if item.lines:
        return True
    old = quoted(desk, party._replace(what=Taken(item.service, *span_of(item))), item.coupon)
    return isinstance(old, Quote) and old.total == _minor(desk, item.price)


def recovered(desk: Desk, item: Booking, party: Party, minor: int | None) -> dict[str, Any]:
    """Who pays from now on: the same purchase where it still may, else the best one, else the customer."""
    if not item.cover:
        return {}
    cover = _same(desk, item, party, minor) or cover_for(desk, party, minor, None)
    if cover == item.cover:
        return {}
    owed, was = (
        (total or 0) - _sum(desk, by)
        for total, by in ((minor, cover), (_minor(desk, item.price), item.cover))
    )
    if owed > was:
        words = amount_words(decimal(owed, desk.settings.currency), desk.settings.currency)
        desk.warnings.append(f"what covered it does not hold then: {words} is to be paid")
    elif {one.purchase for one in cover} != {one.purchase for one in item.cover}:
        desk.warnings.append(f"{listed([one.purchase for one in cover])} pays for it then")
    return {"cover": cover or None}


def _same(desk: Desk, item: Booking, party: Party, minor: int | None) -> list[Cover]:
    """The one purchase that pays for it, as far as it may pay all of it."""
    if len(item.cover) != 1:
        return []
    try:
        return cover_for(desk, party, minor, item.cover[0].purchase)
    except Refused:
        return []


def unagreed(desk: Desk, by: str | None, item: Booking, party: Party, minor: int | None) -> Refusal | None:
    """A new price may need an approval that nobody gave."""
    rules = approval.needed(
        desk.settings.approval, case_of(desk, party, minor, item.source), desk.settings.currency
    )
    mine = signing(desk, rules, by, item.service)
    for one in rules:
        if one.id not in item.approvals and not (one in mine and one_yes(desk, one, by)):
            number = desk.settings.approval.index(one)
            text = f"at that price {approval.missing(one, {})} must agree first ({one.name or one.id})"
            return Refusal("approval", text, "bookctl.toml", f"approval.{number}")
    return None


def _sum(desk: Desk, cover: list[Cover]) -> int:
    return sum(to_minor(part.amount, desk.settings.currency) for part in cover)


def _minor(desk: Desk, price: float | None) -> int | None:
    return None if price is None else to_minor(price, desk.settings.currency)
