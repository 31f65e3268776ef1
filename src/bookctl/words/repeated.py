"""A rule of RFC 5545 in words, for a person to read."""

from datetime import datetime

from bookctl.words.calendar import DAY_NAMES, MONTH_NAMES

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
DAY_DIGITS = 8


def spoken(rule: str) -> str:
    """As in `every 2 weeks on Mon and Wed, until 14 Dec 2026`."""
    parts = dict(piece.partition("=")[::2] for piece in rule.split(";"))
    unit, count = _UNITS.get(parts.get("FREQ", ""), "time"), parts.get("INTERVAL", "1")
    words = f"every {unit}" if count == "1" else f"every {count} {unit}s"
    if "BYDAY" in parts:
        days = [_day(day) for day in parts["BYDAY"].split(",")]
        listed = ", ".join(days[:-1]) + (" and " if len(days) > 1 else "") + days[-1]
        words = f"every {listed}" if words == "every week" else f"{words} on {listed}"
    if "BYMONTHDAY" in parts:
        words += f" on day {parts['BYMONTHDAY'].replace(',', ', ')}"
    if "BYMONTH" in parts:
        words += f" in {', '.join(MONTH_NAMES[int(month) - 1] for month in parts['BYMONTH'].split(','))}"
    if "COUNT" in parts:
        words += f", {parts['COUNT']} times"
    if "UNTIL" in parts:
        words += f", until {datetime.strptime(parts['UNTIL'][:DAY_DIGITS], '%Y%m%d'):%-d %b %Y}"  # noqa: DTZ007 - a day
    return words


def _day(text: str) -> str:
    number, name = text[:-2], DAY_NAMES[_DAYS.index(text[-2:])]
    return f"the {_ORDINALS.get(int(number), number)} {name}" if number else name
