"""Plans: selling one, freezing it while its holder is away, taking back what is left of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from bookctl.actions import lookup
from bookctl.actions.amounts import amount_words
from bookctl.actions.cover import held_by, parts_of
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Ambiguous, NotFound, Refused, Usage
from bookctl.engine.cover import Holding
from bookctl.ledger.format import block_of, keyed, money
from bookctl.ledger.index import CustomerRow, PurchaseRow, Row
from bookctl.ledger.layout import journal_path
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import set_key
from bookctl.model.counted import counted
from bookctl.model.ids import is_slug
from bookctl.model.money import format_minor, to_minor
from bookctl.model.plan import Plan, lacking
from bookctl.model.purchase import Freeze, Purchase
from bookctl.model.text import shown

MONTHS = {"mo": 1, "y": 12}


class Sale(NamedTuple):
    """Who buys what; `price` in the ledger's currency, None for the plan's own; `first` the day it begins."""

    customer: str
    plan: str
    price: float | None = None
    method: str = "cash"
    by: str | None = None


def sell(desk: Desk, sale: Sale) -> Outcome:
    """Copies the plan's terms, so that its later changes touch nothing that was sold."""
    customer, plan_id, plan = desk.customer(sale.customer), *_plan(desk, sale.plan)
    today = desk.day(desk.now)
    if plan.retired is not None and plan.retired <= today:
        raise Refused(f"{plan_id} is not sold any more, since {plan.retired}")
    if (missing := lacking(plan)) is not None:
        raise Refused(f"{plan_id}: {missing}", help=f"bookctl plan edit {plan_id}")
    if not is_slug(sale.method):
        raise Usage(f"{shown(sale.method)!r} is no method", help="one word, as in cash, card or wechat")
    price = plan.price if sale.price is None else sale.price
    made = Purchase(
        id=desk.fresh_id(f"sell {customer.id} {plan_id}", "h"),
        customer=customer.id,
        plan=plan_id,
        at=desk.local(desk.now),
        name=plan.name,
        kind=plan.kind,
        sessions=plan.sessions if plan.kind == "pass" else None,
        value=(price if plan.value is None else plan.value) if plan.kind == "balance" else None,
        services=plan.services,
        expires=None if plan.valid is None else last_day(today, plan.valid),
        freeze=plan.freeze,
        tier=plan.tier,
        price=price,
        method=sale.method,
        by=sale.by or desk.by,
    )
    _enter(desk, block_of("purchase", made, desk.settings.currency))
    return Outcome(
        f"plan sell {made.id}",
        f"sold {plan.name} to {customer.name}, {_terms(made, desk.settings.currency)}:",
        {"id": made.id, "name": "", "customer": customer.id, "plan": plan_id, "expires": _iso(made.expires)},
    )


def freeze(desk: Desk, who: str, span: tuple[date, date], reason: str | None, force: str | None) -> Outcome:
    """It covers nothing on these days, both included, and its end moves as far; Refused beyond what its plan allows."""
    row, holding, customer = _holding(desk, who)
    first, last = span
    stretch = (last - first).days + 1
    total, most = sum(one.days for one in holding.frozen) + stretch, holding.sold.freeze
    faults = (
        (first < desk.day(desk.now), f"{first} is past"),
        (not most, "its plan has no days of freezing"),
        (total > most, f"it may be frozen for {most} days in all, and would be for {total}"),
    )
    for fails, text in faults:
        if fails and force is None:
            raise Refused(f"{row.id}: {text}", help="--force REASON overrides it")
    if any(one.first <= last and first <= one.last for one in holding.frozen):
        raise Refused(f"{row.id} is frozen on some of these days already")
    covered = _covered(desk, row, span)
    if covered:
        lines = [f"{one.id}  {desk.local(one.start):%a %d %b %H:%M}  {one.service}" for one in covered]
        raise Refused(
            f"{row.id} pays for {counted(len(covered), 'booking')} on these days",
            lines=lines,
            help="cancel or move them first",
        )
    entry = Freeze(
        purchase=row.id, start=first, end=last, at=desk.local(desk.now), reason=reason or force, by=desk.by
    )
    _enter(desk, block_of("freeze", entry, desk.settings.currency))
    end = None if holding.last is None else holding.last + timedelta(days=stretch)
    until = f", which now ends on {end:%a %d %b %Y}" if end else ""
    return Outcome(
        f"plan freeze {row.id}",
        f"frozen from {first:%a %d %b} to {last:%a %d %b %Y} for {customer.name}{until}:",
        {"id": row.id, "customer": customer.id, "from": _iso(first), "to": _iso(last), "ends": _iso(end)},
    )


def void(desk: Desk, who: str, amount: float | None) -> Outcome:
    """Takes back what is left; Refused where more would be given back than was paid, or bookings ahead rely on it."""
    row, _, customer = _holding(desk, who)
    currency = desk.settings.currency
    if row.voided is not None:
        raise Refused(f"{row.id} was taken back already")
    given = 0 if amount is None else to_minor(amount, currency)
    if given > (to_minor(row.price, currency) if row.price else 0):
        raise Refused(f"only {amount_words(row.price or 0, currency)} was paid for {row.id}")
    ahead = [one for one in _covered(desk, row, (desk.day(desk.now), date.max)) if one.start > desk.now]
    if ahead:
        lines = [f"{one.id}  {desk.local(one.start):%a %d %b %H:%M}  {one.service}" for one in ahead]
        raise Refused(
            f"{row.id} pays for {counted(len(ahead), 'booking')} ahead", lines=lines, help="cancel them first"
        )
    text = desk.draft.text(row.page)
    number = next(n for n, entry in enumerate(parse(text.encode())["purchase"]) if entry["id"] == row.id)
    values: dict[str, Any] = {"voided": desk.local(desk.now)} | ({"refunded": amount} if given else {})
    for key, value in values.items():
        text = set_key(text, ("purchase", number), key, keyed(key, value, currency))
    desk.draft.put(row.page, text)
    back = f", {format_minor(given, currency)} {currency} given back" if given else ""
    return Outcome(
        f"plan void {row.id}",
        f"taken back from {customer.name}{back}:",
        {"id": row.id, "customer": customer.id},
    )


def last_day(first: date, valid: str) -> date:
    """The last of so many days, or of so many months to the day; a month without that day ends on its last."""
    if valid.endswith("d"):
        return first + timedelta(days=int(valid[:-1]) - 1)
    unit = "mo" if valid.endswith("mo") else "y"
    months = first.month - 1 + int(valid.removesuffix(unit)) * MONTHS[unit]
    year, month = first.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(
        following - timedelta(days=1), date(year, month, 1) + timedelta(days=first.day - 1)
    ) - timedelta(days=1)


def _plan(desk: Desk, text: str) -> tuple[str, Plan]:
    plans = desk.index.plans()
    id_ = lookup.named("plan", {key: one.name for key, one in plans.items()}, text)
    return id_, plans[id_]


def _holding(desk: Desk, who: str) -> tuple[PurchaseRow, Holding, CustomerRow]:
    """By the purchase's id, or by its holder where they have one only."""
    rows = [row for row in desk.index.purchases() if row.id == who]
    customer = desk.customer(rows[0].customer if rows else who)
    found = {one.sold.id: one for one in held_by(desk, customer.id)}
    if not rows:
        rows = [row for row in desk.index.purchases(customer.id) if _open(found[row.id], desk.day(desk.now))]
    if not rows:
        raise NotFound(f"{customer.name} holds nothing", help="bookctl plan sold")
    if len(rows) > 1:
        lines = [f"{row.id}  {row.name or row.plan}" for row in rows]
        raise Ambiguous(f"{customer.name} holds {len(rows)} purchases", lines=lines, help="use the id")
    return rows[0], found[rows[0].id], customer


def _open(one: Holding, day: date) -> bool:
    return not one.sold.voided and (one.last is None or day <= one.last)


def _covered(desk: Desk, row: PurchaseRow, span: tuple[date, date]) -> Sequence[Row]:
    """Bookings on these days that it pays for."""
    rows = [desk.rows.current(one) for one in desk.index.customer_rows(row.customer)]
    return [
        one
        for one in rows
        if span[0] <= desk.day(one.start) <= span[1]
        and any(part.purchase == row.id for part in parts_of(one, desk.now, desk.settings.currency))
    ]


def _enter(desk: Desk, entry: str) -> None:
    """At the end of today's page of payments."""
    path = journal_path("payment", desk.day(desk.now))
    text = desk.draft.text(path)
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = entry.replace("\n", newline)
    desk.draft.put(path, f"{text.rstrip()}{newline}{newline}{entry}" if text.strip() else entry)


def _terms(made: Purchase, currency: str) -> str:
    parts = [
        counted(made.sessions, "visit") if made.sessions else "",
        f"worth {money(made.value, currency)}" if made.value is not None else "",
        f"until {made.expires:%a %d %b %Y}" if made.expires else "for ever",
    ]
    return ", ".join(part for part in parts if part)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
