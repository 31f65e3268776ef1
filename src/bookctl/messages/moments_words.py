"""What a rule does, as a person would say it."""

from typing import TYPE_CHECKING

from bookctl.model.counted import counted

if TYPE_CHECKING:
    from bookctl.model.rule import Rule, Then, When

_UNITS = {"m": "minute", "h": "hour", "d": "day"}
_OF = {"start": "the start", "end": "the end", "created": "booking"}
_STATUS = {"moved": "a move", "cancelled": "cancelling", "no-show": "a no-show"}
_CLOCK = "10:00"


def when_words(rule: "Rule") -> str:
    """24 hours before the start; at once after a move; after 90 days without a visit, at 10:00"""
    when = rule.when
    if when.before is not None:
        return f"{length_words(when.before)} before {_of(when)}"
    if when.after is not None:
        return (
            f"at once after {_of(when)}"
            if when.after == "0m"
            else f"{length_words(when.after)} after {_of(when)}"
        )
    if when.pending is not None:
        return f"{length_words(when.pending)} after a request that is still open"
    return f"{_some_day(when)}, at {when.at or _CLOCK}"


def _some_day(when: "When") -> str:
    if when.birthday:
        return "on the birthday"
    if when.quiet is not None:
        return f"after {counted(when.quiet, 'day')} without a visit"
    if when.expiring is not None:
        return f"{counted(when.expiring, 'day')} before a purchase runs out"
    return _day_words(when.day or 0, _of(when))


def then_words(then: "Then") -> str:
    """Send reminder to the customer by sms or email; mark decline; run print-label; offer ..."""
    if then.mark is not None:
        return f"mark {then.mark}"
    if then.run is not None:
        return f"run {then.run}"
    if then.offer:
        return "offer the freed time to who waits for it"
    return f"send {then.send} to the {then.to} by {' or '.join(then.channel)}"


def length_words(length: str) -> str:
    return counted(int(length[:-1]), _UNITS[length[-1]])


def _of(when: "When") -> str:
    if when.of == "status" and when.status is not None:
        return _STATUS.get(when.status, f"the change to {when.status}")
    return _OF[when.of]


def _day_words(day: int, of: str) -> str:
    near = {-1: f"the day before {of}", 0: f"on the day of {of}", 1: f"the day after {of}"}
    return near.get(day) or f"{counted(abs(day), 'day')} {'before' if day < 0 else 'after'} {of}"
