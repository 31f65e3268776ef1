"""What a booking was agreed to under, for `show`."""

from typing import TYPE_CHECKING

from bookctl.cli.state import View

if TYPE_CHECKING:
    from bookctl.model.booking import Booking, Session
    from bookctl.model.policy import Share


def agreed(view: View, item: "Booking | Session") -> list[tuple[str, str]]:
    """Facts as (name, text); empty texts where there is nothing to say."""
    from bookctl.ledger.format import money
    from bookctl.model.booking import Booking

    currency = view.settings.currency
    if not isinstance(item, Booking):
        return [("series", item.series or "")]
    amounts = [f"{line.of} {money(float(line.amount), currency)}" for line in item.lines]
    cover = [f"{part.purchase} {money(float(part.amount), currency)} {currency}" for part in item.cover]
    return [
        ("made of", ", ".join(amounts)),
        ("coupon", item.coupon or ""),
        ("paid by", ", ".join(cover)),
        ("deposit", _amount(item.deposit, currency)),
        ("fee", _amount(item.fee, currency)),
        ("late", "cancelled after its deadline" if item.late else ""),
        ("terms", _terms(item, currency)),
        ("needs", ", ".join(item.approvals)),
        ("holds", _holds(view, item)),
        ("series", item.series or ""),
        ("waited", item.wait or ""),
        ("project", item.project or ""),
    ]


def _holds(view: View, item: "Booking") -> str:
    if item.until is None:
        return ""
    over = ", and has lapsed" if int(item.until.timestamp()) <= view.now else ""
    return f"until {item.until:%Y-%m-%d %H:%M}{over}"


def _amount(value: float | None, currency: str) -> str:
    from bookctl.ledger.format import money

    return "" if value is None else f"{money(float(value), currency)} {currency}"


def _terms(item: "Booking", currency: str) -> str:
    terms = item.terms
    if terms is None:
        return ""
    parts = [
        f"cancelled in time until {terms.cancel} before" if terms.cancel else "",
        f"moved until {terms.move} before" if terms.move else "",
        f"late {_share(terms.late_fee, currency)}" if terms.late_fee is not None else "",
        f"no-show {_share(terms.no_show_fee, currency)}" if terms.no_show_fee is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _share(share: "Share", currency: str) -> str:
    return share if isinstance(share, str) else _amount(float(share), currency)
