"""Whether what is due is really to be done: everything that takes whole records to know."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bookctl.messages.condition import ConditionError, holds
from bookctl.messages.due import Due
from bookctl.messages.facts import Subject, facts, subject
from bookctl.messages.moments import seconds
from bookctl.messages.subjects import Records

if TYPE_CHECKING:
    from bookctl.model.booking import Booking
    from bookctl.model.customer import Customer
    from bookctl.model.rule import Rule

ALL = "all"


class Verdict(NamedTuple):
    """`go`, over the first of `channels` that reaches them; `missed`, to be told; `never`, and nothing is to be said.

    `error` is a rule that cannot be judged, to be told to whoever wrote it. `facts` are the variables of the message.
    """

    state: Literal["go", "missed", "never", "error"]
    reason: str | None
    channels: tuple[str, ...]
    facts: dict[str, Any]
    subject: Subject


def verdict(
    records: Records, rules: "Mapping[str, Rule]", one: Due, now: int, silent: frozenset[str] = frozenset()
) -> Verdict:
    """On the records as they are at this instant; `silent` names the channels that disturb nobody."""
    about = subject(records, one.booking, one.customer, one.about, one.then.to)
    known = facts(records, about, now)
    if about.customer_id is not None and "customer" in known and _mention_segments(rules, one):
        known["customer"]["segments"] = records.segments(about.customer_id, now)
    channels = _channels(one, about.customer, silent)
    judged = Verdict("go", None, channels, known, about)
    reason = _never(rules[one.rule], one, about, known)
    if isinstance(reason, ConditionError):
        return judged._replace(state="error", reason=f"if of rule {one.rule}: {reason.text}")
    if reason is not None:
        return judged._replace(state="never", reason=reason)
    if one.missed is not None:
        return judged._replace(state="missed", reason=one.missed)
    if one.later is not None and _never(rules[one.later], one, about, known) is None:
        return judged._replace(state="missed", reason=f"the later reminder {one.later} took its place")
    if one.then.send is not None and not channels:
        return judged._replace(state="never", reason="they want no messages on this channel")
    return judged


def _mention_segments(rules: "Mapping[str, Rule]", one: Due) -> bool:
    """Who is in a segment takes the whole book to know: it is only worked out for a rule that asks."""
    asked = [rules[id_].condition or "" for id_ in (one.rule, one.later) if id_ is not None]
    return any("segments" in condition for condition in asked)


def _never(rule: "Rule", one: Due, about: Subject, known: Mapping[str, Any]) -> str | ConditionError | None:
    """Why the rule does not apply; None where it does."""
    if one.booking is not None and about.booking is None:
        return "the booking does not read"
    if one.then.to == "customer" and one.then.send is not None:
        if about.customer is None:
            return "the customer's record does not read"
        if rule.marketing and "marketing" not in about.customer.consent:
            return "they did not consent to marketing"
    if rule.unless_booked_within is not None and about.booking is not None:
        within = seconds(rule.unless_booked_within)
        if _made(about.booking) > one.planned - within:
            return f"booked or moved less than {rule.unless_booked_within} before"
    found = holds(rule.condition, known)
    if isinstance(found, ConditionError):
        return found
    return None if found else "its condition does not hold"


def _made(booking: "Booking") -> int:
    """When it was last told its time: made or moved."""
    first = [booking.history[0].at] if booking.history else []
    moves = [event.at for event in booking.history if event.moved is not None]
    return max((int(at.timestamp()) for at in (*first, *moves)), default=0)


def _channels(one: Due, customer: "Customer | None", silent: frozenset[str]) -> tuple[str, ...]:
    """The action's channels that may be used: not those they opted out of, in quiet hours the silent ones."""
    unwanted = customer.optout if customer is not None and one.then.to == "customer" else []
    return tuple(
        name
        for name in one.then.channel
        if ALL not in unwanted and name not in unwanted and (not one.silent or name in silent)
    )
