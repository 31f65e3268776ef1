"""What a booking is agreed to under: its price, who pays it, what is due ahead, and who must agree first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bookctl.actions.amounts import amount_words, decimal
from bookctl.actions.consent import one_yes, signing
from bookctl.actions.cover import cover_for
from bookctl.actions.overriding import Gate, codes
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.quoting import Party
from bookctl.actions.standing import first_visit
from bookctl.engine import approval
from bookctl.engine.policy import written
from bookctl.engine.pricing import Quote, share_of
from bookctl.engine.wish import Refusal
from bookctl.model.approval import Approval
from bookctl.model.booking import Booking, Cover, Event, Line, Status, Terms
from bookctl.model.money import to_minor
from bookctl.model.policy import Policy
from bookctl.model.time import MINUTE

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.requests import Book

FEW = 2  # lines: where there are no rules, a price of one line speaks for itself


class Deal(Struct, frozen=True, kw_only=True):
    """What goes into the record."""

    status: Status
    until: int | None = None
    price: float | None = None
    lines: list[Line] = []
    cover: list[Cover] = []
    deposit: float | None = None
    terms: Terms | None = None
    approvals: list[str] = []
    agreed: list[str] = []


def deal(desk: "Desk", request: "Book", party: Party, offered: Quote) -> Deal:
    """Everything that is agreed besides time and resources; Refused or Usage where it cannot be."""
    currency = desk.settings.currency
    policy = desk.policy(party.what.service, party.tier)
    if request.own and request.hold is not None and request.hold > (policy.hold or 0):
        where = written(desk.catalogue, party.what.service, party.tier, "hold")
        text = f"a customer who books themself holds it for {policy.hold} min at most"
        raise Refused.by(Refusal("hold", text, *where))
    minor = offered.total if request.price is None else _given(request.price, currency)
    few = len(offered.lines) < FEW and not desk.settings.price
    lines = () if request.price is not None or few else offered.lines
    cover = cover_for(desk, party, minor, request.cover)
    covered = sum(to_minor(part.amount, currency) for part in cover)
    rules = desk.settings.approval
    asked = approval.needed(rules, case_of(desk, party, minor, request.source), currency) if rules else []
    by = None if request.own else request.by or desk.by
    agreed = [] if request.own else signing(desk, asked, by, party.what.service)
    waits = not all(one in agreed and one_yes(desk, one, by) for one in asked)
    rest = max(0, (minor or 0) - covered)
    due = min(share_of(policy.deposit, rest, currency), rest)
    status = _status(request, waits=waits, due=due)
    return Deal(
        status=status,
        until=_until(desk, request, policy, status, asked),
        price=None if minor is None else decimal(minor, currency),
        lines=[Line(of=of, amount=decimal(amount, currency)) for of, amount in lines],
        cover=cover,
        deposit=decimal(due, currency) if due else None,
        terms=terms_of(policy),
        approvals=[one.id for one in asked],
        agreed=[one.id for one in agreed],
    )


def history_of(desk: "Desk", made: Deal, overridden: Sequence[Refusal], by: str | None) -> list[Event]:
    """How its life begins: made, with what was overridden, and agreed to by whoever made it."""
    at, who = desk.local(desk.now), by or desk.by
    forced = codes(overridden)
    first = Event(at=at, status=made.status, by=who, forced=forced)
    return [first, *[Event(at=at, by=who, approved=id_) for id_ in made.agreed]]


def agreed_values(desk: "Desk", request: "Book", made: Deal, gate: Gate) -> dict[str, Any]:
    """What every booking has, in whatever it is a seat or with whomever."""
    return {
        "status": made.status,
        "until": None if made.until is None else desk.local(made.until),
        "price": made.price,
        "lines": made.lines,
        "coupon": request.coupon,
        "cover": made.cover,
        "deposit": made.deposit,
        "terms": made.terms,
        "approvals": made.approvals,
        "series": request.series,
        "wait": request.wait,
        "project": request.project,
        "source": request.source,
        "request": request.request,
        "forced": request.force if gate.overridden else None,
        "history": history_of(desk, made, gate.overridden, request.by),
    }


def booked_words(desk: "Desk", made: Booking) -> str:
    """What it came to: booked, or what it still waits for."""
    if made.status == "requested" and made.approvals:
        return f"requested, for {', '.join(made.approvals)} to be agreed:"
    if made.status == "requested":
        return "requested"
    if made.status == "held" and made.deposit and made.until:
        return f"held until {made.until:%a %d %b %H:%M} for a deposit of {amount_words(made.deposit, desk.settings.currency)}:"
    if made.status == "held" and made.until:
        return f"held until {made.until:%a %d %b %H:%M}:"
    if made.cover:
        paid = sum(float(part.amount) for part in made.cover)
        part = (
            "" if paid >= float(made.price or 0) else f"{amount_words(paid, desk.settings.currency)} of it "
        )
        return f"booked, {part}paid by {', '.join(one.purchase for one in made.cover)}:"
    return "booked"


def unasked(request: "Book") -> bool:
    """Nobody is there to answer a service's questions: it was forced, or made by a series or the waiting list."""
    return request.force is not None or request.wait is not None or request.series is not None


def terms_of(policy: Policy) -> Terms | None:
    """What a later change of the rules does not touch; None where there is nothing of the kind."""
    values = {key: getattr(policy, key) for key in Terms.__struct_fields__}
    return Terms(**values) if any(value is not None for value in values.values()) else None


def case_of(desk: "Desk", party: Party, minor: int | None, source: str | None) -> approval.Case:
    newcomer = any(rule.first_visit for rule in desk.settings.approval)
    first = newcomer and first_visit(desk, party.customer.id)
    return approval.Case(party.what.service, minor, first, party.tier, source)


def _status(request: "Book", *, waits: bool, due: int) -> Status:
    """Somebody must agree first; then the deposit must be paid; then it is confirmed."""
    if request.status != "confirmed":
        return request.status
    return "requested" if waits else "held" if due else "confirmed"


def _until(
    desk: "Desk", request: "Book", policy: Policy, status: Status, asked: Sequence[Approval]
) -> int | None:
    if status == "held":
        return desk.now + (request.hold or policy.hold or 0) * MINUTE
    lapse = approval.lapse(asked) if status == "requested" else None
    return None if lapse is None else desk.now + lapse


def _given(price: str | float, currency: str) -> int:
    try:
        minor = to_minor(float(price), currency)
    except ValueError as fault:
        raise Usage(str(fault)) from None
    if minor < 0:
        raise Usage(f"a price is not negative: {price}")
    return minor
