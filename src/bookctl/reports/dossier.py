"""All that the book holds of one person, for whoever asks to see it (GDPR, articles 15 and 20)."""

from datetime import timedelta
from typing import Any

from msgspec import to_builtins

from bookctl.ledger.journals import journals, load_messages, load_payments
from bookctl.ledger.load import load_customer, load_page
from bookctl.model.time import local_day
from bookctl.reports.source import Source


def dossier(source: Source, customer: str) -> dict[str, Any]:
    """The record, every booking with its history, money and messages. Times as they stand in the book."""
    record, _ = load_customer(source.root, customer)
    rows = source.index.customer_rows(customer)
    days = {local_day(row.start, source.zone) for row in rows}
    bookings = [
        one
        for day in sorted(days)
        for one in load_page(source.root, day)[0].booking
        if one.customer == customer
    ]
    about = {customer, *(one.id for one in bookings)}
    return {
        "id": customer,
        "customer": to_builtins(record) if record is not None else None,
        "bookings": [to_builtins(one) for one in bookings],
        "payments": _money(source, customer, "payment"),
        "purchases": _money(source, customer, "purchase"),
        "messages": [
            to_builtins(one)
            for _, day in journals(source.root, "message")
            for one in load_messages(source.root, day)[0].message
            if one.about in about
        ],
    }


def _money(source: Source, customer: str, array: str) -> list[dict[str, Any]]:
    found = (
        source.index.payments_of(customer=customer)
        if array == "payment"
        else source.index.purchases(customer)
    )
    days = {local_day(one.at, source.zone) + timedelta(days=near) for one in found for near in (-1, 0, 1)}
    ids = {one.id for one in found}
    return [
        to_builtins(one)
        for day in sorted(days)
        for one in getattr(load_payments(source.root, day)[0], array)
        if one.id in ids
    ]
