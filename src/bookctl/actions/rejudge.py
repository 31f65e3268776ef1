"""What a move changes besides time and resources: whether it is still in time, its price, and who pays it."""

from typing import Any

from bookctl.actions.amounts import amount_words, decimal
from bookctl.actions.consent import one_yes, signing
from bookctl.actions.cover import cover_for
from bookctl.actions.deal import case_of
from bookctl.actions.desk import Desk
from bookctl.actions.edit import place_of
from bookctl.actions.overriding import Gate
from bookctl.actions.placing import judge
from bookctl.actions.quoting import Party, quoted
from bookctl.actions.requests import Move
from bookctl.engine import approval
from bookctl.engine.policy import Taken, too_late_to_move, written
from bookctl.engine.pricing import Quote
from bookctl.engine.wish import Placement, Refusal, Wish
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
    minor = _minor(desk, values.get("price", item.price))
    if values:
        gate.judge(_unagreed(desk, request, item, party, minor))
    return values | _recovered(desk, item, party, minor)


def _rule_of_moves(desk: Desk, item: Booking, tier: str | None) -> tuple[str | None, str | None]:
    """The file and key of the deadline: the practice's where it is still the one that was agreed to, else the booking's own."""
    if item.terms is None or item.terms.move == desk.policy(item.service, tier).move:
        return written(desk.catalogue, item.service, tier, "move")
    page = desk.page_of(span_of(item)[0])
    kind, number = place_of(desk.draft.text(page), "booking", item.id)
    return page, f"{kind}.{number}.terms.move"


def _repriced(desk: Desk, item: Booking, party: Party) -> dict[str, Any]:
    """A price that the rules made moves with the rules; one that was agreed on stays."""
    if not desk.settings.price:
        return {}
    start, end = span_of(item)
    old = quoted(desk, party._replace(what=Taken(item.service, start, end)), item.coupon)
    new = quoted(desk, party, item.coupon)
    if not isinstance(old, Quote) or not isinstance(new, Quote) or old.lines == new.lines:
        return {}
    if old.total != _minor(desk, item.price) or new.total is None:
        return {}
    currency = desk.settings.currency
    desk.warnings.append(f"the price is {amount_words(decimal(new.total, currency), currency)} then")
    lines = [Line(of=of, amount=decimal(amount, currency)) for of, amount in new.lines]
    return {"price": decimal(new.total, currency), "lines": lines if len(lines) > 1 else None}


def _recovered(desk: Desk, item: Booking, party: Party, minor: int | None) -> dict[str, Any]:
    """Who pays on the new day: the same purchase where it still may, else the best one, else the customer."""
    if not item.cover:
        return {}
    cover = cover_for(desk, party, minor, None)
    if cover == item.cover:
        return {}
    if _sum(desk, cover) < _sum(desk, item.cover):
        left = decimal(max(0, (minor or 0) - _sum(desk, cover)), desk.settings.currency)
        desk.warnings.append(
            f"what covered it does not hold then: {amount_words(left, desk.settings.currency)} is to be paid"
        )
    return {"cover": cover or None}


def _unagreed(desk: Desk, request: Move, item: Booking, party: Party, minor: int | None) -> Refusal | None:
    """A new price may need an approval that nobody gave."""
    rules = approval.needed(
        desk.settings.approval, case_of(desk, party, minor, item.source), desk.settings.currency
    )
    by = request.by or desk.by
    mine = [] if request.own else signing(desk, rules, by, item.service)
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
