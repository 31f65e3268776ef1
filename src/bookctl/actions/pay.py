"""Money that changed hands: an entry on today's page of payments."""

from typing import Any

from bookctl.actions import lookup
from bookctl.actions.agree import paid_up
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.actions.requests import Pay
from bookctl.engine.owing import Account, account, charge
from bookctl.ledger.format import block_of
from bookctl.ledger.index import Index, PaymentRow, Row
from bookctl.ledger.layout import journal_path
from bookctl.model.ids import is_slug
from bookctl.model.money import format_minor, to_minor
from bookctl.model.payment import Payment


def pay(desk: Desk, request: Pay) -> Outcome:
    """Records it; Refused where more would be given back than was paid, or on what was never owed."""
    minor = _minor(desk, request.amount)
    if not is_slug(request.method):
        raise Usage(f"{request.method!r} is no method", help="one word, as in cash, card or wechat")
    customer, booking = _about(desk, request.about)
    before = _account(desk, customer, booking)
    kept = min(before.kept, _account(desk, customer, None).kept)
    if request.kind == "refund" and minor > kept:
        told = f"{format_minor(max(0, kept), desk.settings.currency)} {desk.settings.currency}"
        raise Refused(f"only {told} was paid and not given back")
    made = Payment(
        id=desk.fresh_id(f"pay {customer} {minor}", "p"),
        at=desk.local(desk.now),
        kind=request.kind,
        amount=float(format_minor(minor, desk.settings.currency)),
        method=request.method,
        booking=booking.id if booking else None,
        customer=customer,
        reason=request.reason,
        by=request.by or desk.by,
    )
    desk.paid.append(_row(made))
    path = journal_path("payment", desk.day(desk.now))
    text = desk.draft.text(path)
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = block_of("payment", made, desk.settings.currency).replace("\n", newline)
    desk.draft.put(path, f"{text.rstrip()}{newline}{newline}{entry}" if text.strip() else entry)
    became = booking and paid_up(desk, booking, request.by)
    after = account(
        before.charged,
        [("refund", before.refunded), ("payment", before.paid), ("tip", before.tips), (request.kind, minor)],
    )
    return Outcome(
        f"pay {made.id} {made.booking or customer}",
        f"deposit paid, {became}:" if became else _line(desk, request, minor, after),
        _data(desk, made, after),
    )


def _account(desk: Desk, customer: str, booking: Row | None) -> Account:
    """As `account_of`, with what this change has decided so far."""
    currency = desk.settings.currency
    rows = [booking] if booking else [desk.rows.current(row) for row in desk.index.customer_rows(customer)]
    charged = sum(charge(row, desk.now, currency) for row in rows)
    paid = desk.index.payments_of(
        booking=booking.id if booking else None, customer=None if booking else customer
    )
    fresh = [one for one in desk.paid if (one.booking == booking.id if booking else one.customer == customer)]
    return account(charged, amounts([*paid, *fresh], currency))


def _row(made: Payment) -> PaymentRow:
    at = int(made.at.timestamp())
    return PaymentRow(made.id, at, made.kind, made.amount, made.method, made.booking, made.customer)


def account_of(index: Index, currency: str, customer: str, booking: Row | None, now: int) -> Account:
    """Of one booking, or of all a customer's bookings and what was paid on their account."""
    rows = [booking] if booking else index.customer_rows(customer)
    charged = sum(charge(row, now, currency) for row in rows)
    paid = index.payments_of(booking=booking.id) if booking else index.payments_of(customer=customer)
    return account(charged, amounts(paid, currency))


def amounts(payments: list[PaymentRow], currency: str) -> list[tuple[str, int]]:
    """Kind and minor units of each."""
    return [(one.kind, to_minor(one.amount, currency)) for one in payments]


def _minor(desk: Desk, text: str) -> int:
    from bookctl.words import WordError, parse_money

    try:
        minor = parse_money(text, desk.settings.currency)
    except WordError as fault:
        raise Usage(str(fault)) from None
    if minor <= 0:
        raise Usage("nothing was paid: the amount must be more than 0", help="--kind refund gives money back")
    return minor


def _about(desk: Desk, about: str) -> tuple[str, Row | None]:
    """The customer, and the booking where it is about one."""
    try:
        row = desk.row(about)
    except NotFound:
        return lookup.customer(desk.index, about).id, None
    if row.customer is None:
        raise Refused(f"{row.id} is a session; pay for one of its bookings")
    return row.customer, row


def _line(desk: Desk, request: Pay, minor: int, after: Account) -> str:
    currency = desk.settings.currency
    verb = {"refund": "given back", "tip": "tip of", "deposit": "deposit of"}.get(request.kind, "paid")
    return f"{verb} {format_minor(minor, currency)} {currency} ({request.method}), {owed_words(after, currency)}:"


def owed_words(of: Account, currency: str) -> str:
    if of.owed > 0:
        return f"{format_minor(of.owed, currency)} still owed"
    return f"{format_minor(-of.owed, currency)} paid ahead" if of.owed else "nothing owed"


def _data(desk: Desk, made: Payment, after: Account) -> dict[str, Any]:
    currency = desk.settings.currency
    return {
        "id": made.id,
        "at": desk.stamp(desk.now),
        "kind": made.kind,
        "amount": format_minor(to_minor(made.amount, currency), currency),
        "currency": currency,
        "method": made.method,
        "booking": made.booking,
        "customer": made.customer,
        "owed": format_minor(after.owed, currency),
    }
