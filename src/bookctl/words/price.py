"""Amounts of money as people type them, in one known currency."""

import re

from bookctl.model.money import LARGEST, exponent
from bookctl.words.source import WordError, fullmatch, quoted, typed

# Signs that may stand with an amount; dollars, yuan and yen are those of the ledger's own currency.
_SIGNS = {
    "¥": ("CNY", "JPY"), "元": ("CNY", "TWD", "HKD", "MOP"), "块": ("CNY", "TWD"), "块钱": ("CNY", "TWD"), "円": ("JPY",),
    "rmb": ("CNY",), "人民币": ("CNY",), "€": ("EUR",), "£": ("GBP",), "₩": ("KRW",), "₫": ("VND",), "₹": ("INR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"), "฿": ("THB",), "₽": ("RUB",), "₺": ("TRY",),
}  # fmt: skip


def parse_money(text: str, currency: str) -> int:
    """Minor units of the currency (ISO 4217 code), never negative: `680`, `680.00`, `¥680`, `1,280.50`, 680元."""
    phrase = typed(text, "an amount")
    found = fullmatch(r"([^\d\s.,+-]*) ?([+-]?) ?([\d.,]*\d[\d.,]*) ?([^\d\s.,+-]*)", phrase)
    if not found:
        raise WordError(f"{quoted(phrase)} is not an amount: write it like 680 or 1,280.50", phrase)
    before, sign, digits, after = found.groups()
    if sign or before in {"-", "+"}:
        raise WordError(f"{quoted(phrase)} has a sign: write the amount without + or -", phrase)
    if before and after:
        raise WordError(f"{quoted(phrase)} names its currency twice", phrase)
    _own(before or after, currency, phrase)
    return _minor(digits, currency, phrase)


def _own(sign: str, currency: str, phrase: str) -> None:
    if sign and sign.upper() != currency and currency not in _SIGNS.get(sign.lower(), ()):
        raise WordError(f"{quoted(phrase)} is not in {currency}: {quoted(sign)} is not its sign", phrase)


def _minor(digits: str, currency: str, phrase: str) -> int:
    if not re.fullmatch(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", digits):
        remedy = "the comma parts thousands and the point decimals, as in 1,280.50"
        raise WordError(f"{quoted(phrase)} is not an amount: {remedy}", phrase)
    whole, _, decimals = digits.replace(",", "").partition(".")
    places = exponent(currency)
    if len(decimals) > places:
        most = f"{places} at most" if places else "it has none"
        raise WordError(f"{quoted(phrase)} has too many decimals for {currency}: {most}", phrase)
    if len(whole) > 15 or int(whole + decimals.ljust(places, "0")) > LARGEST:
        raise WordError(f"{quoted(phrase)} is too large an amount", phrase)
    return int(whole + decimals.ljust(places, "0"))
