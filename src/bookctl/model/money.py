"""Amounts of money: whole minor units (cents, fen, yen) inside, plain decimals in files."""

# ISO 4217 minor-unit exponents that are not 2.
_EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
LARGEST = 10**14  # minor units; far below where a float stops holding every cent


def exponent(currency: str) -> int:
    """How many decimals an amount of the currency (ISO 4217 code) has."""
    return _EXPONENTS.get(currency, 2)


def format_minor(amount: int, currency: str) -> str:
    """Minor units as a plain decimal, without sign of currency or thousands: 68000 CNY is 680.00."""
    digits = exponent(currency)
    sign, text = "-" if amount < 0 else "", str(abs(amount)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


def to_minor(value: float, currency: str) -> int:
    """Minor units of a number from a file; ValueError where it has more decimals than the currency.

    A float is read by its shortest spelling, so 19.99 is 1999 and never 1998.
    """
    spelling = repr(value)
    whole, _, decimals = spelling.partition(".")
    if isinstance(value, bool) or not (whole.lstrip("-") + decimals).isdigit():
        raise ValueError(f"{spelling} is not an amount of {currency}")
    decimals = decimals.rstrip("0")
    places = exponent(currency)
    if len(decimals) > places:
        raise ValueError(f"{spelling} has more decimals than {currency} has: {_at_most(places)}")
    minor = int(whole + decimals.ljust(places, "0"))
    if abs(minor) > LARGEST:
        raise ValueError(f"{spelling} {currency} is too large an amount")
    return minor


def _at_most(places: int) -> str:
    return f"at most {places}" if places else "whole numbers only"
