"""Figures as text: for people with separators and units, for programs as plain numbers."""

from datetime import datetime
from typing import Any

from bookctl.model.money import exponent, format_minor
from bookctl.reports.frame import Unit, Value

NONE = "-"


def spoken(value: Value, unit: Unit, currency: str) -> str:
    """As a person reads it: 1,234; 12h 05m; 680.00; 62.4%."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return f"{datetime.fromisoformat(value):%a %d %b %H:%M}" if unit == "moment" else value
    if unit == "money":
        whole, point, rest = format_minor(int(value), currency).partition(".")
        return f"{int(whole):,}{point}{rest}" if not whole.startswith("-0") else f"-0{point}{rest}"
    if unit == "minutes":
        return _hours(int(value))
    if unit == "share":
        return f"{value * 100:.1f}%"
    return f"{value:,.1f}" if unit == "number" else f"{int(value):,}"


def _hours(minutes: int) -> str:
    sign, minutes = ("-" if minutes < 0 else ""), abs(minutes)
    return f"{sign}{minutes // 60:,}h {minutes % 60:02d}m"


def exact(value: Value, unit: Unit, currency: str) -> str:
    """For pipes and spreadsheets: minutes whole, money with its decimals, shares from 0 to 1."""
    if value is None or isinstance(value, str):
        return value or ""
    if unit == "money":
        return format_minor(int(value), currency)
    if unit in {"share", "number"}:
        return f"{value:.4f}"
    return str(int(value))


def for_json(value: Value, unit: Unit, currency: str) -> Any:
    if value is None or isinstance(value, str):
        return value
    if unit == "money":
        return round(value / 10 ** exponent(currency), exponent(currency))
    return round(float(value), 6) if unit in {"share", "number"} else int(value)


def change(value: Value, was: Value, unit: Unit) -> str | None:
    """How much more or less than before: in points for a share, else in percent; None where it cannot be said."""
    if not isinstance(value, int | float) or not isinstance(was, int | float):
        return None
    if unit == "share":
        return f"{(value - was) * 100:+.1f} points"
    return f"{(value - was) / was * 100:+.0f}%" if was else None
