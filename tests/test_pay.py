"""Payments as entries, and what is owed after them."""

import json
from typing import NamedTuple

import pytest

from bookctl.engine.owing import Account, account, charge

NOW = 1_000_000


class Dues(NamedTuple):
    """What a booking has besides its price."""

    covered: float = 0
    fee: float | None = None


class Bill(NamedTuple):
    """A booking as far as money goes."""

    status: str
    end: int
    price: float | None
    more: Dues = Dues()


@pytest.mark.parametrize(
    ("bill", "charged"),
    [
        (Bill("completed", 0, 6.8, Dues(covered=6.8)), 0), (Bill("completed", 0, 6.8, Dues(covered=5)), 180),
        (Bill("cancelled", 0, 6.8, Dues(fee=3.4)), 340), (Bill("no-show", 0, None, Dues(fee=1)), 100),
        (Bill("completed", 0, 6.8, Dues(covered=9)), 0), (Bill("cancelled", 0, 6.8, Dues(covered=6.8)), 0),
    ],
)  # fmt: skip
def test_what_purchases_cover_is_not_owed_and_a_fee_is(bill, charged):
    assert charge(bill, NOW, "CNY") == charged


@pytest.mark.parametrize(
    ("status", "end", "charged"),
    [
        ("requested", NOW - 1, 0), ("held", NOW - 1, 0), ("confirmed", NOW + 1, 0), ("confirmed", NOW, 680),
        ("arrived", NOW + 1, 680), ("completed", NOW + 1, 680), ("cancelled", NOW - 1, 0), ("no-show", NOW - 1, 0),
        ("declined", NOW - 1, 0),
    ],
)  # fmt: skip
def test_a_price_is_owed_once_the_service_was_delivered(status, end, charged):
    assert charge(Bill(status, end, 6.8), NOW, "CNY") == charged
    assert charge(Bill(status, end, None), NOW, "CNY") == 0


def test_tips_pay_for_nothing_and_refunds_are_owed_again():
    of = account(680, [("deposit", 200), ("payment", 480), ("tip", 50), ("refund", 100)])
    assert (of, of.kept, of.owed) == (Account(680, 680, 100, 50), 580, 100)


def owed(book, *words):
    return json.loads(book.ok("pay", *words, "--format", "json"))["result"]["owed"]


def test_the_whole_of_a_booking(book):
    assert owed(book, "7k2m9q", "200", "--kind", "deposit") == "-200.00"
    book.ok("mark", "7k2m9q", "arrived")
    assert owed(book, "7k2m9q", "400.50") == "79.50"
    assert owed(book, "7k2m9q", "0.5", "--kind", "refund") == "80.00"
    assert owed(book, "7k2m9q", "80") == "0.00"
    text = (book.root / "payments/2026/2026-11-24.toml").read_text()
    assert text.count("[[payment]]") == 4
    assert "amount = 400.50" in text
    assert "张伟" not in text
    assert book.ok("check") == ""
    assert book.git("status", "--porcelain") == ""


def test_undo_takes_the_last_entry_back_and_the_page_with_the_last_one(book):
    book.ok("pay", "7k2m9q", "200")
    assert owed(book, "7k2m9q", "100") == "-300.00"
    book.ok("undo")
    assert owed(book, "7k2m9q", "1") == "-201.00"


def test_a_refund_never_exceeds_what_was_paid_even_within_one_batch(book):
    lines = "\n".join(
        json.dumps({"action": "pay", "about": "7k2m9q", "amount": amount, "kind": kind})
        for amount, kind in (("100", "payment"), ("60", "refund"), ("60", "refund"))
    )
    done = book.run("apply", "--skip", stdin=lines)
    assert done.code == 6
    assert "only 40.00 CNY was paid and not given back" in done.out + done.err
    assert owed(book, "7k2m9q", "1") == "-41.00"


@pytest.mark.parametrize("amount", ["0", "-5", "1.234", "much", "١٢", "1e3", "99999999999999999"])
def test_an_amount_that_does_not_read_is_refused(book, amount):
    assert book.run("pay", "--", "7k2m9q", amount).code == 2
    assert book.git("status", "--porcelain") == ""


def test_money_on_account_is_the_customers(book):
    assert float(owed(book, "张伟", "500", "--method", "wechat")) == float(owed(book, "张伟", "1")) + 1
    assert book.run("pay", "nobody", "5").code == 4
    assert book.run("pay", "7k2m9q", "5", "--method", "We Chat").code == 2
    assert book.run("pay", "7k2m9q", "5", "--kind", "gift").code == 2
